using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Prints the results as they come, and geometric means at the end.</summary>
/// <param name="writer">Where to.</param>
/// <param name="peers">The peers that have a column.</param>
internal sealed class ConsoleTable(TextWriter writer, IReadOnlyList<string> peers)
{
    private const int NameWidth = 42;

    public void WriteHeader(string isa, int threads, double peakGflops)
    {
        string plural = threads == 1 ? "" : "s";
        writer.WriteLine(Text($"{isa}, {threads} thread{plural}, FMA peak {peakGflops:f0} GFLOP/s"));
        writer.WriteLine();
        writer.Write(Text($"{"layer",-NameWidth} {"algorithm",-10} {"tile",-7} {"ms",10} {"GFLOP/s",8} {"peak",6} {"error",8}"));
        WritePeers(peer => Text($" {peer,12} {"ratio",6}"));
        writer.WriteLine();
    }

    public void WriteRow(LayerResult result, double peakGflops)
    {
        string name = result.Name.Length <= NameWidth ? result.Name : result.Name[..(NameWidth - 1)] + "~";
        writer.Write(Text($"{name,-NameWidth} "));

        if (double.IsFinite(result.Milliseconds))
        {
            writer.Write(Text($"{result.Algorithm,-10} {result.Tile,-7} {result.Milliseconds,10:f4} {result.Gflops,8:f1} "));
            writer.Write(Text($"{Percent(result.Gflops / peakGflops),6} {result.MaxErrorOverRms,8:0.0e+0}"));
            WritePeers(peer => result.Peers.TryGetValue(peer, out double milliseconds)
                ? Text($" {milliseconds,12:f4} {result.SpeedupOver(peer),5:f2}x")
                : Text($" {"-",12} {"-",6}"));
        }

        writer.Write(result.Failure is null ? "" : " FAILED: " + FirstLines(result.Failure));
        writer.WriteLine(result.Note is null ? "" : $" ({result.Note})");
    }

    public void WriteSummary(IReadOnlyList<LayerResult> results, double peakGflops)
    {
        LayerResult[] good = [.. results.Where(result => result.Failure is null)];
        writer.WriteLine();
        writer.WriteLine(Text($"{good.Length} of {results.Count} layers ran."));

        if (good.Length == 0)
        {
            return;
        }

        writer.WriteLine("Geometric means:");
        double fraction = Geometric.Mean(good.Select(result => result.Gflops / peakGflops));
        writer.WriteLine(Text($"  fraction of the FMA peak ({peakGflops:f0} GFLOP/s): {Percent(fraction)}"));

        foreach (string peer in peers)
        {
            int shared = good.Count(result => result.Peers.ContainsKey(peer));
            double speedup = Geometric.Mean(good.Select(result => result.SpeedupOver(peer)));
            writer.WriteLine(Text($"  times as fast as {peer}: {speedup:f2} ({shared} layers)"));
        }
    }

    private void WritePeers(Func<string, string> cell)
    {
        foreach (string peer in peers)
        {
            writer.Write(cell(peer));
        }
    }

    private static string Percent(double fraction)
    {
        return Text($"{fraction * 100:f1}%");
    }

    /// <summary>A compiler's message may be long; the row keeps what tells it apart.</summary>
    private static string FirstLines(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 300 ? line : line[..300] + "...";
    }

    private static string Text(FormattableString text)
    {
        return text.ToString(CultureInfo.InvariantCulture);
    }
}
