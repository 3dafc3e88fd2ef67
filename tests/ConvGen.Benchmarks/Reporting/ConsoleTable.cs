using System;
using System.Collections.Generic;
using System.IO;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Prints the results as they come.</summary>
/// <param name="writer">Where to.</param>
/// <param name="peers">The peers that have a column.</param>
/// <param name="records">The records of other machines that have a column.</param>
internal sealed class ConsoleTable(TextWriter writer, IReadOnlyList<string> peers, IReadOnlyList<string> records)
{
    private const int NameWidth = 42;

    public void WriteHeader(string isa, int threads)
    {
        string plural = threads == 1 ? "" : "s";
        writer.WriteLine(FormattableString.Invariant($"{isa}, {threads} thread{plural}"));
        writer.WriteLine();
        writer.Write(FormattableString.Invariant($"{"layer",-NameWidth} {"algorithm",-10} {"tile",-7} {"ms",10} {"GFLOP/s",8} {"peak",6} {"error",8}"));
        Write(peers, peer => FormattableString.Invariant($" {peer,14} {"ratio",6}"));
        Write(records, record => FormattableString.Invariant($" {record,16} {"ratio",6}"));
        writer.WriteLine();
    }

    public void WriteRow(LayerResult result)
    {
        string name = result.Name.Length <= NameWidth ? result.Name : result.Name[..(NameWidth - 1)] + "~";
        writer.Write(FormattableString.Invariant($"{name,-NameWidth} "));

        if (double.IsFinite(result.Milliseconds))
        {
            writer.Write(FormattableString.Invariant($"{result.Algorithm,-10} {result.Tile,-7} {result.Milliseconds,10:f4} {result.Gflops,8:f1} "));
            writer.Write(FormattableString.Invariant($"{Percent(result.FractionOfPeak),6} {result.MaxErrorOverRms,8:0.0e+0}"));
            Write(peers, peer => result.Peers.TryGetValue(peer, out double milliseconds)
                ? FormattableString.Invariant($" {milliseconds,14:f4} {result.SpeedupOver(peer),5:f2}x")
                : FormattableString.Invariant($" {"-",14} {"-",6}"));
            Write(records, record => result.Recorded.TryGetValue(record, out double fraction)
                ? FormattableString.Invariant($" {Percent(fraction),16} {result.RatioToRecorded(record),5:f2}x")
                : FormattableString.Invariant($" {"-",16} {"-",6}"));
        }

        writer.Write(result.Failure is null ? "" : " FAILED: " + FirstLines(result.Failure));
        writer.WriteLine(result.Note is null ? "" : $" ({result.Note})");
    }

    private void Write(IReadOnlyList<string> columns, Func<string, string> cell)
    {
        foreach (string column in columns)
        {
            writer.Write(cell(column));
        }
    }

    private static string Percent(double fraction)
    {
        return FormattableString.Invariant($"{fraction * 100:f1}%");
    }

    /// <summary>A compiler's message may be long; the row keeps what tells it apart.</summary>
    private static string FirstLines(string text)
    {
        string line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 300 ? line : line[..300] + "...";
    }
}
