using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

#if STAND_IN
namespace System.Runtime.Intrinsics.X86;
#else
namespace ConvGen.Testing.StandIn;
#endif

/// <summary>
/// What ConvGen and the code it generates call of AVX-512, done by AVX2 with the same results, bit by bit. With STAND_IN defined it
/// bears the name of the runtime's type, and source that calls that one calls this one where both are compiled together.
/// Without, it has a name of its own, by which tests call it.
/// </summary>
public static unsafe class Avx512F
{
    public static bool IsSupported => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FusedMultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        return Vector512.Create(
            Fma.MultiplyAdd(a.GetLower(), b.GetLower(), c.GetLower()), Fma.MultiplyAdd(a.GetUpper(), b.GetUpper(), c.GetUpper()));
    }

    /// <summary>c - a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> FusedMultiplyAddNegated(Vector512<float> a, Vector512<float> b, Vector512<float> c)
    {
        return Vector512.Create(
            Fma.MultiplyAddNegated(a.GetLower(), b.GetLower(), c.GetLower()),
            Fma.MultiplyAddNegated(a.GetUpper(), b.GetUpper(), c.GetUpper()));
    }

    /// <summary>The greater lanes; those of <paramref name="right"/> where either is NaN or both are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> left, Vector512<float> right)
    {
        return Vector512.Create(Avx.Max(left.GetLower(), right.GetLower()), Avx.Max(left.GetUpper(), right.GetUpper()));
    }

    /// <summary>The lesser lanes; those of <paramref name="right"/> where either is NaN or both are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> left, Vector512<float> right)
    {
        return Vector512.Create(Avx.Min(left.GetLower(), right.GetLower()), Avx.Min(left.GetUpper(), right.GetUpper()));
    }

    /// <summary>Each lane of <paramref name="left"/> times two to the power of the other's, rounded down; rounded once.</summary>
    public static Vector512<float> Scale(Vector512<float> left, Vector512<float> right)
    {
        Vector512<float> scaled = left;

        for (int lane = 0; lane < Vector512<float>.Count; lane++)
        {
            scaled = scaled.WithElement(lane, Scale(left[lane], right[lane]));
        }

        return scaled;
    }

    /// <summary>The lanes whose bit of sign <paramref name="mask"/> has set, of <paramref name="merge"/> the others, whose memory is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaskLoad(float* address, Vector512<float> mask, Vector512<float> merge)
    {
        return Vector512.Create(
            VL.MaskLoad(address, mask.GetLower(), merge.GetLower()),
            VL.MaskLoad(address + Vector256<float>.Count, mask.GetUpper(), merge.GetUpper()));
    }

    /// <summary>Stores the lanes whose bit of sign <paramref name="mask"/> has set; the memory of the others is not touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MaskStore(float* address, Vector512<float> mask, Vector512<float> source)
    {
        VL.MaskStore(address, mask.GetLower(), source.GetLower());
        VL.MaskStore(address + Vector256<float>.Count, mask.GetUpper(), source.GetUpper());
    }

    /// <summary>Lanes by number, of which the last four bits count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PermuteVar16x32(Vector512<float> left, Vector512<int> control)
    {
        return Vector512.Create(VL.Take(left, control.GetLower()), VL.Take(left, control.GetUpper()));
    }

    /// <summary>Lanes by number, of which the last five bits count: those of <paramref name="upper"/> from 16 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PermuteVar16x32x2(Vector512<float> lower, Vector512<int> indices, Vector512<float> upper)
    {
        return Vector512.Create(Take(lower, indices.GetLower(), upper), Take(lower, indices.GetUpper(), upper));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> PermuteVar8x64(Vector512<double> value, Vector512<long> control)
    {
        Vector512<long> first = (control & Vector512.Create(7L)) << 1;
        return PermuteVar16x32(value.AsSingle(), (first | ((first | Vector512<long>.One) << 32)).AsInt32()).AsDouble();
    }

    /// <summary>Sixteen lanes in a row of <paramref name="right"/> and <paramref name="left"/> behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> AlignRight32(Vector512<int> left, Vector512<int> right, [ConstantExpected] byte mask)
    {
        Vector512<int> lanes = Vector512<int>.Indices + Vector512.Create(mask & 15);
        return PermuteVar16x32x2(right.AsSingle(), lanes, left.AsSingle()).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> UnpackLow(Vector512<float> left, Vector512<float> right)
    {
        return Vector512.Create(
            Avx.UnpackLow(left.GetLower(), right.GetLower()), Avx.UnpackLow(left.GetUpper(), right.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> UnpackHigh(Vector512<float> left, Vector512<float> right)
    {
        return Vector512.Create(
            Avx.UnpackHigh(left.GetLower(), right.GetLower()), Avx.UnpackHigh(left.GetUpper(), right.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Shuffle(Vector512<float> value, Vector512<float> right, [ConstantExpected] byte control)
    {
        return Vector512.Create(
            Avx.Shuffle(value.GetLower(), right.GetLower(), control), Avx.Shuffle(value.GetUpper(), right.GetUpper(), control));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> InsertVector128(Vector512<float> value, Vector128<float> data, [ConstantExpected] byte index)
    {
        return (index & 3) switch
        {
            0 => value.WithLower(value.GetLower().WithLower(data)),
            1 => value.WithLower(value.GetLower().WithUpper(data)),
            2 => value.WithUpper(value.GetUpper().WithLower(data)),
            _ => value.WithUpper(value.GetUpper().WithUpper(data)),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Take(Vector512<float> lower, Vector256<int> lanes, Vector512<float> upper)
    {
        return VL.Choose(VL.Take(lower, lanes), VL.Take(upper, lanes), lanes, bit: 4);
    }

    private static float Scale(float value, float exponent)
    {
        // By the manual's table, which has what a product has except for these two.
        if (float.IsNaN(value) && float.IsInfinity(exponent))
        {
            return exponent > 0 ? exponent : 0;
        }

        // A double holds every such product, or is beyond all floats; so the conversion alone rounds.
        const int Beyond = 400;
        return (float)(float.IsFinite(exponent)
            ? Math.ScaleB(value, (int)Math.Clamp(MathF.Floor(exponent), -Beyond, Beyond))
            : value * MathF.Exp(exponent));
    }

    /// <summary>Those of shorter vectors.</summary>
    public static class VL
    {
        public static bool IsSupported => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MaskLoad(float* address, Vector256<float> mask, Vector256<float> merge)
        {
            return Avx.BlendVariable(merge, Avx.MaskLoad(address, mask), mask);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MaskLoad(float* address, Vector128<float> mask, Vector128<float> merge)
        {
            return Sse41.BlendVariable(merge, Avx.MaskLoad(address, mask), mask);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void MaskStore(float* address, Vector256<float> mask, Vector256<float> source)
        {
            Avx.MaskStore(address, mask, source);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void MaskStore(float* address, Vector128<float> mask, Vector128<float> source)
        {
            Avx.MaskStore(address, mask, source);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> PermuteVar8x32x2(Vector256<float> lower, Vector256<int> indices, Vector256<float> upper)
        {
            return Take(Vector512.Create(lower, upper), indices);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> PermuteVar4x32x2(Vector128<float> lower, Vector128<int> indices, Vector128<float> upper)
        {
            return Avx2.PermuteVar8x32(Vector256.Create(lower, upper), indices.ToVector256()).GetLower();
        }

        /// <summary>Lanes of sixteen by number, of which the last four bits count.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Vector256<float> Take(Vector512<float> table, Vector256<int> lanes)
        {
            return Choose(
                Avx2.PermuteVar8x32(table.GetLower(), lanes), Avx2.PermuteVar8x32(table.GetUpper(), lanes), lanes, bit: 3);
        }

        /// <summary>The lanes of <paramref name="set"/> where that bit of <paramref name="choice"/> is set.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Vector256<float> Choose(Vector256<float> clear, Vector256<float> set, Vector256<int> choice, int bit)
        {
            return Avx.BlendVariable(clear, set, (choice << (31 - bit)).AsSingle());
        }
    }
}
