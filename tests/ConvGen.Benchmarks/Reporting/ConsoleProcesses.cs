using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Prints what several processes measured of the layers that are below a bar in one of them, so that it is seen what is a kernel's and what is chance.</summary>
/// <param name="writer">Where to.</param>
/// <param name="bar">The bar.</param>
internal sealed class ConsoleProcesses(TextWriter writer, LayerBar bar)
{
    private const int NameWidth = 46;

    /// <summary>Writes a line for each such layer, those first that are below the bar in most processes.</summary>
    /// <param name="processes">The results of each process, of the same layers in the same order.</param>
    public void Write(IReadOnlyList<IReadOnlyList<LayerResult>> processes)
    {
        (string Name, double[] Values, int Below)[] layers =
        [
            .. Enumerable.Range(0, processes[0].Count)
                .Where(layer => processes.All(results => results[layer].Failure is null) && bar.Covers(processes[0][layer].Case!))
                .Select(layer => (processes[0][layer].Name, Values: processes.Select(results => bar.Figure.Of(results[layer])).ToArray()))
                .Select(layer => (layer.Name, layer.Values, Below: layer.Values.Count(value => value < bar.Least)))
                .Where(layer => layer.Below > 0)
                .OrderByDescending(layer => layer.Below),
        ];

        writer.WriteLine();
        writer.WriteLine(FormattableString.Invariant(
            $"{bar.Name}, bar {bar.Least:f2}: layers below it in each of {processes.Count} processes {layers.Count(layer => layer.Below == processes.Count)}, in any {layers.Length}"));

        foreach ((string name, double[] values, _) in layers)
        {
            writer.WriteLine(string.Concat($"  {name,-NameWidth}", string.Concat(values.Select(value => FormattableString.Invariant($" {value,6:f2}")))));
        }
    }
}
