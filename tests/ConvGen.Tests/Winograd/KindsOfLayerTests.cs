using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Winograd;

/// <summary>
/// Minimal filtering of strided and dilated layers, by phases, of grouped ones, each group from a copy of its channels,
/// and of kernels as deep as their input, whose planes are summed as channels: every layout and padding, channels and
/// filters that fill no vector, extents that fill no tile, and weights so far that several blocks of filters meet a point together.
/// </summary>
[Trait("Isa", "Every")]
public sealed class KindsOfLayerTests
{
    private static readonly LayerSource[] Sources =
    [
        new("3x3", 16, 24) { Stride = "2", Padding = "same" },
        new("3x3", 12, 17) { Stride = "2x1", Padding = "1", PaddingMode = PaddingMode.Reflect, Layout = Layout.ChannelsFirst },
        new("5x5", 8, 16) { Stride = "2x3", Padding = "same-lower" },
        new("5", 20, 8) { Stride = "2", Padding = "2:1" },
        new("3x3x3", 8, 16) { Stride = "1x2x2", Padding = "1", Layout = Layout.FramesFirst },
        new("1x3x5", 16, 8) { Stride = "2x2x1", Padding = "same" },
        new("3x3", 24, 36) { Groups = 3, Padding = "same" },
        new("3x3", 32, 20) { Groups = 2, Padding = "1", PaddingMode = PaddingMode.Circular, Layout = Layout.ChannelsFirst },
        new("3x3x3", 16, 32) { Groups = 2, Padding = "same", Layout = Layout.FramesFirst },
        new("3x3", 64, 48) { Groups = 4, Stride = "2", Padding = "same", WeightLayout = WeightLayout.SpatialInOut },
        new("3", 16, 34) { Groups = 2, Padding = "1" },
        new("3x3", 16, 24) { Dilation = "2", Padding = "same" },
        new("3x3", 12, 17) { Dilation = "3x2", Padding = "4:3x2:1", PaddingMode = PaddingMode.Replicate, Layout = Layout.ChannelsFirst, Activation = Activation.Gelu },
        new("5x3", 8, 16) { Dilation = "2x1", Stride = "1x2", Padding = "same" },
        new("3", 20, 8) { Dilation = "5", Activation = Activation.Tanh },
        new("3x1x3", 8, 16) { Dilation = "2x3x2", Padding = "same", Layout = Layout.FramesFirst },
        new("3x3", 32, 20) { Dilation = "4", Groups = 2, Padding = "4" },
        new("4x3x3", 8, 24) { Padding = "0x1x1" },
        new("3x3x5", 12, 17) { Layout = Layout.ChannelsFirst, Padding = "0x1x2", PaddingMode = PaddingMode.Reflect },
        new("2x3x1", 16, 16) { Layout = Layout.FramesFirst, Stride = "1x2x1", WeightLayout = WeightLayout.SpatialInOut },
        new("3x3x3", 24, 36) { Groups = 3, Dilation = "1x2x1" },
        new("3x3", 35, 33),
        new("3x3", 1, 8),
        new("1x3", 2, 5) { Padding = "same" },
        new("3x3x3", 21, 17) { Padding = "same" },
        new("3x3x3", 9, 12) { Padding = "1", Layout = Layout.ChannelsFirst },
        new("5x5", 47, 16) { Stride = "2", Padding = "same" },
        new("3x3", 13, 16) { Dilation = "2", Padding = "same" },
        new("3x3", 33, 24) { Groups = 3, Padding = "same" },
        new("3x3x3", 17, 24) { Padding = "0x1x1" },
        new("6x3x3", 7, 16) { Layout = Layout.FramesFirst },
        new("3", 263, 20) { Padding = "same" },
        new("3x3", 272, 331) { Padding = "same" },
        new("3x3", 512, 176),
        new("3x3", 272, 331) { Padding = "same", Layout = Layout.ChannelsFirst },
        new("3x3", 19, 37) { Padding = "1", Layout = Layout.ChannelsFirst, Activation = Activation.Gelu },
        new("3x3", 8, 17) { Padding = "same", Layout = Layout.ChannelsFirst },
        new("3x3", 8, 16) { Padding = "same", Layout = Layout.ChannelsFirst, Activation = Activation.Relu },
        new("3x3x3", 16, 20) { Padding = "same", Layout = Layout.ChannelsFirst },
        new("3x1x3", 12, 16) { Padding = "same", Layout = Layout.FramesFirst },
    ];

    private static readonly string[] Inputs = ["19x22", "15x23", "21x26", "67", "5x11x14", "7x12x13", "14x15", "11x16", "5x9x10", "18x13", "45", "19x22", "15x23", "21x26", "67", "7x12x13", "11x16", "4x13x14", "3x9x17", "2x15x9", "3x14x11", "9x10", "4x3", "7x8", "5x9x10", "6x8x7", "15x17", "15x14", "13x12", "3x9x10", "6x8x11", "31", "9x10", "8x9", "9x10", "13x22", "7x701", "301x303", "3x5x203", "5x4x19"];

    // Each once for inputs of any extent and once for its own.
    private static readonly LayerSource[] All =
    [
        .. Sources.Select(static source => source with { Algorithm = Algorithm.Winograd }),
        .. Sources.Select(static (source, i) => source with { Algorithm = Algorithm.Winograd, Input = Inputs[i] }),
    ];

    private static readonly CompiledLayers Layers = CompiledLayers.Compile(All);

    public static IEnumerable<object[]> Cases => Enumerable.Range(0, All.Length).Select(static i => new object[] { i, All[i].ToString() });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Equals_the_reference(int index, string layer)
    {
        LayerSource source = All[index];
        LayerTrial trial = new(Seed: 311 + index, source, Extents.Parse(Inputs[index % Inputs.Length], source.Rank), Batch: 2, Degree: 2);
        float[] input = trial.Input();
        ReferenceResult reference = trial.Reference(input);
        float[] actual = new float[reference.Values.Length];
        actual.AsSpan().Fill(float.NaN);
        CompiledLayer compiled = Layers.New(source, trial.Weights(), trial.Bias());
        compiled.MaxDegreeOfParallelism = trial.Degree;
        compiled.Forward(input, actual, trial.Extent, trial.Batch);

        double rms = Math.Sqrt(reference.Values.Average(static r => r * r));
        double error = actual.Zip(reference.Values, (a, r) => Math.Abs(a - ReferenceActivation.Apply(source.Activation, r, source.Alpha))).Max();
        Assert.True(error <= WinogradError.Bound * rms, $"{layer}: {error / rms:E2}");
    }
}
