using System;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Filters computed side by side in the registers of a tile.</summary>
/// <param name="Filters">The number of filters.</param>
/// <param name="Lanes">The lanes of each vector; the last may have more than there are filters left.</param>
internal sealed record VectorBlock(int Filters, EquatableArray<int> Lanes)
{
    /// <summary>The number of vectors.</summary>
    public int Vectors => Lanes.Count;

    /// <summary>The lanes of each vector; not to be changed in a copy, since the width is computed once.</summary>
    public EquatableArray<int> Lanes { get; } = Lanes;

    /// <summary>The lanes of all vectors: the floats of one channel's weights.</summary>
    public int Width { get; } = Lanes.Sum();

    /// <summary>The first lane of a vector.</summary>
    public int Offset(int vector)
    {
        return Lanes.Take(vector).Sum();
    }

    /// <summary>The filters that a vector holds.</summary>
    public int FiltersOf(int vector)
    {
        return Math.Min(Lanes[vector], Filters - Offset(vector));
    }
}
