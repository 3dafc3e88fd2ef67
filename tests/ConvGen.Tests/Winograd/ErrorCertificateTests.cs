using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;
using ConvGen.Testing;
using ConvGen.Tests.Isa;
using Xunit;
using Xunit.Abstractions;

namespace ConvGen.Tests.Winograd;

/// <summary>
/// The certificate of minimal filtering: max|err| / rms(y) against float64 on uniform data in (−1, 1), for each tile
/// that Auto may choose and from 16 to 512 channels, stays within the published bound.
/// </summary>
[Trait("Isa", "Every")]
public sealed class ErrorCertificateTests(ITestOutputHelper output)
{
    private static readonly LayerSource[] Sources =
    [
        .. from channels in (int[])[16, 64, 256, 512]
           from shape in (string[][])[["3", "120"], ["3x3", "20x20"], ["3x3", "6x6"], ["3x3", "14x15"], ["3x3", "30x8"], ["5x5", "12x12"], ["5x5", "6x8"], ["1x7", "4x14"], ["3x7", "5x16"], ["2x2", "15x15"], ["4x4", "13x13"], ["3x3x3", "4x8x8"], ["3x1x1", "8x4x4"], ["7x7", "28x28"], ["7x7", "9x9"]]
           select new LayerSource(shape[0], channels, 16) { Input = shape[1], Padding = "same", Algorithm = Algorithm.Winograd },
        .. from channels in (int[])[16, 64, 256, 512]
           from shape in (string[][])[["3x3", "41x40"], ["3x3", "14x14"], ["5x5", "33x40"], ["7x7", "24x24"], ["3x3x3", "9x16x16"]]
           select new LayerSource(shape[0], channels, 16) { Input = shape[1], Stride = "2", Padding = "same", Algorithm = Algorithm.Winograd },
        // Channels that fill no vector and have no divisors to be summed in parts by.
        .. from channels in (int[])[47, 257, 509]
           from shape in (string[][])[["3x3", "14x14"], ["3x3x3", "4x8x8"]]
           select new LayerSource(shape[0], channels, 16) { Input = shape[1], Padding = "same", Algorithm = Algorithm.Winograd },
        new LayerSource("3x3x3", 32, 16) { Input = "8x8x8", Padding = "same", Algorithm = Algorithm.Winograd },
    ];

    private static readonly CompiledLayers Layers = CompiledLayers.Compile(Sources);

    public static IEnumerable<object[]> Cases => Enumerable.Range(0, Sources.Length).Select(static i => new object[] { i, Sources[i].ToString() });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stays_within_the_bound(int index, string layer)
    {
        LayerSource source = Sources[index];
        LayerTrial trial = new(Seed: 71 + index, source, Extents.Parse(source.Input!, source.Rank), Batch: 1, Degree: 1);
        float[] input = trial.Input();
        ReferenceResult reference = trial.Reference(input);
        float[] actual = new float[reference.Values.Length];
        Layers.New(source, trial.Weights(), trial.Bias()).Forward(input, actual, trial.Extent, trial.Batch);

        double error = actual.Zip(reference.Values, static (a, r) => Math.Abs(a - r)).Max();
        double rms = Math.Sqrt(reference.Values.Average(static r => r * r));
        output.WriteLine($"{layer}: {error / rms:E2}");

        // The scalar path has no minimal filtering, and summing 25,088 products one after the other errs as much.
        double bound = InstructionSet.Current == InstructionSet.Scalar ? 2 * WinogradError.Bound : WinogradError.Bound;
        Assert.InRange(error / rms, 0, bound);
    }
}
