using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Plans the kernels that slide along a row: each input vector is loaded once for a row of the kernel and meets the
/// weights of all the taps that reach it. They suit layers of few channels a group, depthwise ones above all, where
/// loads and not multiply-adds are the bound.
/// </summary>
internal static class SlidingPlanner
{
    /// <summary>The most pixels of a tile: more only grow the code.</summary>
    private const int MostPixels = 16;

    /// <summary>The taps of a kernel row up to which all of it is unrolled.</summary>
    private const int MostTaps = 32;

    /// <summary>The taps and channels of a row of the kernel up to which those of four lanes are unrolled.</summary>
    private const int MostUnrolled = 48;

    /// <summary>The channels of a group beyond which the weights are too many to be fetched for one vector of filters.</summary>
    private const int MostChannels = 32;

    /// <summary>The family of a layer that slides on this instruction set; null when it does not.</summary>
    public static KernelFamily? FamilyOf(ConvSpec spec, Isa isa)
    {
        if (spec.Groups == 1 || Taps(spec) > MostTaps)
        {
            return null;
        }

        if (spec.Filters != spec.Groups && !SharesInputs(spec, isa) && IsGrouped(spec, isa))
        {
            return KernelFamily.Grouped;
        }

        return spec.ChannelsPerGroup == 1 ? KernelFamily.Depthwise : null;
    }

    /// <summary>Whether each filter has two lanes of a vector, for two channels.</summary>
    public static bool HasPairs(ConvSpec spec, KernelPlan plan)
    {
        return plan.Family == KernelFamily.Grouped && LaneInput.For(spec, plan.Family, plan.Runs[0].Block.Width)!.Source == LaneSource.Pairs;
    }

    /// <summary>The taps of a row whose weights for so many vectors are in registers at the same time.</summary>
    public static int TapsTogether(ConvSpec spec, Isa isa, int vectors)
    {
        int most = MostWeights(isa) / vectors;
        int taps = Taps(spec);
        int parts = (taps + most - 1) / most;
        return (taps + parts - 1) / parts;
    }

    public static KernelPlan Plan(ConvSpec spec, Isa isa, KernelFamily family, InputPlan input)
    {
        int lanes = family == KernelFamily.Depthwise ? isa.LanesFor(spec.Filters) : GroupedLanes(spec, isa);
        int vectors = family == KernelFamily.Depthwise ? VectorsOfTile(spec, isa, input, lanes) : 1;
        BlockRun[] runs = [.. Blocks(spec.Filters, lanes, vectors, isa).Select(run => run with { Cover = Cover(spec, isa, family, run.Block, input) })];
        int width = input.RowWidth ?? CostModel.TypicalExtent;
        double cost = runs.Sum(run => run.Count * run.Block.Vectors * RowCost(spec, run.Cover, width));
        bool streams = SlidingTraffic.Streams(spec, isa, family);
        bool isRowByRow = RowOrder.IsRowByRow(spec, isa, family, input);
        bool readsWhole = isRowByRow || ReadsWholePixels(spec, isa, family, runs[0].Block.Vectors);
        int together = readsWhole ? runs[0].Count : BlocksTogether(spec, runs[0], LaneInput.For(spec, family, runs[0].Block.Width)!);
        bool differs = together < runs[0].Count && ReadsWholePixels(spec, isa, family, runs[0].Block.Vectors, hasSlowCache: true);
        double useful = width * (double)spec.Filters / isa.Lanes * Taps(spec) / CostModel.FmaPerCycle;
        return new KernelPlan
        {
            Isa = isa,
            Family = family,
            Runs = new EquatableArray<BlockRun>(runs),
            PredictedFraction = useful / cost,
            Input = input,
            BlocksTogether = together,
            BlocksTogetherOfSlowCache = differs ? runs[0].Count : null,
            IsRowByRow = isRowByRow,
            StreamsOutput = streams,
            FetchesAhead = SlidingTraffic.FetchesAhead(spec, isa, family, input),
        };
    }

    /// <summary>The registers that the weights of a part of a kernel row may take.</summary>
    private static int MostWeights(Isa isa)
    {
        return isa.Registers >= 32 ? 12 : 7;
    }

    /// <summary>
    /// The vectors of a depthwise tile. Many pixels of one vector load least. But where the lines that such a tile reads and writes
    /// share a few sets of the L1 cache, they drive one another out, and each load waits for its line: there a tile takes fewer
    /// pixels of vectors side by side, whose lines lie in neighbouring sets. So it does where narrow vectors meet lines from afar.
    /// </summary>
    private static int VectorsOfTile(ConvSpec spec, Isa isa, InputPlan input, int lanes)
    {
        // Groups computed together are as few as fill whole vectors: several side by side need not divide them.
        if (input.GroupsTogether is not null)
        {
            return 1;
        }

        int pixels = Cover(spec, isa, KernelFamily.Depthwise, Block(lanes, lanes), input).Tiles[0].Pixels;
        (int rows, int columns) = Window(spec, pixels);
        int written = SlidingTraffic.Streams(spec, isa, KernelFamily.Depthwise) ? 0 : pixels;
        bool holds = CostModel.Holds((rows * columns) + written, input.PixelFloats);
        int most = MostWeights(isa) / Math.Min(3, Taps(spec));
        int across = holds ? 1 : Math.Min(most, CostModel.VectorsAcrossSets(input.PixelFloats));
        int vectors = Math.Max(across, SlidingTraffic.VectorsOfLine(spec, isa, input.RowWidth <= pixels));
        return spec.Filters >= vectors * lanes ? vectors : 1;
    }

    /// <summary>The rows of input, in all planes, and the columns that a tile of so many pixels reads.</summary>
    private static (int Rows, int Columns) Window(ConvSpec spec, int pixels)
    {
        Shape3 shape = new(spec);
        return (shape.Kernel[0] * shape.Kernel[1], (int)BlockShape.Span(pixels, shape.EffectiveKernel[2], shape.Stride[2]));
    }

    private static int Taps(ConvSpec spec)
    {
        return spec.Kernel[spec.Rank - 1];
    }

    /// <summary>
    /// Whether vectors side by side had better share what they load of a group: sliding tiles of one vector load as much as they multiply with a single tap, and
    /// two thirds of it with three. Measured on AVX2, 1.06 to 1.1 times as fast with one tap, 1.07 to 1.2 with kernels of 3x3 and 3x3x3, strided or not, but half as fast to 0.85 beyond
    /// the caches, where tiles come back to the channels of a group for each block of filters, unless all groups meet a tile's pixels before the next. With AVX-512 on Zen 5 0.96 to 1.14
    /// over 11 layers, 1.04 overall.
    /// </summary>
    private static bool SharesInputs(ConvSpec spec, Isa isa)
    {
        bool comesInOrder = GroupOrder.IsTileByTile(spec, KernelFamily.Direct);
        return isa.IsX64 && spec.FiltersPerGroup >= 2 * isa.Lanes && spec.HasInput && (comesInOrder || !OutputTraffic.IsFar(spec));
    }

    private static bool IsGrouped(ConvSpec spec, Isa isa)
    {
        int lanes = GroupedLanes(spec, isa);
        return lanes > 0
            && spec.ChannelsPerGroup <= MostChannels
            && Blocks(spec.Filters, lanes, 1, isa).All(run => run.Block.Filters == run.Block.Width && Fits(spec, run.Block.Width));
    }

    /// <summary>The widest vectors that a grouped layer fills, not less than half of what the machine has; 0 when there are none.</summary>
    private static int GroupedLanes(ConvSpec spec, Isa isa)
    {
        int least = Math.Max(4, isa.Lanes / 2);

        for (int lanes = isa.Lanes; lanes >= least; lanes /= 2)
        {
            if (Fits(spec, lanes))
            {
                return lanes;
            }
        }

        return 0;
    }

    private static bool Fits(ConvSpec spec, int lanes)
    {
        LaneInput? input = LaneInput.For(spec, KernelFamily.Grouped, lanes);
        bool isUnrolled = input?.Source == LaneSource.Permuted && lanes == 4;
        return input is not null && (!isUnrolled || Taps(spec) * spec.ChannelsPerGroup <= MostUnrolled);
    }

    /// <summary>
    /// Cuts the filters into vectors, so many side by side while there are enough. The last one is as narrow as will do;
    /// where it would reach beyond the last filter it starts earlier and computes some filters again, so that nothing
    /// beyond them is read or written.
    /// </summary>
    private static IEnumerable<BlockRun> Blocks(int filters, int lanes, int vectors, Isa isa)
    {
        RowCover none = new(default, IsExact: false);
        int together = vectors * lanes;

        if (filters >= together)
        {
            yield return new BlockRun(Block(together, lanes, vectors), filters / together, none);
        }

        for (int left = filters % together; left >= lanes; left -= lanes)
        {
            yield return new BlockRun(Block(lanes, lanes), 1, none);
        }

        for (int rest = filters % lanes; rest > 0;)
        {
            int narrow = Math.Min(lanes, isa.LanesFor(rest));

            if (narrow > filters && narrow > 4)
            {
                narrow /= 2;
            }

            yield return new BlockRun(Block(Math.Min(narrow, filters), narrow), 1, none);
            rest -= narrow;
        }
    }

    private static VectorBlock Block(int filters, int lanes, int vectors = 1)
    {
        return new VectorBlock(filters, new EquatableArray<int>(Enumerable.Repeat(lanes, vectors)));
    }

    private static RowCover Cover(ConvSpec spec, Isa isa, KernelFamily family, VectorBlock block, InputPlan input)
    {
        // Beside the sums: the weights, an input vector, what a permutation takes, and one that the JIT wants of sixteen.
        LaneInput lanes = LaneInput.For(spec, family, block.Width)!;
        int permuting = lanes.Source == LaneSource.Permuted ? 2 : 0;
        int spare = isa.Registers < 32 ? 1 : 0;
        int vectors = block.Vectors * lanes.LanesOfFilter;
        int weights = TapsTogether(spec, isa, vectors) * vectors;
        bool isDeepOrFar = new Shape3(spec).Kernel[0] > 1 || OutputTraffic.IsFar(spec);
        bool staysNear = family == KernelFamily.Depthwise && isa.IsAvx512 && isDeepOrFar && ReadsWholePixels(spec, isa, family, block.Vectors);
        int most = staysNear ? PixelsInFirstLevel(spec, input.PixelFloats)
            : FarStrips.Apply(spec, new Shape3(spec), family) ? FarStrips.MostPixels(spec, new Shape3(spec))
            : MostPixels;
        int largest = Math.Min(most, (isa.Registers - weights - 1 - permuting - spare) / vectors);
        return input.RowWidth is int width ? RowCover.Exact(width, largest) : RowCover.Any(largest);
    }

    /// <summary>
    /// Whether the tiles of all vectors follow each other, so that what comes from far is read as one stream of whole pixels: from beyond the caches,
    /// and from beyond the L2 cache by depthwise tiles of one vector, which otherwise read it in short runs. Wide vectors had better do that where
    /// the last cache is slow alone: on Cascade Lake 1.15 times as fast over 18 layers and up to 2.8, on Zen 5 0.78 over 18 and down to 0.54.
    /// </summary>
    private static bool ReadsWholePixels(ConvSpec spec, Isa isa, KernelFamily family, int vectors, bool hasSlowCache = false)
    {
        bool isShort = family == KernelFamily.Depthwise && vectors == 1 && (hasSlowCache || !isa.IsAvx512);
        return (OutputTraffic.IsFar(spec) || (isShort && OutputTraffic.IsBeyondSecondLevel(spec))) && !SlidingTraffic.Streams(spec, isa, family);
    }

    /// <summary>
    /// The most pixels of a tile whose input, with all of its channels, stays in the L1 cache from one vector's tile to the next; of
    /// no use where few pixels are too many. Measured, with deep blocks kernels of 3x3x3 are 1.1 to 1.9 times as fast; half lines do not gain.
    /// </summary>
    private static int PixelsInFirstLevel(ConvSpec spec, int pixelFloats)
    {
        const int Few = 4;
        int pixels = MostPixels;

        while (pixels >= Few && Floats(pixels) > CostModel.FirstLevelFloats)
        {
            pixels--;
        }

        return pixels < Few ? MostPixels : pixels;

        long Floats(int count)
        {
            (int rows, int columns) = Window(spec, count);
            return (long)rows * columns * pixelFloats;
        }
    }

    /// <summary>
    /// The vectors whose tiles follow each other on a row before the next row: so many that the rows a tile meets again
    /// and the weights stay in the L1 cache.
    /// </summary>
    private static int BlocksTogether(ConvSpec spec, BlockRun run, LaneInput lanes)
    {
        (int rows, int columns) = Window(spec, run.Cover.Tiles[0].Pixels);
        int weights = rows * Taps(spec) * spec.ChannelsPerGroup * run.Block.Width;
        int most = Math.Max(1, CostModel.FirstLevelFloats / (weights + (rows * columns * lanes.Floats / lanes.VectorsOfGroup)));

        // A group's vectors stay together, so that an offset to the first tells the channels.
        int groups = Math.Max(1, most / lanes.VectorsOfGroup);
        int allGroups = (run.Count + lanes.VectorsOfGroup - 1) / lanes.VectorsOfGroup;
        int parts = (allGroups + groups - 1) / groups;
        return Math.Min(run.Count, (allGroups + parts - 1) / parts * lanes.VectorsOfGroup);
    }

    private static double RowCost(ConvSpec spec, RowCover cover, int width)
    {
        if (cover.IsExact)
        {
            return cover.Tiles.Sum(tiles => tiles.Count * TileCost(spec, tiles.Pixels));
        }

        int largest = cover.Tiles[0].Pixels;
        return (width + largest - 1) / largest * TileCost(spec, largest);
    }

    /// <summary>The cycles of a tile for one row of the kernel and one channel.</summary>
    private static double TileCost(ConvSpec spec, int pixels)
    {
        int stride = spec.Stride[spec.Rank - 1];
        int dilation = spec.Dilation[spec.Rank - 1];
        int positions = Enumerable.Range(0, pixels)
            .SelectMany(pixel => Enumerable.Range(0, Taps(spec)).Select(tap => (pixel * stride) + (tap * dilation)))
            .Distinct()
            .Count();
        return CostModel.SlidingRow(pixels, Taps(spec), positions);
    }
}
