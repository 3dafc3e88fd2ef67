using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>The hyperbolic tangent.</summary>
internal readonly struct Tanh : IActivationFunction
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        return ElementaryFunctions.Tanh(x);
    }
}
