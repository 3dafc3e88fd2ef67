using System;
using System.IO;
using System.IO.Compression;

namespace Samples.Shared;

/// <summary>Reads PNG files of every color type and bit depth, not interlaced, as 8-bit gray or RGB.</summary>
public static class PngReader
{
    // Deflate cannot expand further, so a larger image than this in a file is a lie that must not be allocated.
    private const int MaxDeflateRatio = 1032;

    /// <summary>Reads an image; transparent pixels are laid on white, 16-bit samples lose their low byte.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The image, gray or RGB.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or not supported; the message names it and says why.</exception>
    public static Image Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        try
        {
            return Decode(file);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: not a readable PNG: {e.Message}", e);
        }
    }

    private static Image Decode(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith(PngFormat.Signature))
        {
            throw new InvalidDataException("it does not begin with the PNG signature");
        }

        ReadOnlySpan<byte> rest = file[PngFormat.Signature.Length..];
        ReadOnlySpan<byte> headerData = ReadChunk(ref rest, out ReadOnlySpan<byte> first);
        if (!first.SequenceEqual("IHDR"u8))
        {
            throw new InvalidDataException("the first chunk is not the header");
        }

        PngHeader header = PngHeader.Parse(headerData);
        ReadOnlySpan<byte> palette = default;
        using MemoryStream compressed = new();
        while (true)
        {
            ReadOnlySpan<byte> data = ReadChunk(ref rest, out ReadOnlySpan<byte> type);
            if (type.SequenceEqual("IEND"u8))
            {
                break;
            }

            if (type.SequenceEqual("PLTE"u8))
            {
                palette = data;
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                compressed.Write(data);
            }
            else if ((type[0] & 0x20) == 0)
            {
                // An upper-case first letter says that the image cannot be shown without understanding the chunk.
                throw new InvalidDataException("it has a critical chunk that is not known");
            }
        }

        byte[] rows = Inflate(compressed, header);
        PngFilters.Undo(rows, header);
        return PngPixels.ToImage(rows, header, palette);
    }

    private static ReadOnlySpan<byte> ReadChunk(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> type)
    {
        // Length, type, data, checksum.
        if (rest.Length < 12 || PngFormat.ReadUInt32(rest) > (uint)(rest.Length - 12))
        {
            throw new InvalidDataException("it ends in the middle of a chunk");
        }

        int length = (int)PngFormat.ReadUInt32(rest);
        if (PngFormat.Crc(rest.Slice(4, length + 4)) != PngFormat.ReadUInt32(rest[(length + 8)..]))
        {
            throw new InvalidDataException("the checksum of a chunk is wrong");
        }

        type = rest.Slice(4, 4);
        ReadOnlySpan<byte> data = rest.Slice(8, length);
        rest = rest[(length + 12)..];
        return data;
    }

    private static byte[] Inflate(MemoryStream compressed, PngHeader header)
    {
        long expected = (header.RowBytes + 1L) * header.Height;
        if (expected > Math.Min(Array.MaxLength, compressed.Length * MaxDeflateRatio))
        {
            throw new InvalidDataException(
                $"{compressed.Length} bytes of image data cannot hold {header.Width} x {header.Height} pixels");
        }

        byte[] rows = new byte[expected];
        compressed.Position = 0;
        using ZLibStream inflater = new(compressed, CompressionMode.Decompress);
        int read = inflater.ReadAtLeast(rows, rows.Length, throwOnEndOfStream: false);

        // Asking for one more byte also makes the stream compare its checksum.
        if (read < rows.Length || inflater.ReadByte() >= 0)
        {
            throw new InvalidDataException($"its image data is not the {expected} bytes that its size asks for");
        }

        return rows;
    }
}
