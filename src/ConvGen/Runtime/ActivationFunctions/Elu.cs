using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>x if x is positive, else alpha·(exp(x) − 1).</summary>
internal readonly struct Elu : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes negative = alpha * ElementaryFunctions.ExpMinusOne(x);
        return TLanes.SelectGreater(x, TLanes.Create(0f), x, negative);
    }
}
