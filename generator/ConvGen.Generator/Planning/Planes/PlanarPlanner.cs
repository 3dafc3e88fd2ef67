using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Plans kernels whose lanes are columns of an output row: each weight is broadcast and meets vectors of neighbouring
/// columns. They suit tensors whose channels lie in planes, where a kernel with filters as lanes would have to transpose
/// input and output: depthwise and 1x1 layers, and those of few filters, have too little work to hide that.
/// </summary>
internal static class PlanarPlanner
{
    /// <summary>The most filters of a layer whose filters are all in one tile.</summary>
    private const int FewFilters = 8;

    /// <summary>
    /// The most channels of a layer of more filters: its copy of the input is next to nothing, while transposing the output would take about as long as all multiply-adds. Measured with AVX2 where
    /// 1 to 3 channels meet 16 to 64 filters, such layers are 1.2 to 2.3 times as fast; with 16 and 32 channels 0.6 to 1.1, with kernels of several planes 0.93 to 0.98.
    /// </summary>
    private const int FewChannels = 4;

    /// <summary>The fewest columns of a row of such a layer's output: shorter ones leave lanes empty.</summary>
    private const int FewestColumns = 16;

    private const int MostVectors = 4;

    /// <summary>The same of a kernel one row high: its rows have nothing in common, and tiles of one row read and write streams, which the processor foresees.</summary>
    private const int MostVectorsOfRow = 7;

    private const int MostRows = 8;

    /// <summary>The same of a tile as high as its plane: it asks at no edge whether a row is there, and no row is loaded by two tiles.</summary>
    private const int MostRowsOfPlane = 16;

    /// <summary>The most filters of a tile.</summary>
    private const int MostFilters = 14;

    /// <summary>The multiply-adds of a tap that are written out: more only grow the code.</summary>
    private const int MostUnrolled = 96;

    /// <summary>The same with AVX2 where planes are read in place and the columns of a kernel have up to three texts: eight sums of 5x5.</summary>
    private const int MostUnrolledInPlace = 144;

    /// <summary>The parts into which the groups are cut at least, so that every core has some.</summary>
    private const int FewestParts = 8;

    /// <summary>Plans a kernel; null for a layer that it does not suit.</summary>
    public static KernelPlan? Plan(ConvSpec spec, Shape3 shape, Isa isa)
    {
        if (!HasPlanes(spec) || !Suits(spec, shape))
        {
            return null;
        }

        bool flat = IsFlat(spec, shape);
        bool joins = flat && JoinsPlanes(spec);
        bool inPlace = InPlacePlanesPlanner.Suits(spec, shape, isa) && !HasFewChannels(spec, shape);
        KernelPlan? best = null;
        double bestCost = double.PositiveInfinity;
        (int height, int width) = Extent(spec, shape, flat, joins);
        IEnumerable<PlanarTile> tiles = Tiles(spec, isa, flat, inPlace && HasLongRows(spec, shape, isa), inPlace ? shape.Output![1] : 0);

        if (flat && HasHalfTail(shape, isa, joins))
        {
            tiles = tiles.Select(static tile => tile.Lanes == Isa.Avx512.Lanes ? tile with { TailIsHalf = true } : tile);
        }

        if (joins)
        {
            tiles = tiles.Select(static tile => tile with { JoinsPlanes = true });
        }

        foreach (PlanarTile tile in inPlace ? InPlacePlanesPlanner.Tiles(spec, shape, isa, tiles) : tiles)
        {
            int largest = Math.Min(MostFilters, spec.FiltersPerGroup);

            for (int filters = 1; filters <= largest; filters++)
            {
                if (!Fits(shape, isa, tile, filters, inPlace))
                {
                    break;
                }

                RowCover blocks = RowCover.Exact(spec.FiltersPerGroup, filters);
                double cost = blocks.Tiles.Sum(block => block.Count
                    * (inPlace ? InPlacePlanesPlanner.PlaneCost(spec, shape, isa, tile, block.Pixels) : PlaneCost(spec, shape, tile, block.Pixels, height, width)))
                    * (1 + (CostModel.CompiledBlock * (blocks.Tiles.Count - 1)));

                if (cost < bestCost)
                {
                    bestCost = cost;
                    InputPlan input = inPlace ? InPlacePlanesPlanner.Input(spec, shape, isa, tile) : Input(spec, shape, isa, tile);
                    double useful = (double)width * height * spec.FiltersPerGroup * spec.WindowSteps / isa.Lanes / CostModel.FmaPerCycle;
                    best = new KernelPlan
                    {
                        Isa = isa,
                        Family = KernelFamily.Planar,
                        Runs = new EquatableArray<BlockRun>(blocks.Tiles.Select(block => Run(block, tile, input))),
                        PredictedFraction = useful / cost,
                        Input = input,
                        Planar = tile,
                        StreamsOutput = PlanarTraffic.Streams(spec, shape, isa, tile, inPlace),
                        CopiesPlanes = !inPlace && PlanarTraffic.CopiesPlanes(spec, shape, isa, tile),
                        FetchesAhead = PlanarTraffic.FetchesAhead(spec, shape, isa, tile, input),
                    };
                }
            }
        }

        return best;
    }

    /// <summary>Whether the channels of input and output lie in planes of their own.</summary>
    private static bool HasPlanes(ConvSpec spec)
    {
        return spec.MemoryLayout != Layout.ChannelsLast || (spec.InChannels == 1 && spec.Filters == 1);
    }

    private static bool Suits(ConvSpec spec, Shape3 shape)
    {
        // The columns of a phase lie side by side, and so must the taps of a row within it.
        bool isSpread = shape.Stride[2] > 1 && shape.Dilation[2] > 1;
        bool isPointwise = spec.HasOneTap && (spec.Stride.All(static stride => stride == 1) || IsFlat(spec, shape));
        bool isDepthwise = spec.Groups > 1 && spec.ChannelsPerGroup == 1;
        bool isNarrow = shape.Output is { } output && (isPointwise ? output[1] * output[2] : output[2]) < 4;
        return !isSpread && !isNarrow && (isDepthwise || isPointwise || (spec.Groups == 1 && spec.Filters <= FewFilters) || HasFewChannels(spec, shape));
    }

    /// <summary>Whether more than a few filters meet planes of few channels, of which they read a copy: masked loads and the texts of the columns at the ends of a row would cost all of them time.</summary>
    private static bool HasFewChannels(ConvSpec spec, Shape3 shape)
    {
        return spec.Groups == 1
            && spec.InChannels <= FewChannels
            && spec.Filters > FewFilters
            && !spec.HasOneTap
            && shape.Kernel[0] == 1
            && (shape.Output is not { } output || output[2] >= FewestColumns);
    }

    /// <summary>Whether the positions of a plane can be taken for one row: each window is a position of its own, and the copy leaves out those that a stride does.</summary>
    private static bool IsFlat(ConvSpec spec, Shape3 shape)
    {
        return spec.HasOneTap && !shape.PadsAny();
    }

    /// <summary>Whether all positions of a channel are one row: its planes lie one behind the other and none is left out.</summary>
    private static bool JoinsPlanes(ConvSpec spec)
    {
        return spec.MemoryLayout == Layout.ChannelsFirst && spec.Rank == 3 && spec.Stride.All(static stride => stride == 1);
    }

    /// <summary>Whether the kernel is one row high, its columns can be had by shifts and the rows are as long as the widest tile.</summary>
    private static bool HasLongRows(ConvSpec spec, Shape3 shape, Isa isa)
    {
        return shape.Kernel[1] == 1 && ColumnShifts.Suit(spec, shape, isa) && shape.Output![2] >= MostVectorsOfRow * isa.Lanes;
    }

    private static IEnumerable<PlanarTile> Tiles(ConvSpec spec, Isa isa, bool flat, bool rowByRow, int plane)
    {
        int mostRows = flat || spec.Rank == 1 || rowByRow ? 1 : MostRowsOfPlane;
        int mostVectors = rowByRow ? MostVectorsOfRow : MostVectors;
        int fewestLanes = Math.Min(isa.Lanes, 4);

        for (int lanes = isa.Lanes; lanes >= fewestLanes && lanes > 0; lanes /= 2)
        {
            for (int vectors = 1; vectors <= mostVectors; vectors++)
            {
                for (int rows = 1; rows <= mostRows; rows++)
                {
                    if (rows <= MostRows || rows == plane)
                    {
                        yield return new PlanarTile(lanes, vectors, rows, flat);
                    }
                }
            }
        }
    }

    /// <summary>Whether half a vector takes the last positions of a plane that is one row.</summary>
    private static bool HasHalfTail(Shape3 shape, Isa isa, bool joins)
    {
        int left = shape.Output is { } output ? Extents(output, flat: true, joins)[2] % isa.Lanes : 0;
        return isa.IsAvx512 && left > 0 && left <= isa.Lanes / 2;
    }

    private static bool Fits(Shape3 shape, Isa isa, PlanarTile tile, int filters, bool inPlace)
    {
        if (tile.HoldsPlane)
        {
            return filters == 1;
        }

        int sums = filters * tile.Rows * tile.Vectors;

        if (tile.Shifts)
        {
            return (tile.Rows == 1 || tile.Vectors <= ColumnShifts.MostVectors)
                && sums + ColumnShifts.Registers(shape, tile) <= isa.Registers
                && sums * ColumnShifts.Weights(shape) <= ColumnShifts.MostUnrolled;
        }

        int weights = tile.KeepsWeights ? filters * shape.Kernel[1] : 1;
        int spare = inPlace ? InPlacePlanesPlanner.SpareRegisters(shape, isa, filters, tile) : isa.Registers < 32 ? 1 : 0;
        int columns = inPlace ? InPlacePlanesPlanner.WrittenColumns(shape, isa, tile) : 1;
        return sums + weights + tile.Vectors + spare <= isa.Registers
            && sums * shape.Kernel[1] * columns <= (inPlace && !isa.IsAvx512 ? MostUnrolledInPlace : MostUnrolled);
    }

    private static (int Height, int Width) Extent(ConvSpec spec, Shape3 shape, bool flat, bool joins)
    {
        int[] typical = [1, spec.Rank == 1 ? 1 : CostModel.TypicalExtent, CostModel.TypicalExtent];
        int[] extents = Extents(shape.Output ?? typical, flat, joins);
        return (extents[1], extents[2]);
    }

    /// <summary>The output's extents (depth, height, width) with those axes made one that a tile takes for one row.</summary>
    private static int[] Extents(int[] output, bool flat, bool joins)
    {
        int plane = output[1] * output[2];
        return joins ? [1, 1, output[0] * plane] : flat ? [output[0], 1, plane] : output;
    }

    /// <summary>The cycles of a plane for a block of filters.</summary>
    private static double PlaneCost(ConvSpec spec, Shape3 shape, PlanarTile tile, int filters, int height, int width)
    {
        int vectors = (width + tile.Lanes - 1) / tile.Lanes;
        int rows = (height + tile.Rows - 1) / tile.Rows;
        int whole = tile.TailIsHalf ? vectors - 1 : vectors;
        double tail = tile.TailIsHalf ? (1 - CostModel.HalfVector) * TileCost(spec, shape, tile with { Vectors = 1 }, filters) : 0;
        return rows * (tail + (whole == 0 ? 0 : RowCover.Exact(whole, tile.Vectors).Tiles
            .Sum(tiles => tiles.Count * TileCost(spec, shape, tile with { Vectors = tiles.Pixels }, filters))));
    }

    private static double TileCost(ConvSpec spec, Shape3 shape, PlanarTile tile, int filters)
    {
        int taps = shape.Kernel[1];
        int sums = filters * tile.Rows * tile.Vectors;
        int lines = PlanarLines.Of(shape, tile.Rows).Count;

        // Vectors at a column that is not the first of a cache line are loaded in two halves.
        double inputs = lines * tile.Vectors * (shape.Kernel[2] > 1 ? CostModel.UnalignedLoad(tile.Lanes) : CostModel.CopiedLoad);
        double step = CostModel.ChannelStep(sums, taps, (int)inputs, filters * taps, 1, 0);
        return CostModel.PlanarTileCall + sums + ((double)spec.WindowSteps / taps * (step + CostModel.PlanarStep));
    }

    private static BlockRun Run(TileRun block, PlanarTile tile, InputPlan input)
    {
        RowCover cover = input.RowWidth is int width
            ? RowCover.Exact((width + tile.Lanes - 1) / tile.Lanes, tile.Vectors)
            : new RowCover(new EquatableArray<TileRun>(new[] { tile.Vectors, 1 }.Distinct().Select(static vectors => new TileRun(vectors, 1))), IsExact: false);
        return new BlockRun(new VectorBlock(block.Pixels, new EquatableArray<int>(block.Pixels)), block.Count, cover);
    }

    private static InputPlan Input(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile)
    {
        int? together = Together(spec, shape, isa);
        int channels = (together ?? 1) * spec.ChannelsPerGroup;
        EquatableArray<int> block = default;
        EquatableArray<int> slow = default;
        int? rowWidth = null;

        if (shape.Output is { } output)
        {
            int[] extent = Extents(output, tile.FlattensPlanes, tile.JoinsPlanes);
            int[] stride = tile.FlattensPlanes ? [1, 1, 1] : shape.Stride;
            block = Block(Budget(spec, shape, isa));
            rowWidth = block[2] == extent[2] && !tile.FlattensPlanes ? extent[2] : null;

            if (tile.FlattensPlanes && isa.IsAvx512 && spec.ChannelsPerGroup > 1 && Block(BudgetOfSlowCache(channels)) is var larger && !larger.Equals(block))
            {
                slow = larger;
            }

            EquatableArray<int> Block(long budget)
            {
                BlockShape chosen = BlockShape.Choose(extent, shape.EffectiveKernel, stride, channels, tile.Columns, budget);
                return new EquatableArray<int>(chosen.Depth, (chosen.Height + tile.Rows - 1) / tile.Rows * tile.Rows, chosen.Width);
            }
        }

        return new InputPlan
        {
            IsInPlace = false,
            IsFlat = false,
            SpreadsChannels = false,
            GroupsTogether = together,
            PixelFloats = 1,
            Block = block,
            BlockOfSlowCache = slow,
            RowWidth = rowWidth,
            RowPitch = 0,
            PlanePitch = 0,
        };
    }

    /// <summary>
    /// The floats of a copy: those of the L1 cache where one or a few filters read it right away. What many filters or channels share may fill a part of the L2
    /// cache, which is 512 KB where vectors are narrow: half as much is 1.03 times as fast there over 17 layers of 1x1, measured, but what comes from memory comes
    /// faster in longer runs.
    /// </summary>
    public static long Budget(ConvSpec spec, Shape3 shape, Isa isa)
    {
        return spec.ChannelsPerGroup == 1 ? CostModel.FirstLevelFloats * shape.Kernel[0]
            : isa.IsAvx512 || OutputTraffic.IsBeyondHalfOfLastLevel(spec) ? BlockShape.InputBudget
            : BlockShape.InputBudget / 2;
    }

    /// <summary>
    /// The floats of a copy where the last cache is slow: sixteen lines of each plane, most of the L2 cache at most. Planes are pages apart, and the
    /// processor's own fetching needs some lines of each. Nothing is fetched for the next block there: together 1.05 times as fast over 45 layers, measured.
    /// </summary>
    private static long BudgetOfSlowCache(int channels)
    {
        const int Lines = 16;
        return Math.Min(Math.Max(BlockShape.InputBudget, ((Lines * MachineCosts.CacheLine) + 1L) * channels), 3 * BlockShape.InputBudget);
    }

    /// <summary>The groups of a copy: few enough for the cache, many enough that a call has some work.</summary>
    private static int? Together(ConvSpec spec, Shape3 shape, Isa isa)
    {
        if (spec.Groups == 1)
        {
            return null;
        }

        int[] input = shape.Input ?? [1, CostModel.TypicalExtent, CostModel.TypicalExtent];
        long floats = input.Aggregate((long)spec.ChannelsPerGroup, static (product, extent) => product * extent);
        return Enumerable.Range(1, spec.Groups)
            .Where(groups => spec.Groups % groups == 0)
            .TakeWhile(groups => groups == 1 || (groups * floats <= Budget(spec, shape, isa) && groups * FewestParts <= spec.Groups))
            .Last();
    }
}
