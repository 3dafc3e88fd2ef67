using System;
using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ConvGen;

/// <summary>The element types of the safetensors format.</summary>
internal static class SafetensorsTypes
{
    /// <summary>Gets the size of one element in bits, or 0 for a type that the format does not have.</summary>
    public static int BitsPerElement(string dtype) => dtype switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" or "F8_E8M0" => 8,
        "U16" or "I16" or "F16" or "BF16" => 16,
        "U32" or "I32" or "F32" => 32,
        "U64" or "I64" or "F64" or "C64" => 64,
        _ => 0,
    };

    /// <summary>Gets whether every value of the type is exact in float and <see cref="Convert"/> reads it.</summary>
    public static bool IsReadAsFloat(string dtype) => dtype is "F32" or "F16" or "BF16";

    /// <summary>Converts little-endian elements to float.</summary>
    /// <param name="dtype">"F32", "F16" or "BF16".</param>
    /// <param name="source">The bytes, as many as <paramref name="destination"/> has elements of that type.</param>
    /// <param name="destination">Where the values go.</param>
    public static void Convert(string dtype, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (dtype)
        {
            case "F32":
                LittleEndian.ReadSingles(source, destination);
                break;
            case "F16" when BitConverter.IsLittleEndian:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(source), destination);
                break;
            case "F16":
                for (int i = 0; i < destination.Length; i++)
                {
                    destination[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(source[(2 * i)..]);
                }

                break;
            case "BF16":
                // A bfloat16 is the upper half of a float.
                for (int i = 0; i < destination.Length; i++)
                {
                    uint upper = BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]);
                    destination[i] = BitConverter.UInt32BitsToSingle(upper << 16);
                }

                break;
            default:
                throw new ArgumentException($"Expected F32, F16 or BF16, got {dtype}.", nameof(dtype));
        }
    }
}
