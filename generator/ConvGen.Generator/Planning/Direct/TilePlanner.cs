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
        InputPlan? input = isZero ? InputPlanner.Plan(spec, shape, KernelFamily.Direct, clipsColumns: true, isNarrow: isa.IsNarrow) : null;
        return input?.RowWidth is null ? null : Plan(spec, shape, isa, KernelFamily.Direct, input, clips: true);
    }

    private static KernelPlan? Plan(ConvSpec spec, Shape3 shape, Isa isa, KernelFamily family, InputPlan input, bool clips)
    {
        int filters = family == KernelFamily.Lanewise ? spec.Filters : spec.FiltersPerGroup;
        int steps = spec.WindowSteps;
        int vectors = (filters + isa.Lanes - 1) / isa.Lanes;
        int width = input.FlatWidth ?? input.RowWidth ?? CostModel.TypicalExtent;
        SumChains chains = SumChains.Of(spec, isa);
        int limit = CostModel.MostPixels(input.PixelStep(shape));
        BlockRun[] best = [];
        double bestCost = double.PositiveInfinity;
        bool streams = OutputTraffic.StreamsTiles(spec, isa, family);
        bool joinsLines = streams && isa == Isa.Avx2;
        int most = Math.Min(vectors, joinsLines ? StreamedVectors : MostVectors);

        for (int together = joinsLines ? most : 1; together <= most; together++)
        {
            BlockRun[] runs = [.. Blocks(isa, filters, together)
                .Select(run => run with { Cover = Cover(shape, isa, family, run.Block, input, limit, steps, chains) })];

            if (clips)
            {
                runs = [.. runs.Select(run => TapSpan.Clip(shape, run.Cover) is { } cover ? run with { Cover = cover } : null).OfType<BlockRun>()];
            }

            double cost = runs.Length == 0 || runs.Sum(static run => run.Count * run.Block.Filters) < filters
                ? double.PositiveInfinity
                : runs.Sum(run => run.Count * RowCost(shape, family, run.Block, run.Cover, steps, width));
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
        double predicted = useful / best.Sum(run => run.Count * RowCost(shape, family, run.Block, run.Cover, steps, width));
        return new KernelPlan
        {
            Isa = isa,
            Family = family,
            Runs = new EquatableArray<BlockRun>(best),
            PredictedFraction = predicted,
            Input = input,
            StreamsOutput = streams,
        };
    }

    /// <summary>The cycles in which the tiles of a point of minimal filtering meet one channel's weights, when <paramref name="tiles"/> are taken at a time.</summary>
    public static double PointCost(Shape3 shape, IEnumerable<BlockRun> runs, int tiles)
    {
        return runs.Sum(run => run.Count * RowCost(shape, KernelFamily.Winograd, run.Block, run.Cover, 1, tiles));
    }

    /// <summary>The same of some blocks of filters, with register tiles of at most so many pixels.</summary>
    public static double PointCost(Shape3 shape, BlockRun run, int pixels, int tiles)
    {
        return run.Count * RowCost(shape, KernelFamily.Winograd, run.Block, RowCover.Any(pixels), 1, tiles);
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

    private static RowCover Cover(Shape3 shape, Isa isa, KernelFamily family, VectorBlock block, InputPlan input, int limit, int steps, SumChains chains)
    {
        int largest = Math.Min(Math.Min(MostPixels(isa, family, block.Vectors), limit), input.FlatWidth ?? int.MaxValue);

        if (input.FlatWidth is not int flat)
        {
            return chains.Mark(input.RowWidth is int known ? RowCover.Exact(known, largest) : RowCover.Any(largest), block.Vectors);
        }

        // A batch makes the row longer, so that only the tiles' sizes are fixed: those that leave no small rest.
        return Enumerable.Range(0, (largest / 3) + 1)
            .Select(smaller => chains.Mark(RowCover.Any(largest - smaller, flat), block.Vectors))
            .OrderBy(cover => RowCost(shape, family, block, cover, steps, flat))
            .First();
    }

    /// <summary>The pixels that fit the registers: an accumulator for each pixel and vector, the weights, one for the input.</summary>
    private static int MostPixels(Isa isa, KernelFamily family, int vectors)
    {
        int most = (isa.Registers - vectors - 1) / vectors;

        // A lone vector's broadcasts are memory operands; beyond two dozen pixels its tile only grows the code.
        int enough = vectors == 1 && family != KernelFamily.Lanewise ? 24 : 14;
        return Math.Min(most, enough);
    }

    private static double RowCost(Shape3 shape, KernelFamily family, VectorBlock block, RowCover cover, int steps, int width)
    {
        if (cover.IsExact)
        {
            return cover.Tiles.Sum(tiles => tiles.Count * TapSpan.Of(shape, tiles.Pixels, tiles.Edge)
                .Where(static span => span.MeetsData)
                .Sum(span => span.Taps * Step(shape, family, span.Pixels, block, steps, tiles.Chains) / shape.Kernel[2]));
        }

        double cost = 0;
        int[] counts = cover.Over(width);

        for (int size = 0; size < counts.Length; size++)
        {
            TileRun tile = cover.Tiles[size];
            cost += counts[size] == 0 ? 0 : counts[size] * Step(shape, family, tile.Pixels, block, steps, tile.Chains);
        }

        return cost;
    }

    private static double Step(Shape3 shape, KernelFamily family, int pixels, VectorBlock block, int steps, int chains)
    {
        return family switch
        {
            KernelFamily.Lanewise => CostModel.LanewiseStep(pixels, block.Vectors, chains) + CostModel.WeightTraffic(block.Width, steps),

            // The weights of a point are used by a few tiles only and stream through the L1 cache whatever their number.
            KernelFamily.Winograd => CostModel.BroadcastStep(pixels, block.Vectors) + CostModel.StreamedWeights(block.Width),
            _ => CostModel.BroadcastStep(pixels, block.Vectors, chains) + CostModel.WeightTraffic(block.Width, steps) + Waiting(),
        };

        // What a lone tile meets comes once whatever the tile; 1x1 kernels of so many weights read a copy of their pixels by tiles that hide it.
        double Waiting()
        {
            double cycles = CostModel.BroadcastStep(pixels, block.Vectors, chains);
            bool isMetAgain = shape.Output is not { } output || output[0] * output[1] * output[2] > pixels;
            bool isWide = block.Lanes[0] == Isa.Avx512.Lanes;
            return isWide && isMetAgain && shape.Kernel.Any(static extent => extent > 1) ? CostModel.WeightsOfLastLevel(block.Width, steps, cycles) : 0;
        }
    }
}
