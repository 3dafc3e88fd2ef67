using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Tiles that load each vector of an input row once and shift it to the columns of every tap.</summary>
internal static class ColumnShifts
{
    /// <summary>The multiply-adds that are written out for all taps: more only grow the code.</summary>
    public const int MostUnrolled = 200;

    /// <summary>The most vectors of a row of several: with four the JIT moves two of them to the stack and back, though the registers would hold all.</summary>
    public const int MostVectors = 3;

    /// <summary>The most weights of a kernel, all of which stay in registers.</summary>
    private const int MostWeights = 9;

    /// <summary>Whether a kernel's columns can be had by shifts: only AVX-512 shifts the lanes of two vectors.</summary>
    public static bool Suit(ConvSpec spec, Shape3 shape, Isa isa)
    {
        int reach = shape.EffectiveKernel[2] - 1;
        bool isReached = reach > 0 && reach <= Isa.Avx512.Lanes / 2;
        return isa.IsAvx512 && isReached && shape.Stride[2] == 1 && spec.FiltersPerGroup == 1 && Weights(shape) <= MostWeights;
    }

    /// <summary>The weights of a kernel plane.</summary>
    public static int Weights(Shape3 shape)
    {
        return shape.Kernel[1] * shape.Kernel[2];
    }

    /// <summary>The input vectors of a row: as many as hold the tile's columns, and one more where those of the last reach beyond it.</summary>
    public static int Pieces(Shape3 shape, PlanarTile tile, PlaneEdges edges)
    {
        bool reaches = edges.ColumnsOfLastVector + shape.EffectiveKernel[2] - 1 > Isa.Avx512.Lanes;
        return tile.Vectors + (reaches ? 1 : 0);
    }

    /// <summary>The registers beside the sums: weights, the vectors of a row and their shifted columns.</summary>
    public static int Registers(Shape3 shape, PlanarTile tile)
    {
        return Weights(shape) + (2 * tile.Vectors) + 1;
    }

    /// <summary>The cycles of a tile's step, in which all taps of a kernel plane meet one channel.</summary>
    /// <param name="shape">The layer's extents.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="edges">Where it lies.</param>
    /// <param name="sums">Its accumulators, narrower ones counted for less.</param>
    public static double Step(Shape3 shape, PlanarTile tile, PlaneEdges edges, double sums)
    {
        int lines = PlanarLines.Of(shape, tile.Rows).Count;
        double loads = lines * Pieces(shape, tile, edges) * CostModel.UnalignedLoad(Isa.Avx512.Lanes);
        double shifts = lines * tile.Vectors * (shape.Kernel[2] - 1) * CostModel.ColumnShift;
        return CostModel.ChannelStep(sums, Weights(shape), (int)loads, Weights(shape), 1, 0, CostModel.Latency(Isa.Avx512))
            + shifts + CostModel.CrossingLoads(loads, Isa.Avx512.Lanes) + CostModel.PlanarStep;
    }
}
