using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Parsing;

/// <summary>Reads extents such as <c>3x3x3</c>: numbers between <c>x</c> or <c>X</c>, with spaces wherever one likes.</summary>
internal static class ExtentParser
{
    public const string Expected = "an extent such as \"3\", \"3x3\" or \"3x3x3\"";

    /// <summary>Reads an extent of any rank; its numbers may be 0, which is for the caller to refuse.</summary>
    public static bool TryParse(string? text, out EquatableArray<int> extent)
    {
        List<int> values = [];
        extent = default;

        foreach (string part in (text ?? string.Empty).Split('x', 'X'))
        {
            if (!TryParseNumber(part, out int value))
            {
                return false;
            }

            values.Add(value);
        }

        extent = new EquatableArray<int>(values);

        return true;
    }

    /// <summary>Reads a number that fits an int: decimal digits without a sign, spaces around it.</summary>
    public static bool TryParseNumber(string text, out int value)
    {
        const NumberStyles DigitsAndSpaces = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

        return int.TryParse(text, DigitsAndSpaces, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Repeats a single value for every dimension; other extents stay as they are.</summary>
    public static EquatableArray<int> Broadcast(EquatableArray<int> extent, int rank)
    {
        return extent.Count == 1 ? new EquatableArray<int>(Enumerable.Repeat(extent[0], rank)) : extent;
    }
}
