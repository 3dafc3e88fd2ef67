using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Plans kernels whose lanes are columns and which read the planes where they lie: masked loads give the zeros of the
/// padding at the ends of a row, and rows of padding are left out. A copy of a plane costs a third of a 3x3 kernel's time.
/// </summary>
internal static class InPlacePlanesPlanner
{
    /// <summary>The registers that hold masks or their loads.</summary>
    private const int Masks = 2;

    /// <summary>Whether planes of so many columns can be read where they lie: their extents are known and their padding is zero.</summary>
    public static bool Suits(ConvSpec spec, Shape3 shape, Isa isa)
    {
        // A pointwise kernel reads planes as one long row each, far apart: a copy brings what a tile reads together.
        bool hasMasks = isa.IsX64;
        return hasMasks
            && shape.PadsZeros()
            && shape.Output is not null
            && shape.Stride[2] <= 2
            && !spec.HasOneTap
            && shape.PaddingBegin[2] <= 4;
    }

    /// <summary>Those of the tiles that a plane has room for, and those whose rows end in half a vector.</summary>
    public static IEnumerable<PlanarTile> Tiles(ConvSpec spec, Shape3 shape, Isa isa, IEnumerable<PlanarTile> tiles)
    {
        int[] output = shape.Output!;

        // Tiles that overlap write what another thread has written once more: the same bits, unless a pass over them follows.
        bool mayOverlap = InlineActivation.Includes(spec.Activation);
        IEnumerable<PlanarTile> halves = tiles
            .Where(tile => shape.Stride[2] == 1 && tile.Lanes == Isa.Avx512.Lanes && tile.Vectors > 1)
            .Select(static tile => tile with { EndsHalf = true });
        IEnumerable<PlanarTile> all = tiles.Concat(halves);
        IEnumerable<PlanarTile> shifted = ColumnShifts.Suit(spec, shape, isa) ? all.Select(static tile => tile with { Shifts = true }) : [];
        return all.Concat(shifted).Where(tile => tile.Rows <= output[1]
            && (tile.Vectors - 1) * tile.Lanes < output[2]
            && (mayOverlap || output[1] % tile.Rows == 0)).Concat(WholePlane.Tiles(spec, shape, isa)).Concat(LinearPlane.Tiles(spec, shape, isa));
    }

    /// <summary>The registers that masks, weights and pairs take beyond those of a tile of copied planes.</summary>
    public static int SpareRegisters(Shape3 shape, Isa isa, int filters, PlanarTile tile)
    {
        if (shape.Stride[2] == 1)
        {
            return Masks;
        }

        // At stride 2 two or three columns of weights and the two vectors of a pair are there at a time.
        int columns = ColumnGroup.Of(shape, isa, tile).Max(static group => group.Taps.Count());
        return Masks + 2 + ((columns - 1) * (tile.KeepsWeights ? filters * shape.Kernel[1] : 1));
    }

    /// <summary>The columns of taps that are written out one after the other: those of stride 1 that have the same text are a loop.</summary>
    public static int WrittenColumns(Shape3 shape, Isa isa, PlanarTile tile)
    {
        return shape.Stride[2] == 1 ? ColumnGroup.Of(shape, isa, tile).Count : shape.Kernel[2];
    }

    /// <summary>The cycles of a plane for a block of filters.</summary>
    public static double PlaneCost(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile, int filters)
    {
        if (tile.HoldsPlane)
        {
            return (tile.IsLinear ? LinearPlane.Cost(shape, tile) : WholePlane.Cost(shape, tile)) * shape.Kernel[0];
        }

        PlaneEdges edges = new(shape, tile);
        double vectors = tile.Vectors - (tile.EndsHalf ? CostModel.HalfVector : 0);
        double sums = filters * tile.Rows * vectors * CostModel.Vector(isa, tile.Lanes);
        double channels = (double)spec.ChannelsPerGroup * shape.Kernel[0];
        double stores = isa.IsAvx512 ? 0 : filters * tile.Rows * CostModel.StoredParts(edges.ColumnsOfLastVector, tile.LanesOf(tile.Vectors - 1));
        double cycles = tile.Shifts ? ColumnShifts.Step(shape, tile, edges, sums)
            : ShufflesPairs(shape, isa) ? PairsCost(shape, isa, tile, filters)
            : ColumnsCost(spec, shape, isa, tile, filters);
        double call = CostModel.PlanarTileCall + sums + stores;
        return CostModel.PlaneCall + (edges.TilesOfRow * edges.TilesOfPlane * (call + (channels * cycles))) + FarLines(spec, shape, isa, tile);
    }

    /// <summary>The cycles in which a tile meets a kernel plane of a channel, one group of columns after the other.</summary>
    private static double ColumnsCost(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile, int filters)
    {
        int taps = shape.Kernel[1];
        double vectors = tile.Vectors - (tile.EndsHalf ? CostModel.HalfVector : 0);
        double sums = filters * tile.Rows * vectors * CostModel.Vector(isa, tile.Lanes);
        int lines = PlanarLines.Of(shape, tile.Rows).Count;
        double cycles = 0;

        foreach (ColumnGroup group in ColumnGroup.Of(shape, isa, tile))
        {
            int together = group.Taps.Count();
            double pieces = lines * ((vectors * ColumnGroup.Pieces(shape)) + (group.HasNeighbour ? 1 : 0));
            double loads = pieces * CostModel.UnalignedLoad(tile.Lanes);
            double crossing = ColumnShifts.Suit(spec, shape, isa) ? CostModel.CrossingLoads(loads, tile.Lanes) : 0;
            cycles += group.Count * (CostModel.ChannelStep(sums, taps * together, (int)loads, filters * taps * together, 1, 0, CostModel.Latency(isa)) + crossing + CostModel.PlanarStep);
        }

        return cycles;
    }

    /// <summary>Whether two vectors are loaded and shuffled to one, as with AVX2 at stride 2.</summary>
    private static bool ShufflesPairs(Shape3 shape, Isa isa)
    {
        return !isa.IsAvx512 && shape.Stride[2] > 1;
    }

    /// <summary>The cycles in which a tile whose vectors are shuffled meets a kernel plane of a channel.</summary>
    private static double PairsCost(Shape3 shape, Isa isa, PlanarTile tile, int filters)
    {
        IReadOnlyList<ColumnGroup> groups = ColumnGroup.Of(shape, isa, tile);
        int vectors = PlanarLines.Of(shape, tile.Rows).Count * tile.Vectors;
        int weights = shape.Kernel[1] * shape.Kernel[2];
        double multiplyAdds = (double)filters * tile.Rows * tile.Vectors * weights;
        double loads = groups.Count * vectors * ColumnGroup.Pieces(shape) * CostModel.UnalignedLoad(tile.Lanes);
        return CostModel.ShuffledStep(multiplyAdds, vectors * shape.Kernel[2], loads + (filters * weights), weights);
    }

    /// <summary>The cycles in which the lines that a plane is summed from come from beyond the L2 cache, as far as tiles that are bound by shuffles wait for them.</summary>
    private static double FarLines(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile)
    {
        // Rows of a line or two follow each other so closely that they are one stream.
        bool areStreams = shape.Input![2] > 2 * MachineCosts.CacheLine;

        if (!ShufflesPairs(shape, isa) || !areStreams || !OutputTraffic.IsBeyondSecondLevel(spec))
        {
            return 0;
        }

        double lines = (double)spec.ChannelsPerGroup * shape.Input[1] * shape.Input[2] / MachineCosts.CacheLine;
        return CostModel.StreamedLines(lines, PlanarLines.Of(shape, tile.Rows).Count);
    }

    /// <summary>How the planes are read.</summary>
    public static InputPlan Input(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile)
    {
        int[] output = shape.Output!;
        int height = output[1];

        if (shape.Kernel[0] > 1)
        {
            // The planes that windows share stay in the cache from one to the next.
            BlockShape chosen = BlockShape.Choose(output, shape.EffectiveKernel, shape.Stride, 1, tile.Columns, PlanarPlanner.Budget(spec, shape, isa));
            height = Math.Min(height, (chosen.Height + tile.Rows - 1) / tile.Rows * tile.Rows);
        }

        return new InputPlan
        {
            IsInPlace = true,
            IsFlat = false,
            SpreadsChannels = false,
            GroupsTogether = Together(spec, shape, isa, tile),
            PixelFloats = 1,
            Block = new EquatableArray<int>(output[0], height, output[2]),
            RowWidth = output[2],
            RowPitch = shape.Input![2],
            PlanePitch = 0,
        };
    }

    /// <summary>The groups of a call: as few as make some work, so that there are many calls to share out; all if they are prime.</summary>
    private static int? Together(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile)
    {
        if (spec.Groups == 1)
        {
            return null;
        }

        double cycles = shape.Output![0] * spec.FiltersPerGroup * PlaneCost(spec, shape, isa, tile, 1);
        return Enumerable.Range(1, spec.Groups).First(groups => spec.Groups % groups == 0 && (groups == spec.Groups || groups * cycles >= CostModel.CallCycles));
    }
}
