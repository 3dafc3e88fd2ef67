using System;
using System.IO;

namespace Samples.Shared;

/// <summary>The image header (IHDR) of a PNG.</summary>
/// <param name="Width">The width in pixels.</param>
/// <param name="Height">The height in pixels.</param>
/// <param name="BitDepth">The bits of a sample: 1, 2, 4, 8 or 16.</param>
/// <param name="ColorType">0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGBA.</param>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, int ColorType)
{
    /// <summary>Gets the samples a pixel has in the file.</summary>
    public int SamplesPerPixel => ColorType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Gets a value indicating whether the last sample of a pixel is its opacity.</summary>
    public bool HasAlpha => ColorType is 4 or 6;

    /// <summary>Gets a value indicating whether samples are indices into the palette.</summary>
    public bool IsPalette => ColorType == 3;

    /// <summary>Gets the bytes of a row, without the filter byte before it.</summary>
    public int RowBytes => (int)((((long)Width * SamplesPerPixel * BitDepth) + 7) / 8);

    /// <summary>Gets the distance in bytes to the pixel on the left, as the filters count it.</summary>
    public int PixelBytes => Math.Max(1, SamplesPerPixel * BitDepth / 8);

    /// <summary>Reads and checks a header.</summary>
    /// <param name="data">The data of the IHDR chunk.</param>
    /// <returns>The header.</returns>
    /// <exception cref="InvalidDataException">The header is damaged or asks for what is not supported.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13)
        {
            throw new InvalidDataException($"the header has {data.Length} bytes instead of 13");
        }

        uint width = PngFormat.ReadUInt32(data);
        uint height = PngFormat.ReadUInt32(data[4..]);
        if (width == 0 || height == 0 || (ulong)width * height > PngFormat.MaxPixels)
        {
            throw new InvalidDataException(
                $"its size {width} x {height} is not between 1 and {PngFormat.MaxPixels} pixels");
        }

        int bitDepth = data[8];
        int colorType = data[9];
        bool known = (colorType, bitDepth) is (0, 1 or 2 or 4 or 8 or 16) or (3, 1 or 2 or 4 or 8) or (2 or 4 or 6, 8 or 16);
        if (!known)
        {
            throw new InvalidDataException($"color type {colorType} with {bitDepth} bits is not a PNG format");
        }

        if (data[10] != 0 || data[11] != 0)
        {
            throw new InvalidDataException($"compression method {data[10]} and filter method {data[11]} are not known");
        }

        if (data[12] != 0)
        {
            throw new InvalidDataException("interlaced images are not supported; save it without interlacing");
        }

        return new PngHeader((int)width, (int)height, bitDepth, colorType);
    }
}
