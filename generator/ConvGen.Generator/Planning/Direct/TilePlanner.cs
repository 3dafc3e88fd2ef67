using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Chooses the register tile of an instruction set: how many vectors of filters by how many pixels.</summary>
internal static class TilePlanner
{
    /// <summary>The most vectors side by side worth trying: beyond it too few pixels are left to share a weight's load.</summary>
    private const int MostVectors = 6;

    /// <summary>
    /// The narrow vectors side by side whose sums are written past the caches: two lines of a pixel at a time. Measured on two layers of 16 channels, these are 1.25 to 1.3 times as fast so,
    /// 1.05 to 1.15 times with one line and 1.0 and 1.27 with three, for which a tile has few pixels.
    /// </summary>
    private const int StreamedVectors = 4;

    /// <summary>Plans the tiles of a direct or lanewise kernel.</summary>
    public static KernelPlan Plan(ConvSpec spec, Shape3 shape, Isa isa, KernelFamily family, InputPlan input)
    {
        return Plan(spec, shape, isa, family, input, clips: false)!;
    }

    /// <summary>Plans the tiles of a direct kernel that leave out the taps in the padding of a row; null where more than the row's ends meet it.</summary>
    public static KernelPlan? PlanClipped(ConvSpec spec, Shape3 shape, Isa isa)
    {
        bool isZero = spec.PaddingMode == PaddingMode.Zeros && shape.Pads(2) && shape.Input is not null;
        InputPlan? input = isZero ? InputPlanner.Plan(spec, shape, KernelFamily.Direct, isa.IsNarrow, clipsColumns: true) : null;
        return input?.RowWidth is null ? null : Plan(spec, shape, isa, KernelFamily.Direct, input, clips: true);
    }

    private static KernelPlan? Plan(ConvSpec spec, Shape3 shape, Isa isa, KernelFamily family, InputPlan input, bool clips)
    {
        int filters = family == KernelFamily.Lanewise ? spec.Filters : spec.FiltersPerGroup;
        int vectors = (filters + isa.Lanes - 1) / isa.Lanes;
        int width = Width(input);
        int atOnce = WeightStreams.Of(spec, shape, isa, family);

        // A block is summed in the same order whether it is met with others or, at the end of a thread's share, alone.
        SumChains chains = atOnce > 1 ? SumChains.None : SumChains.Of(spec, isa);
        int limit = Math.Min(CostModel.MostPixels(input.PixelStep(shape)), input.FlatWidth ?? int.MaxValue);
        TileCost tiles = new(shape, family, spec.WindowSteps, atOnce);
        BlockRun[] best = [];
        double bestCost = double.PositiveInfinity;
        bool tileByTile = GroupOrder.IsTileByTile(spec, family);
        bool streams = OutputTraffic.StreamsTiles(spec, isa, family);
        bool joinsLines = streams && isa == Isa.Avx2;
        int most = Math.Min(vectors, atOnce > 1 ? WeightStreams.Vectors : joinsLines ? StreamedVectors : MostVectors);

        for (int together = joinsLines || atOnce > 1 ? most : 1; together <= most; together++)
        {
            BlockRun[] runs = [.. Blocks(isa, filters, together)
                .Select(run => (Run: run, Cover: Cover(shape, tiles, run.Block, input, Math.Min(MostPixels(isa, family, run.Block.Vectors), limit), chains, clips)))
                .Where(static run => run.Cover is not null)
                .Select(static run => run.Run with { Cover = run.Cover! })];

            if (tileByTile)
            {
                // All filters meet the same pixels: those of a tile of the first, the largest blocks.
                runs = [.. runs.Select(run => run with { Cover = chains.Mark(runs[0].Cover, run.Block.Vectors) })];
            }

            double cost = runs.Length == 0 || runs.Sum(static run => run.Count * run.Block.Filters) < filters
                ? double.PositiveInfinity
                : runs.Sum(run => run.Count * tiles.Row(run.Block, run.Cover, width));
            cost *= 1 + (CostModel.CompiledBlock * (runs.Length - 1));

            if (cost < bestCost)
            {
                (best, bestCost) = (runs, cost);
            }
        }

        if (best.Length == 0)
        {
            return null;
        }

        double useful = width * (double)filters / isa.Lanes / CostModel.FmaPerCycle;
        double predicted = useful / best.Sum(run => run.Count * tiles.Row(run.Block, run.Cover, width));
        return new KernelPlan
        {
            Isa = isa,
            Family = family,
            Runs = new EquatableArray<BlockRun>(best),
            PredictedFraction = predicted,
            Input = input,
            StreamsOutput = streams,
            BlocksAtOnce = atOnce,
            IsTileByTile = tileByTile,
        };
    }

    /// <summary>The cycles in which the tiles of a point of minimal filtering meet one channel's weights, when <paramref name="tiles"/> are taken at a time.</summary>
    public static double PointCost(Shape3 shape, IEnumerable<BlockRun> runs, int tiles)
    {
        TileCost cost = OfPoint(shape);
        return runs.Sum(run => run.Count * cost.Row(run.Block, run.Cover, tiles));
    }

    /// <summary>The same of some blocks of filters, with register tiles of at most so many pixels.</summary>
    public static double PointCost(Shape3 shape, BlockRun run, int pixels, int tiles)
    {
        return run.Count * OfPoint(shape).Row(run.Block, RowCover.Any(pixels), tiles);
    }

    private static TileCost OfPoint(Shape3 shape)
    {
        return new TileCost(shape, KernelFamily.Winograd, steps: 1);
    }

    /// <summary>The most tiles whose points are multiplied together with so many vectors of filters.</summary>
    public static int MostTiles(Isa isa, int vectors)
    {
        return MostPixels(isa, KernelFamily.Winograd, vectors);
    }

    /// <summary>Cuts the filters into blocks of <paramref name="together"/> vectors; the last block holds what is left, its last vector as narrow as will do.</summary>
    private static IEnumerable<BlockRun> Blocks(Isa isa, int filters, int together)
    {
        RowCover none = new(default, IsExact: false);
        int block = together * isa.Lanes;

        if (filters / block > 0)
        {
            VectorBlock whole = new(block, new EquatableArray<int>(Enumerable.Repeat(isa.Lanes, together)));
            yield return new BlockRun(whole, filters / block, none);
        }

        int left = filters % block;

        if (left > 0)
        {
            List<int> lanes = [];

            for (int rest = left; rest > 0; rest -= lanes[lanes.Count - 1])
            {
                lanes.Add(isa.LanesFor(rest));
            }

            VectorBlock last = new(left, new EquatableArray<int>(lanes));
            yield return new BlockRun(last, 1, none);
        }
    }

    /// <summary>The cheapest way to cover a row with tiles of at most so many pixels; null where its ends have to leave out the padding and tiles in between would meet it too.</summary>
    private static RowCover? Cover(Shape3 shape, TileCost cost, VectorBlock block, InputPlan input, int largest, SumChains chains, bool clips)
    {
        int width = Width(input);

        // A batch makes a flat row longer, so that only the tiles' sizes are fixed: those that leave no small rest.
        int smallest = input.FlatWidth is null ? largest : largest - (largest / 3);
        return Enumerable.Range(0, largest - smallest + 1)
            .Select(smaller => largest - smaller)
            .Select(pixels => input.FlatWidth is int flat ? RowCover.Any(pixels, flat) : input.RowWidth is int known ? RowCover.Exact(known, pixels) : RowCover.Any(pixels))
            .Select(cover => chains.Mark(cover, block.Vectors))
            .Select(cover => clips ? TapSpan.Clip(shape, cover) : cover)
            .OfType<RowCover>()
            .OrderBy(cover => cost.Row(block, cover, width))
            .FirstOrDefault();
    }

    /// <summary>The pixels of a row, those of a typical one where they are not known.</summary>
    private static int Width(InputPlan input)
    {
        return input.FlatWidth ?? input.RowWidth ?? CostModel.TypicalExtent;
    }

    /// <summary>The pixels that fit the registers: an accumulator for each pixel and vector, the weights, one for the input.</summary>
    private static int MostPixels(Isa isa, KernelFamily family, int vectors)
    {
        int most = (isa.Registers - vectors - 1) / vectors;

        // A lone vector's broadcasts are memory operands; beyond two dozen pixels its tile only grows the code.
        int enough = vectors == 1 && family != KernelFamily.Lanewise ? 24 : 14;
        return Math.Min(most, enough);
    }
}
