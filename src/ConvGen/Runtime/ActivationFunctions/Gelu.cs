using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>x/2 · (1 + erf(x/√2)); −∞ gives NaN, as in PyTorch.</summary>
internal readonly struct Gelu : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // x Φ(x) = max(x, 0) − |x|/2 · erfc(|x|/√2): the small result for negative x comes out without cancellation.
        TLanes magnitude = TLanes.Abs(x);
        TLanes complement = ElementaryFunctions.ErrorFunctionComplement(magnitude * TLanes.Create(0.70710678f));
        TLanes correction = magnitude * TLanes.Create(0.5f) * complement;
        TLanes zero = TLanes.Create(0f);
        TLanes result = TLanes.SelectGreater(x, zero, x, zero) - correction;

        // Beyond this the correction is less than half a unit in the last place; at +∞ it would be ∞ · 0.
        return TLanes.SelectGreater(x, TLanes.Create(8f), x, result);
    }
}
