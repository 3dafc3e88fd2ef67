using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Known answers 5 and 7: where a Conv3D is a Conv2D, both give the same.</summary>
[Trait("Isa", "Every")]
public sealed class LoweringTests
{
    private const int Height = 9;
    private const int Width = 11;
    private const int Depth = 4;

    public static IEnumerable<object[]> Shapes =>
        from channels in new[] { 1, 3, 8 }
        from filters in new[] { 1, 5, 16, 33 }
        from given in new[] { true, false }
        select new object[] { channels, filters, given };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_kernel_of_depth_one_is_a_2D_kernel_on_every_frame(int channels, int filters, bool given)
    {
        LayerSource flat = new("3x3", channels, filters) { Padding = "same", Layout = Layout.ChannelsFirst, Input = given ? "9x11" : null };
        LayerSource deep = flat with { Kernel = "1x3x3", Layout = Layout.FramesFirst, Input = given ? "4x9x11" : null };
        float[] weights = Data.Uniform(flat.WeightCount, seed: 1);
        float[] bias = Data.Uniform(filters, seed: 2);
        float[] input = Data.Uniform(Depth * channels * Height * Width, seed: 3);

        // Frames in NTCHW are a batch of images in NCHW.
        AssertSame(
            Run(flat, weights, bias, input, [Height, Width], batch: Depth),
            Run(deep, weights, bias, input, [Depth, Height, Width], batch: 1));

        // NDHWC is a batch of NHWC in the same way.
        AssertSame(
            Run(flat with { Layout = Layout.ChannelsLast }, weights, bias, input, [Height, Width], batch: Depth),
            Run(deep with { Layout = Layout.ChannelsLast }, weights, bias, input, [Depth, Height, Width], batch: 1));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_kernel_as_deep_as_the_input_is_a_2D_kernel_over_channels_times_depth(int channels, int filters, bool given)
    {
        LayerSource deep = new("4x3x3", channels, filters) { Layout = Layout.ChannelsFirst, Input = given ? "4x9x11" : null };
        LayerSource flat = new("3x3", channels * Depth, filters) { Layout = Layout.ChannelsFirst, Input = given ? "9x11" : null };
        float[] weights = Data.Uniform(flat.WeightCount, seed: 1);
        float[] bias = Data.Uniform(filters, seed: 2);
        float[] input = Data.Uniform(2 * Depth * channels * Height * Width, seed: 3);

        // NCDHW is NCHW with as many channels as there are slices, and OIDHW is OIHW likewise.
        AssertSame(
            Run(flat, weights, bias, input, [Height, Width], batch: 2),
            Run(deep, weights, bias, input, [Depth, Height, Width], batch: 2));
    }

    [Fact]
    public void A_kernel_as_deep_as_the_input_is_no_2D_kernel_over_the_channels_alone()
    {
        LayerSource deep = new("4x3x3", 3, 5) { Layout = Layout.ChannelsFirst, Bias = false };
        float[] weights = Data.Uniform(deep.WeightCount, seed: 1);
        float[] input = Data.Uniform(Depth * 3 * Height * Width, seed: 3);
        float[] whole = Run(deep, weights, [], input, [Depth, Height, Width], batch: 1);

        // Without the last slice the outputs are others.
        for (int c = 0; c < 3; c++)
        {
            input.AsSpan(((c * Depth) + Depth - 1) * Height * Width, Height * Width).Clear();
        }

        float[] part = Run(deep, weights, [], input, [Depth, Height, Width], batch: 1);
        Assert.True(whole.Zip(part).All(pair => pair.First != pair.Second));
    }

    private static float[] Run(LayerSource source, float[] weights, float[] bias, float[] input, int[] extent, int batch)
    {
        int outputs = batch * source.Filters * Extents.Product(new ConvolutionGeometry(source, extent).Output);
        float[] output = Data.Constant(outputs, float.NaN);
        CompiledLayers.Create(source, weights, bias).Forward(input, output, extent, batch);
        return output;
    }

    private static void AssertSame(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);

        for (int i = 0; i < expected.Length; i++)
        {
            double allowed = 1e-6 * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(Math.Abs(expected[i] - (double)actual[i]) <= allowed, $"{actual[i]:R} instead of {expected[i]:R} at {i}");
        }
    }
}
