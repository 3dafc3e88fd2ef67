using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³))); −∞ gives NaN, as in PyTorch.</summary>
internal readonly struct GeluTanh : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // (1 + tanh(u))/2 is sigmoid(2u): one exponential, and its overflow gives the limit 0.
        TLanes cubic = TLanes.MultiplyAdd(x * x, TLanes.Create(0.044715f), TLanes.Create(1f)) * x;
        TLanes exp = ElementaryFunctions.Exp(cubic * TLanes.Create(-1.5957691216f));
        return x / (TLanes.Create(1f) + exp);
    }
}
