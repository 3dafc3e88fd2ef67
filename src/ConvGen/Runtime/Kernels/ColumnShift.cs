using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>Columns some places further right, out of vectors that are in registers: a load of them would cross a cache line.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ColumnShift
{
    /// <summary>The lanes of a vector from one on, and behind them those that the next vector begins with.</summary>
    /// <param name="columns">The vector.</param>
    /// <param name="next">The next one.</param>
    /// <param name="places">The lane that becomes the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Right(Vector512<float> columns, Vector512<float> next, [ConstantExpected] byte places)
    {
        return Avx512F.AlignRight32(next.AsInt32(), columns.AsInt32(), places).AsSingle();
    }
}
