using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ConvGen;

/// <summary>Reads arrays of little-endian floats on a machine of either byte order.</summary>
internal static class LittleEndian
{
    /// <summary>Reads float32 values.</summary>
    public static void ReadSingles(ReadOnlySpan<byte> source, Span<float> destination)
    {
        if (BitConverter.IsLittleEndian)
        {
            source.CopyTo(MemoryMarshal.AsBytes(destination));
            return;
        }

        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BinaryPrimitives.ReadSingleLittleEndian(source[(sizeof(float) * i)..]);
        }
    }

    /// <summary>Reads float64 values, rounded to float; what float cannot hold becomes an infinity.</summary>
    public static void ReadDoubles(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(source[(sizeof(double) * i)..]);
        }
    }
}
