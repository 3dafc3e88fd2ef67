using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>
/// Vectors of floats in memory, named by their lanes. Kernels call these rather than <see cref="Vector512.Load{T}(T*)"/>,
/// whose type argument the compiler of the generated text would infer, and analyzers would look at, in every call.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Vectors
{
    /// <summary>The 4 floats at an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load4(float* source)
    {
        return Vector128.Load(source);
    }

    /// <summary>The 8 floats at an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load8(float* source)
    {
        return Vector256.Load(source);
    }

    /// <summary>The 16 floats at an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load16(float* source)
    {
        return Vector512.Load(source);
    }

    /// <summary>Writes the first 2 of 4 floats to an address, on x64 alone; a vector of 64 bits goes by the stack there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store2(Vector128<float> vector, float* destination)
    {
        Sse.StoreLow(destination, vector);
    }

    /// <summary>Writes 4 floats to an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store4(Vector128<float> vector, float* destination)
    {
        vector.Store(destination);
    }

    /// <summary>Writes 8 floats to an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store8(Vector256<float> vector, float* destination)
    {
        vector.Store(destination);
    }

    /// <summary>Writes 16 floats to an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store16(Vector512<float> vector, float* destination)
    {
        vector.Store(destination);
    }
}
