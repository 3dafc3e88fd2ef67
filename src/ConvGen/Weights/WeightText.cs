using System;
using System.Linq;

namespace ConvGen;

/// <summary>Writes what a file says into a message, whatever the file says.</summary>
internal static class WeightText
{
    private const int Longest = 80;

    /// <summary>Quotes a text from a file: shortened, and without characters that would break up a log.</summary>
    public static string Quote(string text)
    {
        string shown = text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
        return $"'{string.Concat(shown.Select(static c => char.IsControl(c) ? '?' : c))}'";
    }

    /// <summary>Writes a shape as Python does: <c>[16, 3, 3]</c>; one of very many extents is shortened.</summary>
    public static string Shape(ReadOnlySpan<int> shape)
    {
        const int Shown = 8;
        string extents = string.Join(", ", shape[..Math.Min(shape.Length, Shown)].ToArray());
        return shape.Length <= Shown ? $"[{extents}]" : $"[{extents}, … {shape.Length} extents]";
    }
}
