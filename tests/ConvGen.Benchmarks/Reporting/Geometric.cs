using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Geometric means: the mean for ratios, since it does not depend on which side is the base.</summary>
internal static class Geometric
{
    /// <summary>The mean of the values that are finite and above zero; NaN if there are none.</summary>
    public static double Mean(IEnumerable<double> values)
    {
        double[] logarithms = [.. values.Where(value => double.IsFinite(value) && value > 0).Select(value => Math.Log(value))];
        return logarithms.Length == 0 ? double.NaN : Math.Exp(logarithms.Average());
    }
}
