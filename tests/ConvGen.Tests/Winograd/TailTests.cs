using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Winograd;

/// <summary>
/// Outputs that end with smaller tiles along one axis or two: every rank and layout, blocks of one tile and of many, filters and channels that
/// fill no vector, sums in parts, weights from afar that several blocks of filters meet together, groups, deep kernels, and threads that share
/// positions or filters.
/// </summary>
[Trait("Isa", "Every")]
public sealed class TailTests
{
    // The tile and its last one along depth, height and width.
    private static readonly (LayerSource Source, int[] Tile, int[] Last)[] All =
    [
        (new("3x3", 16, 24) { Input = "14x14", Padding = "same" }, [1, 5, 5], [0, 4, 4]),
        (new("3x3", 16, 24) { Input = "14x14", Padding = "same" }, [1, 6, 4], [0, 2, 2]),
        (new("3x3", 13, 19) { Input = "13x23" }, [1, 4, 6], [0, 3, 3]),
        (new("3x3", 35, 37) { Input = "57x58", Padding = "same", Activation = Activation.Silu }, [1, 6, 4], [0, 3, 2]),
        (new("3x3", 16, 24) { Input = "20x14", Padding = "same" }, [1, 5, 4], [0, 0, 2]),
        (new("3x3", 16, 24) { Input = "14x20", Padding = "1", PaddingMode = PaddingMode.Reflect }, [1, 6, 4], [0, 2, 0]),
        (new("3x3", 24, 12) { Input = "15x22", Padding = "same" }, [1, 4, 4], [0, 0, 2]),
        (new("5x5", 8, 16) { Input = "10x11", Padding = "same" }, [1, 3, 4], [0, 1, 3]),
        (new("2x4", 8, 16) { Input = "12x13" }, [1, 3, 4], [0, 2, 2]),
        (new("1x3", 16, 8) { Input = "9x15" }, [1, 1, 6], [0, 0, 1]),
        (new("3x1", 16, 8) { Input = "13x9" }, [1, 4, 1], [0, 3, 0]),
        (new("3", 20, 32) { Input = "31", Padding = "same" }, [1, 1, 6], [0, 0, 1]),
        (new("3", 263, 20) { Input = "30" }, [1, 1, 5], [0, 0, 3]),
        (new("3x3x3", 8, 16) { Input = "7x9x10", Padding = "same" }, [4, 4, 4], [3, 1, 0]),
        (new("3x3x3", 8, 16) { Input = "7x9x10", Padding = "same" }, [4, 4, 4], [3, 0, 2]),
        (new("3x3x3", 9, 17) { Input = "5x9x10" }, [2, 3, 5], [0, 1, 3]),
        (new("3x3x3", 9, 17) { Input = "11x9x10", Padding = "same" }, [4, 3, 5], [3, 0, 0]),
        (new("1x3x3", 16, 8) { Input = "3x9x10", Padding = "0x1x1" }, [1, 4, 4], [0, 1, 2]),
        (new("3x3x1", 16, 8) { Input = "6x9x5", Padding = "same" }, [4, 4, 1], [2, 1, 0]),

        // Channels first: a row of smaller tiles is lower than the memory that holds it.
        (new("3x3", 19, 21) { Input = "14x13", Padding = "same", Layout = Layout.ChannelsFirst, Activation = Activation.Gelu }, [1, 5, 5], [0, 4, 3]),
        (new("3x3", 8, 17) { Input = "301x302", Padding = "same", Layout = Layout.ChannelsFirst }, [1, 4, 6], [0, 1, 2]),
        (new("3x3x3", 16, 20) { Input = "7x9x10", Padding = "same", Layout = Layout.ChannelsFirst }, [4, 4, 4], [3, 1, 0]),
        (new("3x3x3", 16, 20) { Input = "7x9x10", Padding = "same", Layout = Layout.FramesFirst }, [4, 4, 4], [3, 0, 2]),
        (new("3", 20, 32) { Input = "31", Padding = "same", Layout = Layout.ChannelsFirst }, [1, 1, 6], [0, 0, 1]),

        // Along the axis without a stride.
        (new("3x3", 16, 24) { Input = "14x27", Stride = "1x2", Padding = "same" }, [1, 5, 4], [0, 4, 0]),

        (new("3x3", 32, 40) { Input = "14x14", Padding = "same", Groups = 2 }, [1, 5, 5], [0, 4, 4]),
        (new("3x3", 32, 40) { Input = "9x13", Padding = "same", Groups = 2, Layout = Layout.ChannelsFirst }, [1, 4, 5], [0, 1, 3]),
        (new("3x3x3", 17, 24) { Input = "3x9x10", Padding = "0x1x1" }, [1, 4, 4], [0, 1, 2]),

        // Sums in parts, and weights from afar.
        (new("3x3", 512, 16) { Input = "13x13", Padding = "same" }, [1, 5, 5], [0, 3, 3]),
        (new("3x3", 272, 331) { Input = "14x14", Padding = "same" }, [1, 5, 5], [0, 4, 4]),
        (new("3x3", 272, 331) { Input = "13x7", Padding = "same" }, [1, 4, 4], [0, 1, 0]),
        (new("3x3", 272, 331) { Input = "13x14", Padding = "same", Layout = Layout.ChannelsFirst }, [1, 4, 6], [0, 1, 2]),
        (new("3x3", 272, 331) { Input = "16x14", Padding = "same" }, [1, 4, 4], [0, 0, 2]),
        (new("3x3x3", 128, 130) { Input = "5x6x7", Padding = "same" }, [4, 2, 4], [1, 0, 3]),
    ];

    private static readonly ConvSpec[] Specs = [.. All.Select(static layer => Spec(layer.Source, layer.Tile, layer.Last))];

    private static readonly EmittedSpecs Layers = new(Specs);

    public static IEnumerable<object[]> Cases => Enumerable.Range(0, All.Length)
        .Select(static i => new object[] { i, All[i].Source.ToString(), string.Join('x', All[i].Tile), string.Join('x', All[i].Last) });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Equals_the_reference(int index, string layer, string tile, string last)
    {
        LayerSource source = All[index].Source;
        LayerTrial trial = new(Seed: 2700 + index, source, Extents.Parse(source.Input!, source.Rank), Batch: 1 + (index % 2), Degree: 1);
        float[] input = trial.Input();
        ReferenceResult reference = trial.Reference(input);
        double rms = Math.Sqrt(reference.Values.Average(static r => r * r));

        foreach (int degree in (int[])[1, 2, 5])
        {
            float[] actual = Layers.Run(index, trial with { Degree = degree }, input);
            double error = actual.Zip(reference.Values, (a, r) => Math.Abs(a - ReferenceActivation.Apply(source.Activation, r, source.Alpha))).Max();
            Assert.True(error <= WinogradError.Bound * rms, $"{layer}, {tile}, the last {last} on {degree} threads: {error / rms:E2}");
        }
    }

    /// <summary>Otherwise the other test would say nothing of them.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Are_what_is_planned(int index, string layer, string tile, string last)
    {
        foreach (KernelPlan kernel in Planner.Plan(Specs[index]).Candidates)
        {
            Assert.True(
                string.Join('x', kernel.Winograd!.Outputs) == tile && string.Join('x', kernel.Winograd.Tails) == last,
                $"{layer} {kernel.Isa.Name}: {kernel.Winograd.Name}");
        }
    }

    private static ConvSpec Spec(LayerSource source, int[] tile, int[] last)
    {
        ConvSpec spec = EmittedSpecs.Parse(source);
        int[] output = [.. Enumerable.Repeat(1, 3 - source.Rank), .. spec.Output];
        Assert.All(Enumerable.Range(0, 3).Where(axis => last[axis] > 0), axis => Assert.Equal(output[axis] % tile[axis], last[axis]));
        return spec with { WinogradOutputs = new EquatableArray<int>(tile), WinogradTails = new EquatableArray<int>(last), Algorithm = Generator.Models.Algorithm.Winograd };
    }
}
