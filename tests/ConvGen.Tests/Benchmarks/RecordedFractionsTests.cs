using System;
using System.Collections.Generic;
using System.IO;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Cli;
using ConvGen.Benchmarks.Reporting;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

public sealed class RecordedFractionsTests
{
    [Fact]
    public void ReadsTheColumnsByNameAndLeavesOutWhatWasNotMeasured()
    {
        RecordedFractions record = RecordedFractions.Parse(
            ["ms\tname\tfraction_of_fma_peak", "1\ta\t0.5", "2\tb\t", "3\tc\t1.25"], "peer");

        Assert.Equal("peer", record.Name);
        Assert.Equal(new Dictionary<string, double> { ["a"] = 0.5, ["c"] = 1.25 }, record.Fractions);
    }

    [Theory]
    [InlineData("name\tms", "a\t1", "fraction_of_fma_peak")]
    [InlineData("name\tfraction_of_fma_peak", "a\tfast", "line 2")]
    [InlineData("name\tfraction_of_fma_peak", "a\t0", "not '0'")]
    public void NamesWhatItCannotRead(string header, string line, string expected)
    {
        UsageException exception = Assert.Throws<UsageException>(() => RecordedFractions.Parse([header, line], "peer"));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSummaryTellsMeansByKindAndTheBarsNameLayersBehindTheBestRecord()
    {
        // Fractions of a peak of 100: 0.9 beside 0.45 and 1.0, 0.4 beside 0.2; the first is behind its best record.
        LayerResult[] results =
        [
            Result("behind", [3, 3], 90, ("a", 0.45), ("b", 1.0)),
            Result("ahead", [1, 1], 40, ("a", 0.2)),
            new LayerResult { Name = "failed", Isa = "avx512", Threads = 1, Failure = "why" },
        ];
        using StringWriter writer = new();

        new ConsoleSummary(writer, [], ["a", "b"]).Write(results);
        new ConsoleBars(writer, LayerBars.All).Write(results);

        string[] lines = writer.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Contains(lines, line => line.StartsWith("all ", StringComparison.Ordinal) && line.Contains(" 2.00   2.00    2 ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("2D 3x3 ", StringComparison.Ordinal) && line.Contains("90.0%", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            line => line.StartsWith("every layer beside the best record ", StringComparison.Ordinal)
                && line.EndsWith(" 0.95       2      1    0.90    2.00    2.00 x the best record", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  0.900 behind: ", StringComparison.Ordinal));
        Assert.Contains("FMA peak beside the layers: 100 GFLOP/s", lines);
    }

    private static LayerResult Result(string name, int[] kernel, double gflops, params (string Record, double Fraction)[] recorded)
    {
        Dictionary<string, double> fractions = [];

        foreach ((string record, double fraction) in recorded)
        {
            fractions.Add(record, fraction);
        }

        ConvCase layer = new()
        {
            Name = name,
            Groups = 1,
            InChannels = 16,
            Filters = 16,
            Input = [8, 8],
            Kernel = kernel,
            Stride = [1, 1],
            Dilation = [1, 1],
            PadBegin = [0, 0],
            PadEnd = [0, 0],
        };
        return new LayerResult
        {
            Name = name, Case = layer, Isa = "avx2", Threads = 1, Gflops = gflops, PeakGflops = 100, Milliseconds = 1, MaxErrorOverRms = 1e-6, Recorded = fractions,
        };
    }
}
