using System;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>
/// Loads and stores of the lanes whose columns lie in a row, for kernels whose lanes are columns: the other lanes are
/// zero, which is what stands in the padding, and their memory is not touched.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class LaneMask
{
    /// <summary>The lanes of the widest vector.</summary>
    private const int Most = 16;

    /// <summary>A window of a vector's lanes into these is set from one lane on, or up to one.</summary>
    private static ReadOnlySpan<int> Lanes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The lanes that lie in a row when lane 0 is one of its columns or not far beyond either end.</summary>
    /// <param name="first">The column of lane 0, at least -16.</param>
    /// <param name="width">The columns of the row, at least <paramref name="first"/> - 33.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of16(int first, int width)
    {
        return (Vector512.LoadUnsafe(ref Lane, From(first)) & Vector512.LoadUnsafe(ref Lane, Until(first, width))).AsSingle();
    }

    /// <inheritdoc cref="Of16"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Of8(int first, int width)
    {
        return (Vector256.LoadUnsafe(ref Lane, From(first)) & Vector256.LoadUnsafe(ref Lane, Until(first, width))).AsSingle();
    }

    /// <inheritdoc cref="Of16"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Of4(int first, int width)
    {
        return (Vector128.LoadUnsafe(ref Lane, From(first)) & Vector128.LoadUnsafe(ref Lane, Until(first, width))).AsSingle();
    }

    /// <summary>The lanes of a mask, zeros in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* address, Vector512<float> mask)
    {
        return Avx512F.MaskLoad(address, mask, Vector512<float>.Zero);
    }

    /// <inheritdoc cref="Load(float*, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* address, Vector256<float> mask)
    {
        return Avx512F.VL.IsSupported ? Avx512F.VL.MaskLoad(address, mask, Vector256<float>.Zero) : Avx.MaskLoad(address, mask);
    }

    /// <inheritdoc cref="Load(float*, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* address, Vector128<float> mask)
    {
        return Avx512F.VL.IsSupported ? Avx512F.VL.MaskLoad(address, mask, Vector128<float>.Zero) : Avx.MaskLoad(address, mask);
    }

    /// <summary>Stores the lanes of a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> value, float* address, Vector512<float> mask)
    {
        Avx512F.MaskStore(address, mask, value);
    }

    /// <inheritdoc cref="Store(Vector512{float}, float*, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> value, float* address, Vector256<float> mask)
    {
        Avx512F.VL.MaskStore(address, mask, value);
    }

    /// <inheritdoc cref="Store(Vector512{float}, float*, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<float> value, float* address, Vector128<float> mask)
    {
        Avx512F.VL.MaskStore(address, mask, value);
    }

    /// <summary>The lanes of a vector whose bits are set, zeros in the others.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="lanes">A constant with a bit for each lane, the lowest for the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Keep(Vector256<float> value, [ConstantExpected] byte lanes)
    {
        return Avx.Blend(Vector256<float>.Zero, value, lanes);
    }

    private static ref int Lane => ref MemoryMarshal.GetReference(Lanes);

    // Written without branches, which would be foreseen badly: a tile asks for each of its columns of taps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint From(int first)
    {
        return (nuint)(Most + (first & (first >> 31)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Until(int first, int width)
    {
        int beyond = width - first - Most;
        return (nuint)(Most - (beyond & (beyond >> 31)));
    }
}
