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
    private string Width => start == "0" ? end : $"{end} - {start}";

    public void Emit()
    {
        int[] sizes = [.. cover.Tiles.Select(static tile => tile.Pixels)];
        writer.Line($"int column = {start};");
        string condition = "if";

        for (int i = 0; i < sizes.Length; i++)
        {
            int pixels = sizes[i];
            bool last = i == sizes.Length - 1;
            writer.Line();
            writer.Open(last && i > 0 ? "else" : $"{condition} ({Width} >= {pixels})");
            writer.Open($"for (; column + {pixels} <= {end}; column += {pixels})");
            writer.Line(call(pixels));
            writer.Close();

            if (!last || pixels > 1)
            {
                EmitOverlap(pixels, last ? pixels : sizes[i + 1]);
            }

            writer.Close();
            condition = "else if";
        }
    }

    /// <summary>The last pixels of a row by a tile that overlaps its predecessor: the smaller one where it is enough.</summary>
    private void EmitOverlap(int pixels, int smaller)
    {
        writer.Line();
        writer.Line("// What is left: a tile that ends with the row and computes a few of its predecessor's pixels once more.");

        if (smaller < pixels)
        {
            writer.Open($"if (column + {smaller} < {end})");
            writer.Line($"column = {end} - {pixels};");
            writer.Line(call(pixels));
            writer.Close();
            writer.Open($"else if (column < {end})");
        }
        else
        {
            writer.Open($"if (column < {end})");
        }

        writer.Line($"column = {end} - {smaller};");
        writer.Line(call(smaller));
        writer.Close();
    }
}
