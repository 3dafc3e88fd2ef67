using System;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace VerifyTests;

/// <summary>The lines of a location and one more on either side, the location underlined.</summary>
internal static class SourceLines
{
    /// <summary>Prints the lines, each ended by LF; null for a location outside of any syntax tree.</summary>
    public static string? Of(Location location)
    {
        if (location.SourceTree is not { } tree)
        {
            return null;
        }

        LinePositionSpan span = location.GetMappedLineSpan().Span;
        TextLineCollection lines = tree.GetText().Lines;
        int first = Math.Max(span.Start.Line - 1, 0);
        int last = Math.Min(span.End.Line + 1, lines.Count - 1);
        var text = new StringBuilder();

        for (int i = first; i <= last; i++)
        {
            TextLine line = lines[i];
            text.Append(line.ToString()).Append('\n');

            if (line.Span.Intersection(location.SourceSpan) is { } part)
            {
                text.Append(' ', part.Start - line.Start).Append('^', part.Length).Append('\n');
            }
        }

        return text.ToString();
    }
}
