using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Threading;
using ConvGen.Generator.Emission;
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
    ];

    private static readonly Lazy<Assembly> Compiled = new(Compile);

    public static IEnumerable<object[]> Cases => Enumerable.Range(0, Tiles.Length)
        .Select(static i => new object[] { i, Tiles[i].Source.Kernel, Tiles[i].Source.Stride, Tiles[i].Source.InChannels, string.Join('x', Tiles[i].Spec.WinogradOutputs) });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stays_within_the_bound(int index, string kernel, string stride, int channels, string tile)
    {
        (_, LayerSource source, int[] extent) = Tiles[index];
        LayerTrial trial = new(Seed: 1900 + index, source, extent, Batch: 1, Degree: 1);
        float[] input = trial.Input();
        ReferenceResult reference = trial.Reference(input);
        float[] actual = new float[reference.Values.Length];
        MethodInfo run = Compiled.Value.GetType($"Tiles.Run{index}", throwOnError: true)!.GetMethod("Forward")!;
        run.CreateDelegate<Action<float[], float[], float[], float[]>>()(trial.Weights(), trial.Bias(), input, actual);

        double error = actual.Zip(reference.Values, static (a, r) => Math.Abs(a - r)).Max();
        double rms = Math.Sqrt(reference.Values.Average(static r => r * r));
        output.WriteLine($"{kernel} stride {stride}, {channels} channels, {tile}: {error / rms:E2}");
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

    /// <summary>A layer of two tiles along each axis.</summary>
    private static (ConvSpec Spec, LayerSource Source, int[] Extent) Tile(string kernel, string stride, int channels, int[] outputs)
    {
        int[] taps = Extents.Parse(kernel, kernel.Split('x').Length);
        int step = int.Parse(stride, CultureInfo.InvariantCulture);
        int[] extent = [.. taps.Select((length, axis) => (((2 * outputs[3 - taps.Length + axis]) - 1) * (length == 1 ? 1 : step)) + length)];
        ConvSpec spec = Spec(kernel, stride, channels, new EquatableArray<int>(extent)) with { WinogradOutputs = new EquatableArray<int>(outputs) };
        return (spec, new LayerSource(kernel, channels, Filters) { Stride = stride, Input = Extents.Format(extent) }, extent);
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

    private static Assembly Compile()
    {
        EmittedClass[] emitted =
        [
            .. Tiles.Select(static (tile, i) => new TargetType("Tiles", default, $"Tile{i}", "public", $"Tiles.Tile{i}"))
                .Select(static (type, i) => ConvEmitter.Emit(new SharedTarget(new ConvTarget(type, Tiles[i].Spec), type), CancellationToken.None)),
        ];
        IEnumerable<string> own = emitted.SelectMany(static layer => layer.Files).Select(static file => file.Text);
        IEnumerable<string> shared = SharedFile.Of(emitted.SelectMany(static layer => layer.Shared)).Select(static file => file.Text());
        return Assembly.Load(InMemoryCompiler.Compile(Enumerable.Range(0, emitted.Length).Select(Run).Concat(own).Concat(shared)).Image);
    }

    private static string Run(int index)
    {
        return $$"""
            namespace Tiles;
            public partial class Tile{{index}};
            public static class Run{{index}}
            {
                public static void Forward(float[] weights, float[] bias, float[] input, float[] output) => new Tile{{index}}(weights, bias).Forward(input, output);
            }
            """;
    }
}
