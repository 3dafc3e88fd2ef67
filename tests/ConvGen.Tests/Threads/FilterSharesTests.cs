using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ConvGen.Runtime;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Threads;

/// <summary>
/// Layers of few pixels and many weights or groups, whose filters threads share out: the sums are the same ones in the same
/// order, so that the output is the same to the last bit however many threads compute it.
/// </summary>
[Trait("Isa", "Every")]
public sealed class FilterSharesTests
{
    private static readonly int[] Degrees = [2, 3, 5, 64];

    private static readonly (LayerSource Source, string Extent, int Batch)[] All =
    [
        // Direct: filters that fill no vector, blocks of several shapes, rows that are pixels.
        (new("3x3", 192, 137) { Input = "4x3", Padding = "same", Algorithm = Algorithm.Direct }, "4x3", 1),
        (new("3x3", 192, 200) { Padding = "same", Algorithm = Algorithm.Direct, Activation = Activation.Silu }, "3x4", 2),
        (new("3x3", 256, 96) { Input = "7x3", Algorithm = Algorithm.Direct }, "7x3", 2),
        (new("3x3x3", 96, 81) { Padding = "1", PaddingMode = PaddingMode.Reflect, Algorithm = Algorithm.Direct }, "2x4x3", 1),
        (new("5", 256, 136) { Stride = "2", Padding = "same", Algorithm = Algorithm.Direct }, "21", 1),

        // One position, which meets several blocks at once; of a thread's share some are met alone.
        (new("5x5", 512, 328) { Input = "5x5", Activation = Activation.Gelu }, "5x5", 1),

        // Pointwise.
        (new("1x1", 512, 600) { Input = "3x5" }, "3x5", 1),
        (new("1x1", 512, 413) { Activation = Activation.Relu }, "2x3", 2),

        // Of a copy of the pixels that a 1x1 kernel meets.
        (new("1x1", 1024, 200) { Input = "5x6" }, "5x6", 1),
        (new("1x1", 1024, 413) { Stride = "2" }, "5x7", 2),

        (new("1x1", 1024, 200) { Input = "7x7", Layout = Layout.ChannelsFirst }, "7x7", 2),
        (new("1x1", 1024, 413) { Stride = "2", Layout = Layout.ChannelsFirst }, "5x7", 2),

        // Minimal filtering, of one group and of several.
        (new("3x3", 128, 141) { Input = "10x9", Padding = "same", Algorithm = Algorithm.Winograd }, "10x9", 1),
        (new("3x3", 136, 112) { Padding = "same", Algorithm = Algorithm.Winograd }, "9x10", 2),
        (new("3x3", 256, 240) { Groups = 2, Padding = "same", Algorithm = Algorithm.Winograd }, "9x9", 1),
        (new("3x3x3", 64, 72) { Padding = "same", Algorithm = Algorithm.Winograd }, "4x5x5", 1),

        // With smaller last tiles, which the threads that find the block transformed number again.
        (new("3x3", 256, 240) { Input = "14x14", Padding = "same", Algorithm = Algorithm.Winograd }, "14x14", 1),

        // Channels first: a share is some of the planes.
        (new("3x3", 192, 137) { Input = "4x3", Padding = "same", Layout = Layout.ChannelsFirst, Algorithm = Algorithm.Direct }, "4x3", 2),
        (new("1x1", 512, 413) { Layout = Layout.ChannelsFirst }, "3x5", 2),
        (new("3x3", 128, 141) { Padding = "same", Layout = Layout.ChannelsFirst, Algorithm = Algorithm.Winograd }, "10x9", 2),
        (new("3x3x3", 64, 72) { Padding = "same", Layout = Layout.FramesFirst, Algorithm = Algorithm.Winograd }, "4x5x5", 1),

        // Depthwise: vectors of channels, the last of which computes some again or is narrower.
        (new("31", 606, 606) { Groups = 606, Input = "150", Padding = "same", Activation = Activation.Silu }, "150", 1),
        (new("7x7", 1030, 1030) { Groups = 1030, Padding = "same", Activation = Activation.Silu }, "3x9", 1),
        (new("7x7", 1024, 1024) { Groups = 1024, Input = "3x9", Padding = "same" }, "3x9", 1),
        (new("3x5x5", 808, 808) { Groups = 808, Input = "2x3x5", Padding = "same" }, "2x3x5", 2),
        (new("31", 607, 607) { Groups = 607, Padding = "15", PaddingMode = PaddingMode.Reflect }, "80", 1),
        (new("41", 300, 300) { Groups = 300, Padding = "same" }, "120", 1),

        // Groups of few channels, whose vectors slide, and of many, whose blocks are several.
        (new("3x3", 512, 512) { Groups = 32, Input = "3x5", Padding = "same", Algorithm = Algorithm.Direct }, "3x5", 1),
        (new("9", 512, 512) { Groups = 64, Padding = "same", Activation = Activation.Silu }, "130", 1),

        (new("3x3", 208, 240) { Groups = 2, Stride = "2", Padding = "same", Algorithm = Algorithm.Direct }, "5x9", 1),
        (new("3x3", 198, 252) { Groups = 6, Stride = "2", Input = "5x9", Padding = "same", Algorithm = Algorithm.Direct }, "5x9", 1),
        (new("1x1", 512, 600) { Groups = 4, Input = "3x5" }, "3x5", 1),
        (new("1x1", 512, 512) { Groups = 2 }, "3x5", 1),
        (new("3x5", 256, 256) { Groups = 4, Input = "9x5", Algorithm = Algorithm.Direct }, "9x5", 1),
        (new("3x3", 198, 252) { Groups = 6, Stride = "2", Padding = "same", Layout = Layout.ChannelsFirst, Algorithm = Algorithm.Direct }, "5x9", 1),
        (new("9", 512, 512) { Groups = 64, Input = "130", Padding = "same", Layout = Layout.ChannelsFirst, Activation = Activation.Silu }, "130", 1),
    ];

    private static readonly CompiledLayers Layers = CompiledLayers.Compile(All.Select(static layer => layer.Source));

    public static IEnumerable<object[]> Cases => Enumerable.Range(0, All.Length).Select(static i => new object[] { i, All[i].Source.ToString() });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Change_no_bit(int index, string layer)
    {
        (LayerSource source, string extent, int batch) = All[index];
        LayerTrial trial = new(Seed: 97 + index, source, Extents.Parse(extent, source.Rank), batch, Degree: 1);
        float[] input = trial.Input();
        CompiledLayer compiled = Layers.New(source, trial.Weights(), trial.Bias());
        float[] expected = Run(compiled, trial, input, degree: 1);
        Assert.Null(Tolerance.Compare(source, trial.Reference(input), expected));

        foreach (int degree in Degrees)
        {
            float[] actual = Run(compiled, trial, input, degree);
            int wrong = Enumerable.Range(0, actual.Length).Count(i => BitConverter.SingleToInt32Bits(actual[i]) != BitConverter.SingleToInt32Bits(expected[i]));
            Assert.True(wrong == 0, $"{layer}: {wrong} of {actual.Length} outputs differ on {degree} threads");
        }
    }

    /// <summary>Otherwise the other test would say nothing of shares.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Are_what_threads_take(int index, string layer)
    {
        (LayerSource source, string extent, int batch) = All[index];
        LayerTrial trial = new(Seed: 97 + index, source, Extents.Parse(extent, source.Rank), batch, Degree: 1);
        object instance = Layers.New(source, trial.Weights(), trial.Bias()).Instance;
        ConvLayer inner = (ConvLayer)instance.GetType().GetField("__convGenLayer", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(instance)!;
        int[] input = [.. Enumerable.Repeat(1, 3 - source.Rank), .. trial.Extent];
        ConvGeometry geometry = ConvGeometry.Create(inner.Descriptor, batch, input[0], input[1], input[2]);
        LayerWork work = LayerWork.Create(inner, geometry.Flattened(inner.Descriptor));
        List<int> shares = [];

        foreach (int degree in Degrees)
        {
            shares.Add(Shares(work, degree));
        }

        Assert.True(shares.Max() > 1, $"{layer}: {string.Join(", ", shares)} shares on {string.Join(", ", Degrees)} threads");
    }

    private static int Shares(in LayerWork work, int degree)
    {
        return WorkSplit.Choose(work, WorkSplit.Threads(work, degree)).FilterShares;
    }

    private static float[] Run(CompiledLayer layer, LayerTrial trial, float[] input, int degree)
    {
        float[] output = new float[trial.OutputLength()];
        output.AsSpan().Fill(float.NaN);
        layer.MaxDegreeOfParallelism = degree;
        layer.Forward(input, output, trial.Extent, trial.Batch);
        return output;
    }
}
