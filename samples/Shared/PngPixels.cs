using System;
using System.IO;

namespace Samples.Shared;

/// <summary>Turns the samples of a PNG, whatever their format, into an 8-bit gray or RGB image.</summary>
internal static class PngPixels
{
    /// <summary>Converts unfiltered rows.</summary>
    /// <param name="rows">Every row after its filter byte.</param>
    /// <param name="header">The image's header.</param>
    /// <param name="palette">The data of the PLTE chunk: RGB triples, empty if there is none.</param>
    /// <returns>The image.</returns>
    /// <exception cref="InvalidDataException">The palette is missing, damaged or too short for an index.</exception>
    public static Image ToImage(ReadOnlySpan<byte> rows, PngHeader header, ReadOnlySpan<byte> palette)
    {
        if (header.IsPalette && (palette.IsEmpty || palette.Length % 3 != 0))
        {
            throw new InvalidDataException($"its palette has {palette.Length} bytes, not three for every color");
        }

        int channels = header.ColorType is 0 or 4 ? 1 : 3;
        byte[] pixels = new byte[header.Width * header.Height * channels];
        byte[] samples = new byte[header.Width * header.SamplesPerPixel];
        for (int y = 0; y < header.Height; y++)
        {
            Unpack(rows.Slice((y * (header.RowBytes + 1)) + 1, header.RowBytes), samples, header);
            Span<byte> target = pixels.AsSpan(y * header.Width * channels, header.Width * channels);
            if (header.IsPalette)
            {
                LookUp(samples, palette, target);
            }
            else if (header.HasAlpha)
            {
                LayOnWhite(samples, channels, target);
            }
            else
            {
                samples.CopyTo(target);
            }
        }

        return new Image(header.Width, header.Height, channels, pixels);
    }

    private static void Unpack(ReadOnlySpan<byte> row, Span<byte> samples, PngHeader header)
    {
        if (header.BitDepth >= 8)
        {
            int step = header.BitDepth / 8;
            for (int i = 0; i < samples.Length; i++)
            {
                samples[i] = row[i * step];
            }

            return;
        }

        // Several samples a byte, the leftmost in the high bits. Gray is stretched to 0..255, an index is not.
        int mask = (1 << header.BitDepth) - 1;
        int scale = header.IsPalette ? 1 : 255 / mask;
        for (int i = 0; i < samples.Length; i++)
        {
            int bit = i * header.BitDepth;
            samples[i] = (byte)(((row[bit / 8] >> (8 - header.BitDepth - (bit % 8))) & mask) * scale);
        }
    }

    private static void LookUp(ReadOnlySpan<byte> indices, ReadOnlySpan<byte> palette, Span<byte> target)
    {
        for (int x = 0; x < indices.Length; x++)
        {
            int entry = indices[x] * 3;
            if (entry >= palette.Length)
            {
                throw new InvalidDataException($"color {indices[x]} is not among the {palette.Length / 3} of the palette");
            }

            palette.Slice(entry, 3).CopyTo(target[(x * 3)..]);
        }
    }

    private static void LayOnWhite(ReadOnlySpan<byte> samples, int channels, Span<byte> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            int pixel = i / channels * (channels + 1);
            int alpha = samples[pixel + channels];
            target[i] = (byte)(((samples[pixel + (i % channels)] * alpha) + (255 * (255 - alpha)) + 127) / 255);
        }
    }
}
