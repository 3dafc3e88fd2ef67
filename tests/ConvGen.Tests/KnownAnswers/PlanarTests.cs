using System.Collections.Generic;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>
/// Channels in planes: kernels whose lanes are columns, with tiles that reach beyond the last row or column, strides whose
/// columns are split by phases, and every kind of padding.
/// </summary>
[Trait("Isa", "Every")]
public sealed class PlanarTests
{
    [Theory]
    [InlineData("3x3", "9x57", "1", "1", "1")]
    [InlineData("3x3", "15x34", "2", "1", "1")]
    [InlineData("5x5", "31x28", "2x3", "1", "2")]
    [InlineData("3x3", "12x21", "1", "2", "2")]
    [InlineData("3x1", "10x19", "1", "3x1", "0")]
    [InlineData("9", "131", "1", "1", "0:4")]
    [InlineData("4", "75", "5", "1", "0:2")]
    [InlineData("3x3x3", "5x7x18", "1x2x2", "1", "1")]
    [InlineData("1x2x7", "3x6x40", "1", "1x1x2", "0x0:1x5")]
    public void Depthwise(string kernel, string input, string stride, string dilation, string padding)
    {
        foreach (Layout layout in new[] { Layout.ChannelsFirst, Layout.FramesFirst })
        {
            LayerSource source = new(kernel, 12, 12) { Groups = 12, Stride = stride, Dilation = dilation, Padding = padding, Layout = layout };

            if (layout == Layout.ChannelsFirst || source.Rank == 3)
            {
                ReferenceCheck.Run(source with { Input = input, Activation = Activation.LeakyRelu }, input);
                ReferenceCheck.Run(source with { Activation = Activation.Gelu }, input);
            }
        }
    }

    /// <summary>Few channels that many filters meet: several blocks of filters of two sizes, padding of zeros, of values and none.</summary>
    [Theory]
    [InlineData("3x3", 3, 37, "19x45", "1", "1", "1")]
    [InlineData("3x3", 3, 32, "34x37", "2", "1", "1")]
    [InlineData("7x7", 3, 20, "23x71", "2", "1", "3")]
    [InlineData("5x5", 1, 19, "20x33", "1x2", "1", "2")]
    [InlineData("3x3", 4, 33, "18x40", "1", "2", "2")]
    [InlineData("3x4", 2, 17, "9x61", "3", "1", "0x1:2")]
    [InlineData("9", 2, 21, "131", "1", "1", "0:8")]
    [InlineData("1x3x3", 3, 18, "3x9x33", "1", "1", "0x1x1")]
    public void Few_channels(string kernel, int channels, int filters, string input, string stride, string dilation, string padding)
    {
        foreach (Layout layout in new[] { Layout.ChannelsFirst, Layout.FramesFirst })
        {
            LayerSource source = new(kernel, channels, filters) { Stride = stride, Dilation = dilation, Padding = padding, Layout = layout };

            if (layout == Layout.ChannelsFirst || source.Rank == 3)
            {
                ReferenceCheck.Run(source with { Input = input, Activation = Activation.Relu }, input);
                ReferenceCheck.Run(source with { Activation = Activation.Gelu, PaddingMode = PaddingMode.Replicate }, input);
                ReferenceCheck.Run(source with { Input = input, Padding = "valid" }, input);
            }
        }
    }

    [Fact]
    public void Planes_read_where_they_lie()
    {
        Check(PlaneTrials.All);
    }

    [Fact]
    public void Planes_that_are_transposed()
    {
        Check(TransposedTrials.All);
    }

    private static void Check(IEnumerable<LayerTrial> trials)
    {
        foreach (LayerTrial trial in trials)
        {
            CompiledLayer layer = Trials.Layers.New(trial.Source, trial.Weights(), trial.Bias());
            layer.MaxDegreeOfParallelism = trial.Degree;
            float[] values = trial.Input();
            float[] output = Data.Constant(trial.OutputLength(), float.NaN);
            layer.Forward(values, output, trial.Extent, trial.Batch);
            string? difference = Tolerance.Compare(trial.Source, trial.Reference(values), output);
            Assert.True(difference is null, $"{trial} {difference}");
        }
    }

    [Theory]
    [InlineData(PaddingMode.Reflect)]
    [InlineData(PaddingMode.Replicate)]
    [InlineData(PaddingMode.Circular)]
    public void Padding_that_is_not_zero(PaddingMode mode)
    {
        LayerSource source = new("5x5", 6, 6) { Groups = 6, Padding = "2", PaddingMode = mode, Layout = Layout.ChannelsFirst };
        ReferenceCheck.Run(source with { Input = "11x39" }, "11x39");
        ReferenceCheck.Run(source with { Stride = "2" }, "11x39");
    }

    [Theory]
    [InlineData("1", "70", 33)]
    [InlineData("1x1", "9x11", 30)]
    [InlineData("1x1", "14x14", 64)]
    [InlineData("1x1x1", "3x5x7", 17)]
    public void Pointwise(string kernel, string input, int filters)
    {
        foreach (Layout layout in new[] { Layout.ChannelsFirst, Layout.FramesFirst })
        {
            LayerSource source = new(kernel, 37, filters) { Layout = layout };

            if (layout == Layout.ChannelsFirst || source.Rank == 3)
            {
                ReferenceCheck.Run(source with { Input = input, Activation = Activation.Silu }, input);
                ReferenceCheck.Run(source with { Activation = Activation.Relu }, input);
            }
        }
    }

    [Theory]
    [InlineData("1", "70", "2", 1)]
    [InlineData("1x1", "15x22", "2", 1)]
    [InlineData("1x1", "15x22", "3x1", 6)]
    [InlineData("1x1", "14x14", "1", 3)]
    [InlineData("1x1x1", "3x5x7", "2x1x2", 2)]
    public void Pointwise_with_strides_and_groups(string kernel, string input, string stride, int groups)
    {
        LayerSource source = new(kernel, 36, 48) { Stride = stride, Groups = groups, Layout = Layout.ChannelsFirst };
        ReferenceCheck.Run(source with { Input = input, Activation = Activation.Silu }, input);
        ReferenceCheck.Run(source with { Activation = Activation.Relu }, input);
    }

    /// <summary>Tensors that do not stay in the caches: the next block is fetched ahead, whole lines are written past them.</summary>
    [Theory]
    [InlineData("352x352", "1", 1)]
    [InlineData("353x352", "1", 2)]
    [InlineData("512x512", "2", 1)]
    public void Pointwise_beyond_the_caches(string input, string stride, int groups)
    {
        LayerSource source = new("1x1", 32, 4) { Stride = stride, Groups = groups, Layout = Layout.ChannelsFirst };
        ReferenceCheck.Run(source with { Input = input, Activation = Activation.Relu }, input);
    }

    /// <summary>Tensors that do not stay in the caches: rows are written past them.</summary>
    [Theory]
    [InlineData("3x3", "353x355", "1", 17, Activation.Relu)]
    [InlineData("5x3", "353x355", "2", 28, Activation.None)]
    [InlineData("1x7", "201x202", "1", 56, Activation.Gelu)]
    public void Depthwise_beyond_the_caches(string kernel, string input, string stride, int channels, Activation activation)
    {
        LayerSource source = new(kernel, channels, channels) { Groups = channels, Stride = stride, Padding = "same", Layout = Layout.ChannelsFirst };
        ReferenceCheck.Run(source with { Input = input, Activation = activation }, input);
    }

    [Theory]
    [InlineData("3x3", "20x37", 5, 3)]
    [InlineData("3x3x3", "6x9x30", 16, 1)]
    [InlineData("5x5", "23x41", 1, 1)]
    public void Few_filters(string kernel, string input, int channels, int filters)
    {
        LayerSource source = new(kernel, channels, filters) { Padding = "same", Layout = Layout.ChannelsFirst };
        ReferenceCheck.Run(source with { Input = input }, input);
        ReferenceCheck.Run(source, input);
    }

    /// <summary>However rows, groups and filters are shared out, each output is the same sum.</summary>
    [Theory]
    [InlineData("1x1", 160, 70, 1, "31x33")]
    [InlineData("3x3", 96, 96, 96, "57x45")]
    [InlineData("5x5", 1, 1, 1, "211x187")]
    public void Threads_change_no_bit(string kernel, int channels, int filters, int groups, string input)
    {
        foreach (string? known in new[] { input, null })
        {
            LayerSource source = new(kernel, channels, filters) { Groups = groups, Input = known, Padding = "same", Layout = Layout.ChannelsFirst };
            int[] extents = Extents.Parse(input, source.Rank);
            float[] values = Data.Uniform(2 * channels * Extents.Product(extents), seed: 3);
            CompiledLayer layer = CompiledLayers.Create(source, Data.Uniform(source.WeightCount, seed: 1), Data.Uniform(filters, seed: 2));
            float[] expected = new float[2 * filters * Extents.Product(extents)];
            layer.MaxDegreeOfParallelism = 1;
            layer.Forward(values, expected, extents, 2);

            foreach (int degree in new[] { 2, 3, 5 })
            {
                float[] output = Data.Constant(expected.Length, float.NaN);
                layer.MaxDegreeOfParallelism = degree;
                layer.Forward(values, output, extents, 2);
                Assert.Equal(expected, output);
            }
        }
    }
}
