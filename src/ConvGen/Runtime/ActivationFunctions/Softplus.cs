using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>log(1 + exp(x)).</summary>
internal readonly struct Softplus : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // max(x, 0) + log(1 + exp(−|x|)): the exponential never overflows.
        TLanes zero = TLanes.Create(0f);
        TLanes exp = ElementaryFunctions.Exp(zero - TLanes.Abs(x));
        return TLanes.SelectGreater(x, zero, x, zero) + ElementaryFunctions.LogOnePlus(exp);
    }
}
