using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace Samples.Shared;

/// <summary>Writes 8-bit gray and RGB PNG files.</summary>
public static class PngWriter
{
    /// <summary>Writes an image; the directory is made if it does not exist.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="image">The image.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written, or is a directory.</exception>
    public static void Write(string path, Image image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".");
        using FileStream file = File.Create(path);
        file.Write(PngFormat.Signature);

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;
        header[9] = (byte)(image.Channels == 1 ? 0 : 2);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(image));
        WriteChunk(file, "IEND"u8, []);
    }

    private static byte[] Compress(Image image)
    {
        int rowBytes = image.Width * image.Channels;
        byte[] filtered = new byte[rowBytes + 1];
        ReadOnlySpan<byte> above = new byte[rowBytes];
        using MemoryStream compressed = new();
        using (ZLibStream deflater = new(compressed, CompressionLevel.Optimal))
        {
            // The Paeth filter suits both: photographs, and enlarged pixels, whose repeated rows become zeros.
            filtered[0] = 4;
            for (int y = 0; y < image.Height; y++)
            {
                ReadOnlySpan<byte> row = image.Pixels.AsSpan(y * rowBytes, rowBytes);
                for (int i = 0; i < rowBytes; i++)
                {
                    byte left = i < image.Channels ? (byte)0 : row[i - image.Channels];
                    byte aboveLeft = i < image.Channels ? (byte)0 : above[i - image.Channels];
                    filtered[i + 1] = (byte)(row[i] - PngFormat.Paeth(left, above[i], aboveLeft));
                }

                deflater.Write(filtered);
                above = row;
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(
            chunk.AsSpan(data.Length + 8), PngFormat.Crc(chunk.AsSpan(4, data.Length + 4)));
        file.Write(chunk);
    }
}
