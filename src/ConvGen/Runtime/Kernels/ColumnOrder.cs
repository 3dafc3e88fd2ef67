using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>The columns of rows that lie one behind the other in a vector as the taps of a kernel meet them, zeros in the padding.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ColumnOrder
{
    /// <summary>Lanes of a vector in any order; zero from number 16 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Take(Vector512<float> rows, Vector512<int> order)
    {
        return Avx512F.PermuteVar16x32x2(rows, order, Vector512<float>.Zero);
    }

    /// <summary>Lanes of two vectors in any order, those of the second from number 16 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Take(Vector512<float> low, Vector512<int> order, Vector512<float> high)
    {
        return Avx512F.PermuteVar16x32x2(low, order, high);
    }
}
