using System;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits how tiles run over columns whose number is not known: the largest that fit, then one that overlaps its
/// predecessor.
/// </summary>
/// <param name="cover">The tiles' sizes.</param>
/// <param name="start">The first column.</param>
/// <param name="end">The end of the columns.</param>
/// <param name="call">The statement that computes so many pixels from <c>column</c> on.</param>
/// <param name="writer">Takes the text.</param>
internal sealed class AnyRow(RowCover cover, string start, string end, Func<int, string> call, SourceWriter writer)
{
    public void Emit()
    {
        int[] sizes = [.. cover.Tiles.Select(static tile => tile.Pixels)];
        string width = start == "0" ? end : $"{end} - {start}";
        writer.Line($"int column = {start};").Line();

        for (int i = 0; i < sizes.Length; i++)
        {
            int pixels = sizes[i];
            writer.Open($"for (; column + {pixels} <= {end}; column += {pixels})");
            writer.Line(call(pixels));
            writer.Close().Line();

            if (pixels > 1)
            {
                int smaller = i + 1 < sizes.Length ? sizes[i + 1] : 0;
                EmitOverlap(pixels, smaller, width);
            }
        }
    }

    /// <summary>The last columns by a tile that overlaps its predecessor, unless the next smaller tile is enough.</summary>
    private void EmitOverlap(int pixels, int smaller, string width)
    {
        string left = smaller > 0 ? $"column + {smaller}" : "column";
        writer.Line("// What is left: a tile that ends with the row and computes a few of its predecessor's pixels once more.");
        writer.Open($"if ({left} < {end} && {width} >= {pixels})");
        writer.Line($"column = {end} - {pixels};");
        writer.Line(call(pixels));
        writer.Line($"column = {end};");
        writer.Close().Line();
    }
}
