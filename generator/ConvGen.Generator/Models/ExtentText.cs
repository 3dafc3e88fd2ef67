using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ConvGen.Generator.Models;

/// <summary>How extents, counts and dimensions are written in messages and comments, the same in every culture.</summary>
internal static class ExtentText
{
    private static readonly string[] AxisNames = ["depth", "height", "width"];

    /// <summary>Writes an extent as the attribute takes it, such as <c>3x224x224</c>.</summary>
    public static string Extent(IEnumerable<int> extent)
    {
        return string.Join("x", extent.Select(static value => value.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Writes a number with thousands separators, such as <c>1,312</c>.</summary>
    public static string Count(long value)
    {
        return value.ToString("N0", CultureInfo.InvariantCulture);
    }

    /// <summary>Writes factors as a product, such as <c>3·3·64</c>.</summary>
    public static string Product(IEnumerable<int> factors)
    {
        return string.Join("·", factors.Select(static value => Count(value)));
    }

    /// <summary>
    /// Names an axis of a shape of <paramref name="rank"/> dimensions: the last is the width, the one before it the
    /// height, the one before that the depth.
    /// </summary>
    public static string Axis(int rank, int axis)
    {
        return AxisNames[AxisNames.Length - rank + axis];
    }
}
