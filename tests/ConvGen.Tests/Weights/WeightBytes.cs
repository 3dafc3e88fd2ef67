using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace ConvGen.Tests.Weights;

/// <summary>Puts weight files together byte by byte, right or wrong.</summary>
internal static class WeightBytes
{
    /// <summary>Two tensors of three types: twelve bytes of F32, two of F16, four of BF16.</summary>
    public const string SmallHeader =
        """{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[1,3],"data_offsets":[0,12]},"h":{"dtype":"F16","shape":[1],"data_offsets":[12,14]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[14,18]}}  """;

    /// <summary>A safetensors file with a header of the right length in front of the data.</summary>
    public static byte[] Safetensors(string header, byte[] data) => Safetensors(Encoding.UTF8.GetBytes(header), data);

    /// <summary>A safetensors file with a header of the right length in front of the data.</summary>
    public static byte[] Safetensors(byte[] header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>A safetensors file of one tensor.</summary>
    public static byte[] OneTensor(string dtype, string shape, byte[] data) => Safetensors(
        $$"""{"t":{"dtype":"{{dtype}}","shape":{{shape}},"data_offsets":[0,{{data.Length}}]} }""", data);

    /// <summary>The file that <see cref="SmallHeader"/> describes: w = 1, -2.5, 0.1; h = 1.5; b = -2, 3.</summary>
    public static byte[] SmallSafetensors() => Safetensors(
        SmallHeader,
        [0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x20, 0xC0, 0xCD, 0xCC, 0xCC, 0x3D, 0x00, 0x3E, 0x00, 0xC0, 0x40, 0x40]);

    /// <summary>An npy file with a header of the right length for its version.</summary>
    public static byte[] Npy(string header, byte[] data, byte major = 1)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = major == 1 ? new byte[2] : new byte[4];
        length[0] = (byte)text.Length;
        length[1] = (byte)(text.Length >> 8);
        return [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', major, 0, .. length, .. text, .. data];
    }

    /// <summary>A header as NumPy writes it.</summary>
    public static string NpyHeader(string descr, string shape, string fortranOrder = "False") =>
        $"{{'descr': '{descr}', 'fortran_order': {fortranOrder}, 'shape': {shape}, }}      \n";

    /// <summary>Two rows of float32: 1, -2.5 and 0.1, infinity.</summary>
    public static byte[] SmallNpy(byte major = 1) => Npy(
        NpyHeader("<f4", "(2, 2)"),
        [0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x20, 0xC0, 0xCD, 0xCC, 0xCC, 0x3D, 0x00, 0x00, 0x80, 0x7F],
        major);

    /// <summary>Reads from a stream that knows its length, or from one that does not and gives few bytes at a time.</summary>
    public static T Read<T>(byte[] file, bool seekable, Func<Stream, string, T> read)
    {
        using Stream stream = seekable ? new MemoryStream(file) : new TricklingStream(file);
        return read(stream, "test.file");
    }

    /// <summary>Asserts that a file is refused, by both kinds of stream, for a reason that has the given words.</summary>
    public static WeightFileException Refused<T>(byte[] file, Func<Stream, string, T> read, string words)
    {
        WeightFileException error = Assert(seekable: true);
        Assert(seekable: false);
        return error;

        WeightFileException Assert(bool seekable)
        {
            WeightFileException error =
                Xunit.Assert.Throws<WeightFileException>(() => Read(file, seekable, read));
            Xunit.Assert.Contains(words, error.Reason, StringComparison.Ordinal);
            Xunit.Assert.Equal("test.file", error.File);
            Xunit.Assert.StartsWith("test.file: ", error.Message, StringComparison.Ordinal);
            Xunit.Assert.EndsWith(error.Reason, error.Message, StringComparison.Ordinal);
            return error;
        }
    }
}
