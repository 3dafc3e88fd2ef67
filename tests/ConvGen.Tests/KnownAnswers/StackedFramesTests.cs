using System;
using System.Numerics.Tensors;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Known answers 5 and 6: Conv3d(3, 16, 3x3x3, same) on one frame and on five stacked ones.</summary>
[Trait("Isa", "Every")]
public sealed class StackedFramesTests
{
    private const int Frame = 64 * 64;

    private static readonly LayerSource Stem = new("3x3x3", 3, 16) { Padding = "same", Layout = Layout.ChannelsFirst };

    [Fact]
    public void One_frame_gives_one_frame()
    {
        (CompiledLayer layer, float[] weights, float[] bias) = Create(Stem);
        float[] input = Data.Uniform(3 * Frame, seed: 3);

        Tensor<float> output = layer.Forward(new ReadOnlyTensorSpan<float>(input, [1, 3, 1, 64, 64]));

        Assert.Equal([1, 16, 1, 64, 64], output.Lengths);
        float[] values = new float[16 * Frame];
        output.FlattenTo(values);
        ReferenceResult reference = ReferenceConvolution.Compute(Stem, input, weights, bias, [1, 64, 64], batch: 1);
        Assert.Null(Tolerance.Compare(Stem, reference, values));
    }

    [Fact]
    public void Five_frames_in_NTCHW_are_read_without_a_permute_copy()
    {
        LayerSource frames = Stem with { Layout = Layout.FramesFirst };
        (CompiledLayer layer, _, _) = Create(frames);
        (CompiledLayer channels, _, _) = Create(Stem);
        float[] input = Data.Uniform(5 * 3 * Frame, seed: 4);
        float[] output = new float[5 * 16 * Frame];
        float[] expected = new float[5 * 16 * Frame];

        layer.Forward(new ReadOnlyTensorSpan<float>(input, [1, 5, 3, 64, 64]), new TensorSpan<float>(output, [1, 5, 16, 64, 64]));
        channels.Forward(Permute(input, 5, 3), expected, [5, 64, 64], batch: 1);

        AssertNear(Permute(expected, 16, 5), output);
    }

    [Fact]
    public void With_one_frame_only_the_middle_slice_of_a_kernel_meets_data()
    {
        // The first and the last slice of every kernel may be anything.
        float[] weights = Data.Uniform(Stem.WeightCount, seed: 1);
        float[] other = (float[])weights.Clone();

        for (int i = 0; i < other.Length; i++)
        {
            other[i] = i / 9 % 3 == 1 ? other[i] : 1000;
        }

        float[] input = Data.Uniform(3 * Frame, seed: 3);
        float[] bias = Data.Uniform(16, seed: 2);
        LayerSource given = Stem with { Input = "1x64x64" };

        foreach (LayerSource source in (LayerSource[])[Stem, given])
        {
            float[] first = new float[16 * Frame];
            float[] second = new float[16 * Frame];
            CompiledLayers.Create(source, weights, bias).Forward(input, first, [1, 64, 64], batch: 1);
            CompiledLayers.Create(source, other, bias).Forward(input, second, [1, 64, 64], batch: 1);
            AssertNear(first, second);
        }
    }

    private static (CompiledLayer Layer, float[] Weights, float[] Bias) Create(LayerSource source)
    {
        float[] weights = Data.Uniform(source.WeightCount, seed: 1);
        float[] bias = Data.Uniform(16, seed: 2);
        return (CompiledLayers.Create(source, weights, bias), weights, bias);
    }

    // From [outer][inner][frame] to [inner][outer][frame].
    private static float[] Permute(float[] values, int outer, int inner)
    {
        float[] result = new float[values.Length];

        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                values.AsSpan(((o * inner) + i) * Frame, Frame).CopyTo(result.AsSpan(((i * outer) + o) * Frame));
            }
        }

        return result;
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);

        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5f, $"{actual[i]} instead of {expected[i]} at {i}");
        }
    }
}
