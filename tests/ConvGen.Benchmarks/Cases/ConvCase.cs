using System;
using System.Linq;

namespace ConvGen.Benchmarks.Cases;

/// <summary>
/// One layer of a list, batch 1. Every array has one value a spatial dimension, outermost first; paddings are never
/// negative.
/// </summary>
internal sealed record ConvCase
{
    public required string Name { get; init; }

    public required int Groups { get; init; }

    public required int InChannels { get; init; }

    public required int Filters { get; init; }

    public required int[] Input { get; init; }

    public required int[] Kernel { get; init; }

    public required int[] Stride { get; init; }

    public required int[] Dilation { get; init; }

    public required int[] PadBegin { get; init; }

    public required int[] PadEnd { get; init; }

    /// <summary>The number of spatial dimensions, 1 to 3.</summary>
    public int Rank => Kernel.Length;

    /// <summary>The output's spatial extent.</summary>
    public int[] Output => [.. Enumerable.Range(0, Rank).Select(OutputExtent)];

    public int InputLength => checked(InChannels * Product(Input));

    public int OutputLength => checked(Filters * Product(Output));

    public int WeightCount => checked(Filters * (InChannels / Groups) * Product(Kernel));

    /// <summary>Two for every tap of every output, those in the padding too: what direct summation is charged with.</summary>
    public double Flops => 2.0 * OutputLength * (InChannels / Groups) * Product(Kernel);

    private int OutputExtent(int dimension)
    {
        int reach = ((Kernel[dimension] - 1) * Dilation[dimension]) + 1;
        int padded = Input[dimension] + PadBegin[dimension] + PadEnd[dimension];
        return padded < reach ? 0 : ((padded - reach) / Stride[dimension]) + 1;
    }

    private static int Product(int[] extents)
    {
        return extents.Aggregate(1, (product, extent) => checked(product * extent));
    }
}
