using System.Collections.Generic;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Parsing;

/// <summary>
/// Reads the padding: <c>valid</c>, <c>same</c>, <c>same-lower</c> in any case, or an extent each of whose parts is a
/// number for both sides or a <c>begin:end</c> pair.
/// </summary>
internal static class PaddingParser
{
    public const string Expected =
        "\"valid\", \"same\", \"same-lower\", an extent such as \"1x1\" or begin:end pairs such as \"0:1x0:1\"";

    public static bool TryParse(string? text, out PaddingSpec padding)
    {
        padding = new PaddingSpec(PaddingKind.Valid, default, default);

        switch (text?.Trim().ToLowerInvariant())
        {
            case null:
                return false;
            case "valid":
                return true;
            case "same":
                padding = padding with { Kind = PaddingKind.Same };
                return true;
            case "same-lower":
                padding = padding with { Kind = PaddingKind.SameLower };
                return true;
            default:
                return TryParseAmounts(text!, out padding);
        }
    }

    private static bool TryParseAmounts(string text, out PaddingSpec padding)
    {
        List<int> begins = [];
        List<int> ends = [];

        foreach (string part in text.Split('x', 'X'))
        {
            string[] sides = part.Split(':');

            if (sides.Length > 2
                || !ExtentParser.TryParseNumber(sides[0], out int begin)
                || !ExtentParser.TryParseNumber(sides[sides.Length - 1], out int end))
            {
                padding = new PaddingSpec(PaddingKind.Valid, default, default);
                return false;
            }

            begins.Add(begin);
            ends.Add(end);
        }

        padding = new PaddingSpec(PaddingKind.Explicit, new EquatableArray<int>(begins), new EquatableArray<int>(ends));

        return true;
    }
}
