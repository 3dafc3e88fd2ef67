using System;

namespace ConvGen;

/// <summary>An array from an npy file.</summary>
public sealed class NpyArray
{
    /// <summary>Initializes the array.</summary>
    /// <param name="data">The values in row-major order.</param>
    /// <param name="shape">The extents, outermost first.</param>
    internal NpyArray(float[] data, int[] shape)
    {
        Data = data;
        Shape = shape;
    }

    /// <summary>Gets the values in row-major order, as many as the product of <see cref="Shape"/>.</summary>
    public float[] Data { get; }

    /// <summary>Gets the extents, outermost first; empty for a scalar.</summary>
    public int[] Shape { get; }
}
