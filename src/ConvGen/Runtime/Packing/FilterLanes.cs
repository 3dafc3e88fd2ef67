using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>
/// Filters that have two neighbouring lanes of a wide vector each, for two neighbouring channels: a group of eight filters fills a vector
/// by itself, and its channels are broadcast in pairs.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class FilterLanes
{
    /// <summary>Two channels in the lanes of each of eight filters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BroadcastPair(float* source)
    {
        return Vector512.Create(*(double*)source).AsSingle();
    }

    /// <summary>The biases of eight filters in the first of the two lanes of each, zeros in the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Start(float* bias)
    {
        Vector512<int> lanes = Vector512.Create(0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7, 16);
        return Avx512F.PermuteVar16x32x2(Vector256.Load(bias).ToVector512Unsafe(), lanes, Vector512<float>.Zero);
    }

    /// <summary>The sums of the two lanes of each filter, those of the second vector behind those of the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sum(Vector512<float> lower, Vector512<float> upper)
    {
        Vector512<int> even = Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
        Vector512<int> odd = Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
        return Avx512F.PermuteVar16x32x2(lower, even, upper) + Avx512F.PermuteVar16x32x2(lower, odd, upper);
    }
}
