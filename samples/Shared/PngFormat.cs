using System;
using System.Buffers.Binary;

namespace Samples.Shared;

/// <summary>What reading and writing PNG (ISO/IEC 15948) have in common.</summary>
internal static class PngFormat
{
    /// <summary>The most pixels read or written; their samples as floats then still fit one array.</summary>
    public const int MaxPixels = 1 << 26;

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Gets the eight bytes every PNG begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Computes the CRC-32 that ends a chunk.</summary>
    /// <param name="data">The chunk's type and data.</param>
    /// <returns>The checksum.</returns>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>Predicts a sample from its three neighbours: the one nearest to left + above − aboveLeft.</summary>
    /// <param name="left">The sample one pixel to the left.</param>
    /// <param name="above">The sample one row above.</param>
    /// <param name="aboveLeft">The sample one row above and one pixel to the left.</param>
    /// <returns>The prediction.</returns>
    public static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        int estimate = left + above - aboveLeft;
        int toLeft = Math.Abs(estimate - left);
        int toAbove = Math.Abs(estimate - above);
        int toAboveLeft = Math.Abs(estimate - aboveLeft);
        return toLeft <= toAbove && toLeft <= toAboveLeft ? left : toAbove <= toAboveLeft ? above : aboveLeft;
    }

    /// <summary>Reads a big-endian number.</summary>
    /// <param name="data">At least four bytes.</param>
    /// <returns>The number.</returns>
    public static uint ReadUInt32(ReadOnlySpan<byte> data) => BinaryPrimitives.ReadUInt32BigEndian(data);

    private static uint[] MakeCrcTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            }

            table[i] = value;
        }

        return table;
    }
}
