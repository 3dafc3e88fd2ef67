using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>
/// Every second column of two vectors, for kernels of stride 2 whose lanes are columns. The lanes come in the order that
/// one shuffle gives, the same for even and odd ones; a sum of them is put in order before it is stored.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ColumnPairs
{
    private const byte Evens = 0b10_00_10_00;
    private const byte Odds = 0b11_01_11_01;

    /// <summary>Columns 0, 2, 4 and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Even(Vector512<float> low, Vector512<float> high)
    {
        return Avx512F.Shuffle(low, high, Evens);
    }

    /// <inheritdoc cref="Even(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Even(Vector256<float> low, Vector256<float> high)
    {
        return Avx.Shuffle(low, high, Evens);
    }

    /// <inheritdoc cref="Even(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Even(Vector128<float> low, Vector128<float> high)
    {
        return Sse.Shuffle(low, high, Evens);
    }

    /// <summary>Columns 1, 3, 5 and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Odd(Vector512<float> low, Vector512<float> high)
    {
        return Avx512F.Shuffle(low, high, Odds);
    }

    /// <inheritdoc cref="Odd(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Odd(Vector256<float> low, Vector256<float> high)
    {
        return Avx.Shuffle(low, high, Odds);
    }

    /// <inheritdoc cref="Odd(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Odd(Vector128<float> low, Vector128<float> high)
    {
        return Sse.Shuffle(low, high, Odds);
    }

    /// <summary>The lanes in the order of their columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> InOrder(Vector512<float> sums)
    {
        return Avx512F.PermuteVar8x64(sums.AsDouble(), Vector512.Create(0L, 2, 4, 6, 1, 3, 5, 7)).AsSingle();
    }

    /// <inheritdoc cref="InOrder(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> InOrder(Vector256<float> sums)
    {
        return Avx2.Permute4x64(sums.AsDouble(), 0b11_01_10_00).AsSingle();
    }

    /// <inheritdoc cref="InOrder(Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> InOrder(Vector128<float> sums)
    {
        return sums;
    }

    /// <summary>The odd columns one place further left, where those of the vector before are known too: of it only the last lane counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Before(Vector512<float> before, Vector512<float> odd)
    {
        return Avx512F.PermuteVar16x32x2(odd, Vector512.Create(31, 0, 13, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14), before);
    }

    /// <inheritdoc cref="Before(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Before(Vector256<float> before, Vector256<float> odd)
    {
        return Avx512F.VL.PermuteVar8x32x2(odd, Vector256.Create(15, 0, 5, 2, 1, 4, 3, 6), before);
    }

    /// <inheritdoc cref="Before(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Before(Vector128<float> before, Vector128<float> odd)
    {
        return Avx512F.VL.PermuteVar4x32x2(odd, Vector128.Create(7, 0, 1, 2), before);
    }

    /// <summary>The even columns one place further right, where those of the vector behind are known too: of it only the first lane counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> After(Vector512<float> even, Vector512<float> behind)
    {
        return Avx512F.PermuteVar16x32x2(even, Vector512.Create(1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 2, 15, 16), behind);
    }

    /// <inheritdoc cref="After(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> After(Vector256<float> even, Vector256<float> behind)
    {
        return Avx512F.VL.PermuteVar8x32x2(even, Vector256.Create(1, 4, 3, 6, 5, 2, 7, 8), behind);
    }

    /// <inheritdoc cref="After(Vector512{float}, Vector512{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> After(Vector128<float> even, Vector128<float> behind)
    {
        return Avx512F.VL.PermuteVar4x32x2(even, Vector128.Create(1, 2, 3, 4), behind);
    }
}
