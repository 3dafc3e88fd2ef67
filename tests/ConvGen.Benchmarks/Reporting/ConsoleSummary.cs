using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Prints geometric means over all layers and over each kind.</summary>
/// <param name="writer">Where to.</param>
/// <param name="peers">The peers that were asked for.</param>
/// <param name="records">The records of other machines that were asked for.</param>
internal sealed class ConsoleSummary(TextWriter writer, IReadOnlyList<string> peers, IReadOnlyList<string> records)
{
    private const int KindWidth = 34;

    public void Write(IReadOnlyList<LayerResult> results)
    {
        LayerResult[] good = [.. results.Where(result => result.Failure is null)];
        writer.WriteLine();
        writer.WriteLine(FormattableString.Invariant($"{good.Length} of {results.Count} layers ran."));

        if (good.Length == 0)
        {
            return;
        }

        double worst = good.Max(result => result.MaxErrorOverRms);
        writer.WriteLine(FormattableString.Invariant($"Largest error / rms: {worst:0.0e+0}"));
        writer.WriteLine($"FMA peak beside the layers: {PeakText.Of(good)}");
        WriteKinds(good);
    }

    private void WriteKinds(LayerResult[] results)
    {
        writer.WriteLine();
        writer.Write(FormattableString.Invariant($"{"geometric means",-KindWidth} {"layers",6} {"peak",7} {"least",7}"));

        foreach (string other in peers.Concat(records))
        {
            writer.Write(FormattableString.Invariant($" {"x " + other,18} {"least",6} {"of",4}"));
        }

        writer.WriteLine();
        WriteMeans("all", results);

        foreach (IGrouping<string, LayerResult> kind in results.GroupBy(result => LayerKind.Of(result.Case!)).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            WriteMeans(kind.Key, [.. kind]);
        }
    }

    private void WriteMeans(string name, LayerResult[] results)
    {
        double[] fractions = [.. results.Select(result => result.FractionOfPeak)];
        writer.Write(FormattableString.Invariant($"{name,-KindWidth} {results.Length,6} {Geometric.Mean(fractions) * 100,6:f1}% {fractions.Min() * 100,6:f1}%"));

        foreach (string peer in peers)
        {
            WriteRatios([.. results.Select(result => result.SpeedupOver(peer)).Where(double.IsFinite)]);
        }

        foreach (string record in records)
        {
            WriteRatios([.. results.Select(result => result.RatioToRecorded(record)).Where(double.IsFinite)]);
        }

        writer.WriteLine();
    }

    private void WriteRatios(double[] ratios)
    {
        writer.Write(ratios.Length == 0
            ? FormattableString.Invariant($" {"-",18} {"-",6} {0,4}")
            : FormattableString.Invariant($" {Geometric.Mean(ratios),18:f2} {ratios.Min(),6:f2} {ratios.Length,4}"));
    }
}
