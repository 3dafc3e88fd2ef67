using System;
using System.Buffers.Binary;
using System.IO;

namespace ConvGen;

/// <summary>
/// Reads npy files, NumPy's format for one array: versions 1.0 to 3.0, float32 or float64, little-endian, in C order.
/// </summary>
public static class NpyFile
{
    /// <summary>More than the header of any plain array takes.</summary>
    private const int LongestHeader = 65_535;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="WeightFileException">The file is not a valid npy file, or of a kind that is not read.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static NpyArray Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from its position to its end; it is left open.</summary>
    /// <param name="stream">A readable stream; it need not be seekable.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <returns>The array; float64 values are rounded to float.</returns>
    /// <exception cref="ArgumentException">An argument is null, or the stream cannot be read.</exception>
    /// <exception cref="WeightFileException">The stream is not a valid npy file, or of a kind that is not read.</exception>
    public static NpyArray Read(Stream stream, string name)
    {
        WeightStream source = WeightStream.Open(stream, name);
        NpyHeader header = NpyHeaderReader.Read(ReadHeader(source), name);
        int elementSize = header.DType switch
        {
            "<f4" => sizeof(float),
            "<f8" => sizeof(double),
            _ => throw new WeightFileException(
                name, $"dtype {WeightText.Quote(header.DType)} is not supported; '<f4' and '<f8' are."),
        };

        if (header.FortranOrder)
        {
            throw new WeightFileException(
                name, "fortran_order: True is not supported; save numpy.ascontiguousarray of the array.");
        }

        if (!WeightShape.TryCount(header.Shape, out long count) || count > Array.MaxLength)
        {
            throw new WeightFileException(
                name, $"The shape {WeightText.Shape(header.Shape)} has more elements than can be read.");
        }

        byte[] bytes = source.ReadToEnd(count * elementSize, "The data of the array");
        float[] data = new float[count];
        if (elementSize == sizeof(float))
        {
            LittleEndian.ReadSingles(bytes, data);
        }
        else
        {
            LittleEndian.ReadDoubles(bytes, data);
        }

        return new NpyArray(data, header.Shape);
    }

    private static byte[] ReadHeader(WeightStream source)
    {
        byte[] start = source.Read(Magic.Length + 2, "The start of an npy file");
        if (!start.AsSpan().StartsWith(Magic))
        {
            throw new WeightFileException(source.File, "The file does not begin with \\x93NUMPY: this is not an npy file.");
        }

        (byte major, byte minor) = (start[^2], start[^1]);
        if (major is < 1 or > 3 || minor != 0)
        {
            throw new WeightFileException(
                source.File, $"Version {major}.{minor} of the format is not known; 1.0, 2.0 and 3.0 are.");
        }

        const string What = "The length of the header";
        long length = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(source.Read(sizeof(ushort), What))
            : BinaryPrimitives.ReadUInt32LittleEndian(source.Read(sizeof(uint), What));
        if (length > LongestHeader)
        {
            throw new WeightFileException(
                source.File, $"The header claims {length} bytes; at most {LongestHeader} are read.");
        }

        return source.Read(length, "The header");
    }
}
