using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Says between what the FMA peak lay beside the layers of a run.</summary>
internal static class PeakText
{
    /// <summary>Such as <c>262 to 288 GFLOP/s</c>; layers that failed have none.</summary>
    public static string Of(IEnumerable<LayerResult> results)
    {
        string[] peaks = [.. results.Select(static result => result.PeakGflops).Where(double.IsFinite).Order().Select(static peak => FormattableString.Invariant($"{peak:f0}"))];
        return peaks.Length == 0 ? "not measured" : $"{(peaks[0] == peaks[^1] ? peaks[0] : $"{peaks[0]} to {peaks[^1]}")} GFLOP/s";
    }
}
