using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Writes report.md and the chart it shows.</summary>
internal static class MarkdownReport
{
    private const string ChartFile = "chart.svg";

    /// <summary>Writes the two files into a directory, which is made if it is not there.</summary>
    public static void Write(string directory, RunFacts facts, IReadOnlyList<LayerResult> results)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, ChartFile), BarChart.Create(facts, results));
        File.WriteAllText(Path.Combine(directory, "report.md"), Text(facts, results));
    }

    /// <summary>The text of report.md.</summary>
    public static string Text(RunFacts facts, IReadOnlyList<LayerResult> results)
    {
        StringBuilder text = new("# ConvGen beside its peers\n\n");
        string threads = facts.Threads == 1 ? "one thread" : $"{facts.Threads} threads";
        Add(text, $"{facts.Machine}, {facts.Isa}, {threads}, batch 1. FMA peak, sampled in turn with each layer: {PeakText.Of(results)}.\n\n");
        text.Append("""
            GFLOP/s count the operations of direct summation, taps in the padding too, whatever the algorithm: who does fewer
            can pass the peak. All contestants ran in one process, a sample of each in turn; the best sample of each counts.
            Every output was compared with sums in float64 at sampled positions.

            """);

        if (facts.Processes > 1)
        {
            Add(text, $"{facts.Processes} processes did so one after the other; the best of each contestant counts.\n");
        }

        text.Append("\n- ConvGen: channels last in and out\n");

        foreach ((string name, string description) in facts.Peers)
        {
            Add(text, $"- {name}: {description}\n");
        }

        Add(text, $"\n![Fraction of the FMA peak for each layer]({ChartFile})\n\n");
        AddMeans(text, facts, results);
        AddLayers(text, facts, results);
        AddFailures(text, results);
        return text.ToString();
    }

    private static void AddMeans(StringBuilder text, RunFacts facts, IReadOnlyList<LayerResult> results)
    {
        LayerResult[] good = [.. results.Where(result => result.Failure is null)];
        text.Append("## Geometric means\n\n| | ConvGen's fraction of the peak |");
        text.AppendJoin("", facts.Peers.Select(peer => $" times as fast as {peer.Name} | faster |"));
        text.Append("\n|---|---:|").AppendJoin("", facts.Peers.Select(_ => "---:|---:|")).Append('\n');
        AddMeanRow(text, "all", facts, good);

        foreach (IGrouping<int, LayerResult> rank in good.GroupBy(result => result.Case!.Rank).OrderBy(group => group.Key))
        {
            AddMeanRow(text, $"{rank.Key}D", facts, [.. rank]);
        }

        text.Append('\n');
    }

    private static void AddMeanRow(StringBuilder text, string name, RunFacts facts, LayerResult[] results)
    {
        double fraction = Geometric.Mean(results.Select(result => result.FractionOfPeak));
        Add(text, $"| {name} ({results.Length} layers) | {fraction * 100:f1}% |");

        foreach ((string peer, _) in facts.Peers)
        {
            double[] speedups = [.. results.Select(result => result.SpeedupOver(peer)).Where(double.IsFinite)];
            Add(text, $" {Geometric.Mean(speedups):f2} | {speedups.Count(speedup => speedup > 1)} of {speedups.Length} |");
        }

        text.Append('\n');
    }

    private static void AddLayers(StringBuilder text, RunFacts facts, IReadOnlyList<LayerResult> results)
    {
        text.Append("## Layers\n\n| layer | algorithm | tile | ms | GFLOP/s | peak | error / rms |");
        text.AppendJoin("", facts.Peers.Select(peer => $" {peer.Name} ms | ratio |"));
        text.Append("\n|---|---|---|---:|---:|---:|---:|").AppendJoin("", facts.Peers.Select(_ => "---:|---:|")).Append('\n');

        foreach (LayerResult result in results.Where(result => double.IsFinite(result.Milliseconds)))
        {
            Add(text, $"| {result.Name} | {result.Algorithm} | {result.Tile} | {result.Milliseconds:f4} | {result.Gflops:f1} ");
            Add(text, $"| {result.FractionOfPeak * 100:f1}% | {result.MaxErrorOverRms:0.0e+0} |");

            foreach ((string peer, _) in facts.Peers)
            {
                bool ran = result.Peers.TryGetValue(peer, out double milliseconds);
                Add(text, ran ? (FormattableString)$" {milliseconds:f4} | {result.SpeedupOver(peer):f2} |" : $" | |");
            }

            text.Append('\n');
        }
    }

    private static void AddFailures(StringBuilder text, IReadOnlyList<LayerResult> results)
    {
        LayerResult[] remarks = [.. results.Where(result => result.Failure is not null || result.Note is not null)];

        if (remarks.Length > 0)
        {
            text.Append("\n## Failures and remarks\n\n");
        }

        foreach (LayerResult result in remarks)
        {
            Add(text, $"- {result.Name}: {(result.Failure ?? result.Note)!.ReplaceLineEndings(" ")}\n");
        }
    }

    private static void Add(StringBuilder text, FormattableString part)
    {
        text.Append(part.ToString(CultureInfo.InvariantCulture));
    }
}
