using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>x · sigmoid(x); −∞ gives NaN, as in PyTorch.</summary>
internal readonly struct Silu : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        return x / (TLanes.Create(1f) + ElementaryFunctions.Exp(TLanes.Create(0f) - x));
    }
}
