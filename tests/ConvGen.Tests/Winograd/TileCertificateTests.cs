using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Testing;
using Xunit;
using Xunit.Abstractions;

namespace ConvGen.Tests.Winograd;

/// <summary>
/// The certificate of each tile on its own, whatever layer the planner takes it for: max|err| / rms(y) against float64 on
/// uniform data in (−1, 1), from 16 to 512 channels, of kernels that are emitted for the tile.
/// </summary>
public sealed class TileCertificateTests(ITestOutputHelper output)
{
    private const int Filters = 8;

    private static readonly int[] Channels = [16, 64, 256, 512];

    // Of the 3x3 kernel, which nearly all layers have, every tile; of the others the one that errs most, by its matrices.
    private static readonly (ConvSpec Spec, LayerSource Source, int[] Extent)[] Tiles =
    [
        .. from channels in Channels
           from tile in Accurate("3x3", "1", channels).Where(static tile => tile.Outputs[1] <= tile.Outputs[2])
           select Tile("3x3", "1", channels, tile.Outputs),
        .. from channels in Channels
           from layer in (string[][])[["2", "1"], ["3", "1"], ["5", "1"], ["7", "1"], ["2x2", "1"], ["4x4", "1"], ["5x5", "1"], ["7x7", "1"], ["3x7", "1"], ["3x3", "2"], ["5x5", "2"], ["3x3x3", "1"], ["3x3x3", "2"]]
           let all = Accurate(layer[0], layer[1], channels)
           where all.Length > 0
           select Tile(layer[0], layer[1], channels, all.MaxBy(static tile => tile.Amplification).Outputs),

        // With smaller tiles at the end of the output, of one row and column less than whole ones or of one.
        .. from channels in (int[])[64, 512]
           from tile in Accurate("3x3", "1", channels).Where(static tile => tile.Outputs[1] <= tile.Outputs[2])
           from isSmallest in (bool[])[false, true]
           select Tile("3x3", "1", channels, tile.Outputs, isSmallest ? 1 : tile.Outputs[1] - 1, isSmallest ? 1 : tile.Outputs[2] - 1),
        .. from channels in (int[])[64, 512]
           from kernel in (string[])["2x2", "5x5", "7x7", "3x3x3"]
           let all = Accurate(kernel, "1", channels)
           where all.Length > 0
           let worst = all.MaxBy(static tile => tile.Amplification).Outputs
           from isSmallest in (bool[])[false, true]
           select Tile(kernel, "1", channels, worst, isSmallest ? 1 : worst[1] - 1, isSmallest ? 1 : worst[2] - 1),
    ];

    private static readonly EmittedSpecs Layers = new([.. Tiles.Select(static tile => tile.Spec)]);

    public static IEnumerable<object[]> Cases => Enumerable.Range(0, Tiles.Length)
        .Select(static i => new object[] { i, Tiles[i].Source.Kernel, Tiles[i].Source.Stride, Tiles[i].Source.InChannels, string.Join('x', Tiles[i].Spec.WinogradOutputs), string.Join('x', Tiles[i].Spec.WinogradTails) });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stays_within_the_bound(int index, string kernel, string stride, int channels, string tile, string last)
    {
        (_, LayerSource source, int[] extent) = Tiles[index];
        LayerTrial trial = new(Seed: 1900 + index, source, extent, Batch: 1, Degree: 1);
        float[] input = trial.Input();
        ReferenceResult reference = trial.Reference(input);
        float[] actual = Layers.Run(index, trial, input);

        double error = actual.Zip(reference.Values, static (a, r) => Math.Abs(a - r)).Max();
        double rms = Math.Sqrt(reference.Values.Average(static r => r * r));
        output.WriteLine($"{kernel} stride {stride}, {channels} channels, {tile}, the last {last}: {error / rms:E2}");
        Assert.InRange(error / rms, 0, WinogradError.Bound);
    }

    /// <summary>The tiles that Auto may choose.</summary>
    private static (int[] Outputs, double Amplification)[] Accurate(string kernel, string stride, int channels)
    {
        Shape3 shape = new(Spec(kernel, stride, channels, input: default));
        return
        [
            .. WinogradPlanner.Candidates(shape)
                .Where(outputs => WinogradError.Parts(outputs, shape, channels) > 0)
                .Select(outputs => (outputs, WinogradError.Amplification(outputs, shape))),
        ];
    }

    /// <summary>A layer of two tiles along each axis, the second of so many rows and columns where it is smaller.</summary>
    private static (ConvSpec Spec, LayerSource Source, int[] Extent) Tile(string kernel, string stride, int channels, int[] outputs, int lastRows = 0, int lastColumns = 0)
    {
        int[] tails = [0, lastRows, lastColumns];
        int[] taps = Extents.Parse(kernel, kernel.Split('x').Length);
        int step = int.Parse(stride, CultureInfo.InvariantCulture);
        int[] extent = [.. taps.Select((length, axis) => ((Last(axis + 3 - taps.Length) - 1) * (length == 1 ? 1 : step)) + length)];
        ConvSpec spec = Spec(kernel, stride, channels, new EquatableArray<int>(extent)) with { WinogradOutputs = new EquatableArray<int>(outputs), WinogradTails = new EquatableArray<int>(tails) };
        return (spec, new LayerSource(kernel, channels, Filters) { Stride = stride, Input = Extents.Format(extent) }, extent);

        // The end of the outputs.
        int Last(int axis)
        {
            return tails[axis] > 0 ? outputs[axis] + tails[axis] : 2 * outputs[axis];
        }
    }

    private static ConvSpec Spec(string kernel, string stride, int channels, EquatableArray<int> input)
    {
        int[] taps = Extents.Parse(kernel, kernel.Split('x').Length);
        int step = int.Parse(stride, CultureInfo.InvariantCulture);
        return new ConvSpec
        {
            Kernel = new EquatableArray<int>(taps),
            InChannels = channels,
            Filters = Filters,
            Input = input,
            Stride = new EquatableArray<int>(taps.Select(_ => step)),
            Dilation = new EquatableArray<int>(taps.Select(static _ => 1)),
            Padding = new PaddingSpec(PaddingKind.Valid, default, default),
            Algorithm = Generator.Models.Algorithm.Winograd,
        };
    }
}
