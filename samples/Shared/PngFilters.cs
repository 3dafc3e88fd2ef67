using System;
using System.IO;

namespace Samples.Shared;

/// <summary>The row filters of PNG: a row is stored as its difference from a prediction.</summary>
internal static class PngFilters
{
    /// <summary>Turns filtered rows into samples, in place.</summary>
    /// <param name="rows">Every row after its filter byte.</param>
    /// <param name="header">The image's header.</param>
    /// <exception cref="InvalidDataException">A row has a filter that PNG does not know.</exception>
    public static void Undo(Span<byte> rows, PngHeader header)
    {
        int stride = header.RowBytes + 1;
        ReadOnlySpan<byte> above = new byte[header.RowBytes];
        for (int y = 0; y < header.Height; y++)
        {
            Span<byte> row = rows.Slice(y * stride, stride);
            UndoRow(row[0], row[1..], above, header.PixelBytes);
            above = row[1..];
        }
    }

    private static void UndoRow(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int pixelBytes)
    {
        if (filter > 4)
        {
            throw new InvalidDataException($"row filter {filter} is not known");
        }

        for (int i = 0; i < row.Length; i++)
        {
            byte left = i < pixelBytes ? (byte)0 : row[i - pixelBytes];
            byte aboveLeft = i < pixelBytes ? (byte)0 : above[i - pixelBytes];
            int prediction = filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => PngFormat.Paeth(left, above[i], aboveLeft),
            };
            row[i] = (byte)(row[i] + prediction);
        }
    }
}
