namespace ConvGen.Runtime;

/// <summary>A function of one variable, written once for every register width.</summary>
internal interface IActivationFunction
{
    /// <summary>Computes the function of every lane.</summary>
    /// <param name="x">The values before the activation.</param>
    /// <param name="alpha">The parameter of the functions that have one, in every lane.</param>
    static abstract TLanes Apply<TLanes>(TLanes x, TLanes alpha)
        where TLanes : unmanaged, ILanes<TLanes>;
}
