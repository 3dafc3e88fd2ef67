using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>x · tanh(softplus(x)); −∞ gives NaN, as in PyTorch.</summary>
internal readonly struct Mish : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // With e = exp(x), tanh(log(1 + e)) = (e² + 2e)/(e² + 2e + 2). For positive x both halves of the fraction
        // are divided by e², so that only w = exp(−|x|), which never overflows, occurs.
        TLanes zero = TLanes.Create(0f);
        TLanes one = TLanes.Create(1f);
        TLanes w = ElementaryFunctions.Exp(zero - TLanes.Abs(x));
        TLanes square = w * w;
        TLanes numerator = TLanes.SelectGreater(x, zero, one, square) + w + w;
        TLanes half = TLanes.SelectGreater(x, zero, square, one);
        return x * (numerator / (numerator + half + half));
    }
}
