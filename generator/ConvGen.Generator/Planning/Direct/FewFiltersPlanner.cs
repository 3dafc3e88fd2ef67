using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Chooses the register tile of a layer with few filters, whose lanes are input channels: how many pixels, and how
/// many taps' weights stay in registers while the row passes by.
/// </summary>
internal static class FewFiltersPlanner
{
    /// <summary>The most filters worth trying: beyond it too few pixels are left to share a weight's load.</summary>
    private const int MostFilters = 8;

    /// <summary>The most for an output of one position, which shares no load in any kernel: lanes of filters would make one sum that waits for itself.</summary>
    private const int MostFiltersOfPosition = 16;

    /// <summary>The most pixels of a tile: more only grow the code.</summary>
    private const int MostPixels = 16;

    /// <summary>The fewest lanes of a vector.</summary>
    private const int FewestLanes = 4;

    /// <summary>The multiply-adds of a kernel row beyond which a tile of its own for each end of a row is too much code.</summary>
    private const int MostAtEdge = 512;

    /// <summary>
    /// The most terms a lane sums one after the other: with uniform values the largest error of so many is some 1e-5 of
    /// the outputs' rms, measured.
    /// </summary>
    private const int LongestSum = 256 * 1024;

    /// <summary>Plans the tiles; null for a layer that this kernel does not do.</summary>
    public static KernelPlan? Plan(ConvSpec spec, Shape3 shape, Isa isa)
    {
        int mostFilters = shape.Output?.All(static extent => extent == 1) == true ? MostFiltersOfPosition : MostFilters;

        if (spec.Groups > 1 || spec.Filters > mostFilters || isa.Lanes < FewestLanes)
        {
            return null;
        }

        KernelPlan? best = null;
        double bestCost = double.PositiveInfinity;

        foreach (InputPlan input in Inputs(spec, shape, isa))
        {
            int width = input.RowWidth ?? CostModel.TypicalExtent;
            double copying = input.IsInPlace ? 0 : CopyCost(shape, input, width);

            foreach (ChannelVectors channels in Candidates(spec, shape, isa))
            {
                foreach (RowCover cover in Covers(spec, shape, isa, input, channels))
                {
                    double cost = RowCost(shape, spec.Filters, channels, cover, width);
                    double pixelCost = (cost + copying) / width;

                    if (pixelCost < bestCost)
                    {
                        bestCost = pixelCost;
                        VectorBlock block = new(spec.Filters, new EquatableArray<int>(Enumerable.Repeat(channels.Lanes, spec.Filters)));
                        best = new KernelPlan
                        {
                            Isa = isa,
                            Family = KernelFamily.FewFilters,
                            Runs = new EquatableArray<BlockRun>(new BlockRun(block, 1, cover)),
                            PredictedFraction = Useful(spec, isa, width) / cost,
                            Input = input,
                            Channels = channels,
                            SumsRows = SumsRows(shape, channels),
                        };
                    }
                }
            }
        }

        return best;
    }

    /// <summary>The ways to read the input: a copy with the rows padded, and where it lies if the tiles at the ends of a row can know what they meet.</summary>
    private static IEnumerable<InputPlan> Inputs(ConvSpec spec, Shape3 shape, Isa isa)
    {
        InputPlan input = InputPlanner.Plan(spec, shape, KernelFamily.FewFilters, isa.IsNarrow);
        yield return input;

        if (!input.IsInPlace && InputPlanner.Plan(spec, shape, KernelFamily.FewFilters, isa.IsNarrow, clipsColumns: true) is { IsInPlace: true, RowWidth: not null } clipped)
        {
            yield return clipped;
        }
    }

    /// <summary>
    /// The vectors to try: of the channels of each tap, or of a whole kernel row where its taps lie side by side; a row
    /// fills the last vector better, but shares no load between neighbouring pixels.
    /// </summary>
    private static IEnumerable<ChannelVectors> Candidates(ConvSpec spec, Shape3 shape, Isa isa)
    {
        int taps = shape.Kernel[2];

        for (int together = 1; together <= taps && together < isa.Registers && spec.InChannels >= FewestLanes; together++)
        {
            yield return new ChannelVectors(taps, spec.InChannels, isa.LanesWithin(spec.InChannels), together);
        }

        int row = taps * spec.InChannels;

        if (taps > 1 && shape.Dilation[2] == 1 && row >= FewestLanes)
        {
            yield return new ChannelVectors(1, row, isa.LanesWithin(row), 1);
        }
    }

    private static IEnumerable<RowCover> Covers(ConvSpec spec, Shape3 shape, Isa isa, InputPlan input, ChannelVectors channels)
    {
        int sums = spec.Filters * (SumsRows(shape, channels) ? 2 : 1);
        bool clips = input.ColumnsBefore + input.ColumnsAfter > 0;

        for (int pixels = 1; pixels <= MostPixels && pixels * sums <= MostSums(isa, spec.Filters, channels, pixels); pixels++)
        {
            RowCover cover = input.RowWidth is int known ? RowCover.Exact(known, pixels) : RowCover.Any(pixels, input.FlatWidth ?? 0);

            if (input.RowWidth == 1)
            {
                cover = cover.WithChains(Chains(shape, isa, spec.Filters, channels));
            }

            if (!clips)
            {
                yield return cover;
            }
            else if (CanClip(shape, input, channels, cover) && channels.Taps * pixels * spec.Filters <= MostAtEdge)
            {
                yield return cover.WithEdges(input.ColumnsBefore > 0, input.ColumnsAfter > 0);
            }
        }
    }

    /// <summary>Whether only the first and the last tile of a row meet padding, and no vector lies half in it.</summary>
    private static bool CanClip(Shape3 shape, InputPlan input, ChannelVectors channels, RowCover cover)
    {
        int last = cover.Tiles[cover.Tiles.Count - 1].Pixels;
        bool isOneTile = cover.Tiles.Count == 1 && cover.Tiles[0].Count == 1;
        return channels.Taps == shape.Kernel[2]
            && (isOneTile
                || (cover.Tiles[0].Pixels * shape.Stride[2] >= input.ColumnsBefore && last * shape.Stride[2] >= input.ColumnsAfter));
    }

    /// <summary>The cycles of copying what a row meets: those rows that blocks share are copied by each.</summary>
    private static double CopyCost(Shape3 shape, InputPlan input, int width)
    {
        long columns = BlockShape.Span(width, shape.EffectiveKernel[2], shape.Stride[2]);
        return MachineCosts.CopiedFloat * columns * input.PixelFloats * RowsOf(0) * RowsOf(1);

        double RowsOf(int axis)
        {
            return input.Block.Count == 0
                ? shape.Stride[axis]
                : (double)BlockShape.Span(input.Block[axis], shape.EffectiveKernel[axis], shape.Stride[axis]) / input.Block[axis];
        }
    }

    /// <summary>
    /// The sums that fit the registers of a tile of so many pixels beside the weights and an input vector, or the inputs and a vector of
    /// weights, and the mask of the last one; with more than three quarters of the registers as sums the JIT spills some.
    /// </summary>
    private static int MostSums(Isa isa, int filters, ChannelVectors channels, int pixels)
    {
        int kept = channels.KeepsInputs(pixels, filters) ? pixels : channels.Together * filters;
        int free = isa.Registers - kept - 1 - (channels.Tail > 0 ? 1 : 0);
        return Math.Min(free, isa.Registers * 3 / 4);
    }

    /// <summary>
    /// The sums of each filter that vectors take in turn where rows have one pixel: those of a few filters would wait for the multiply-add
    /// before. Other rows had better take more pixels, which share loads.
    /// </summary>
    private static int Chains(Shape3 shape, Isa isa, int filters, ChannelVectors channels)
    {
        const int Most = 4;
        int free = MostSums(isa, filters, channels, 1) - (SumsRows(shape, channels) ? filters : 0);
        int chains = 1;

        while (chains < Most && chains * filters < SumChains.Enough && 2 * chains * filters <= free && channels.Whole >= 4 * chains)
        {
            chains *= 2;
        }

        return chains;
    }

    /// <summary>Whether a lane's sum is so long that each row of the kernel has one of its own.</summary>
    private static bool SumsRows(Shape3 shape, ChannelVectors channels)
    {
        long rows = (long)shape.Kernel[0] * shape.Kernel[1];
        return rows > 1 && rows * channels.Taps * channels.Count > LongestSum;
    }

    /// <summary>The cycles of a row whose every multiply-add were useful.</summary>
    private static double Useful(ConvSpec spec, Isa isa, int width)
    {
        double products = spec.Kernel.Aggregate((double)spec.InChannels * spec.Filters, static (product, extent) => product * extent);
        return width * products / isa.Lanes / CostModel.FmaPerCycle;
    }

    private static double RowCost(Shape3 shape, int filters, ChannelVectors channels, RowCover cover, int width)
    {
        if (cover.IsExact)
        {
            return cover.Tiles.Sum(tiles => tiles.Count * TileCost(shape, filters, channels, tiles));
        }

        TileRun largest = cover.Tiles[0];
        return ((width + largest.Pixels - 1) / largest.Pixels) * TileCost(shape, filters, channels, largest);
    }

    private static double TileCost(Shape3 shape, int filters, ChannelVectors channels, TileRun tile)
    {
        int pixels = tile.Pixels;
        int vectors = shape.Kernel[0] * shape.Kernel[1] * channels.Count;
        int weights = vectors * channels.Taps * filters * channels.Lanes;
        double cycles = 0;

        foreach ((_, int taps) in channels.Parts())
        {
            int loads = ChannelVectors.Columns(pixels, taps, shape.Stride[2], shape.Dilation[2]).Count();
            cycles += CostModel.ChannelStep(pixels * filters, taps, loads, taps * filters, channels.Lanes, weights, CostModel.FmaLatency / tile.Chains);
        }

        return (vectors * cycles) + CostModel.LaneSums(pixels * filters, channels.Lanes);
    }
}
