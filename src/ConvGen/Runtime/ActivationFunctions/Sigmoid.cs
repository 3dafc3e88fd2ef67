using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>1 / (1 + exp(−x)); an exponential that overflows gives the limit 0.</summary>
internal readonly struct Sigmoid : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes one = TLanes.Create(1f);
        return one / (one + ElementaryFunctions.Exp(TLanes.Create(0f) - x));
    }
}
