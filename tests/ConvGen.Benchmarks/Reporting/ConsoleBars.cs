using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Prints which classes of layers reach their bar, and of each layer that does not what tells its bound: its work, its memory, its time.</summary>
/// <param name="writer">Where to.</param>
/// <param name="bars">The bars.</param>
internal sealed class ConsoleBars(TextWriter writer, IReadOnlyList<LayerBar> bars)
{
    private const int NameWidth = 46;

    /// <summary>Writes a line for each class that has a figure in the run, and below it one for each layer under the bar.</summary>
    public void Write(IReadOnlyList<LayerResult> results)
    {
        writer.WriteLine();
        writer.WriteLine(FormattableString.Invariant($"{"bars by class of layer",-NameWidth} {"bar",6} {"layers",7} {"below",6} {"least",7} {"median",7} {"most",7}"));

        foreach (LayerBar bar in bars)
        {
            (LayerResult Result, double Value)[] layers =
            [
                .. results.Where(result => result.Failure is null && bar.Covers(result.Case!))
                    .Select(result => (result, Value: bar.Figure.Of(result)))
                    .Where(layer => double.IsFinite(layer.Value))
                    .OrderBy(layer => layer.Value),
            ];

            if (layers.Length > 0)
            {
                Write(bar, layers);
            }
        }
    }

    private void Write(LayerBar bar, (LayerResult Result, double Value)[] layers)
    {
        (LayerResult Result, double Value)[] below = [.. layers.TakeWhile(layer => layer.Value < bar.Least)];
        writer.Write(FormattableString.Invariant($"{bar.Name,-NameWidth} {bar.Least,6:f2} {layers.Length,7} {below.Length,6}"));
        writer.WriteLine(FormattableString.Invariant(
            $" {layers[0].Value,7:f2} {layers[layers.Length / 2].Value,7:f2} {layers[^1].Value,7:f2} {bar.Figure.Unit}"));

        foreach ((LayerResult result, double value) in below)
        {
            writer.WriteLine(FormattableString.Invariant($"  {value:f3} {result.Name}: {Work(result)}"));
        }
    }

    private static string Work(LayerResult result)
    {
        double bytes = sizeof(float) * ((double)result.Case!.InputLength + result.Case.WeightCount + result.Case.OutputLength);
        string copy = double.IsFinite(result.SpeedupOver("copy"))
            ? FormattableString.Invariant($", {result.SpeedupOver("copy") * 100:f0} % of the speed of a copy")
            : "";
        return FormattableString.Invariant(
            $"{result.Algorithm} {result.Tile}, {result.Case.Flops / 1e6:f3} MFLOP and {bytes / 1e6:f3} MB in {result.Milliseconds * 1000:f2} us, {bytes / result.Milliseconds / 1e6:f1} GB/s{copy}");
    }
}
