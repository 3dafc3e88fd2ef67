using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;
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

    private static readonly LayerSource Deep = new("4x3x3", 3, 5) { Layout = Layout.ChannelsFirst, Bias = false };

    // A layer on frames one by one and on stacked frames; a kernel as deep as its input and one over as many channels.
    private static readonly (LayerSource ByFrame, LayerSource Frames, LayerSource Whole, LayerSource Stacked)[] Pairs =
    [
        .. from channels in new[] { 1, 3, 8 }
           from filters in new[] { 1, 5, 16, 33 }
           from given in new[] { true, false }
           let flat = given ? "9x11" : null
           let deep = given ? "4x9x11" : null
           select (
               new LayerSource("3x3", channels, filters) { Padding = "same", Layout = Layout.ChannelsFirst, Input = flat },
               new LayerSource("1x3x3", channels, filters) { Padding = "same", Layout = Layout.FramesFirst, Input = deep },
               new LayerSource("4x3x3", channels, filters) { Layout = Layout.ChannelsFirst, Input = deep },
               new LayerSource("3x3", channels * Depth, filters) { Layout = Layout.ChannelsFirst, Input = flat }),
    ];

    private static readonly Lazy<CompiledLayers> Layers = new(() => CompiledLayers.Compile(Pairs
        .SelectMany(pair => new[] { pair.ByFrame, Last(pair.ByFrame), pair.Frames, Last(pair.Frames), pair.Whole, pair.Stacked })
        .Append(Deep)));

    public static IEnumerable<object[]> Indices => Enumerable.Range(0, Pairs.Length).Select(index => new object[] { index });

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_kernel_of_depth_one_is_a_2D_kernel_on_every_frame(int index)
    {
        (LayerSource byFrame, LayerSource frames, _, _) = Pairs[index];

        // Frames in NTCHW are a batch of images in NCHW, and NDHWC is a batch of NHWC in the same way.
        AssertSame(byFrame, [Height, Width], batch: Depth, frames, [Depth, Height, Width], otherBatch: 1);
        AssertSame(Last(byFrame), [Height, Width], batch: Depth, Last(frames), [Depth, Height, Width], otherBatch: 1);
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void A_kernel_as_deep_as_the_input_is_a_2D_kernel_over_channels_times_depth(int index)
    {
        (_, _, LayerSource whole, LayerSource stacked) = Pairs[index];

        // NCDHW is NCHW with as many channels as there are slices, and OIDHW is OIHW likewise.
        AssertSame(stacked, [Height, Width], batch: 2, whole, [Depth, Height, Width], otherBatch: 2);
    }

    [Fact]
    public void A_kernel_as_deep_as_the_input_is_no_2D_kernel_over_the_channels_alone()
    {
        float[] weights = Data.Uniform(Deep.WeightCount, seed: 1);
        float[] input = Data.Uniform(Depth * 3 * Height * Width, seed: 3);
        float[] whole = Run(Deep, weights, [], input, [Depth, Height, Width], batch: 1);

        // Without the last slice the outputs are others.
        for (int c = 0; c < 3; c++)
        {
            input.AsSpan(((c * Depth) + Depth - 1) * Height * Width, Height * Width).Clear();
        }

        float[] part = Run(Deep, weights, [], input, [Depth, Height, Width], batch: 1);
        Assert.True(whole.Zip(part).All(pair => pair.First != pair.Second));
    }

    private static LayerSource Last(LayerSource source)
    {
        return source with { Layout = Layout.ChannelsLast };
    }

    private static float[] Run(LayerSource source, float[] weights, float[] bias, float[] input, int[] extent, int batch)
    {
        int outputs = batch * source.Filters * Extents.Product(new ConvolutionGeometry(source, extent).Output);
        float[] output = Data.Constant(outputs, float.NaN);
        Layers.Value.New(source, weights, bias).Forward(input, output, extent, batch);
        return output;
    }

    private static void AssertSame(LayerSource source, int[] extent, int batch, LayerSource other, int[] otherExtent, int otherBatch)
    {
        float[] weights = Data.Uniform(source.WeightCount, seed: 1);
        float[] bias = Data.Uniform(source.Filters, seed: 2);
        float[] input = Data.Uniform(batch * source.InChannels * Extents.Product(extent), seed: 3);
        float[] expected = Run(source, weights, bias, input, extent, batch);
        float[] actual = Run(other, weights, bias, input, otherExtent, otherBatch);
        ReferenceResult reference = ReferenceConvolution.Compute(source, input, weights, bias, extent, batch);
        double rms = Math.Sqrt(reference.Values.Average(static value => value * value));

        Assert.Equal(expected.Length, actual.Length);

        for (int i = 0; i < expected.Length; i++)
        {
            // The same products, added in another order or by minimal filtering, each within its bound; one left out would
            // weigh a hundred times as much.
            double allowed = (1e-6 * (1 + reference.Magnitudes[i])) + (2 * WinogradError.Bound * rms);
            Assert.True(Math.Abs(expected[i] - (double)actual[i]) <= allowed, $"{other}: {actual[i]:R} instead of {expected[i]:R} at {i}");
        }
    }
}
