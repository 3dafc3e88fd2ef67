using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Predicts the time of minimal filtering: the transforms of all tiles, the multiply-adds of every block of tiles, and
/// the way of the weights, which each block reads once from wherever they lie.
/// </summary>
/// <param name="spec">The layer, of one group.</param>
/// <param name="shape">Its extents.</param>
/// <param name="isa">The vectors.</param>
/// <param name="groups">The groups like it.</param>
internal sealed class WinogradCost(ConvSpec spec, Shape3 shape, Isa isa, int groups)
{
    /// <summary>The peak's multiple at which direct summation would have to run to be as fast.</summary>
    public double Predict(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, int[] output, BlockShape block)
    {
        return Useful(output) / Cycles(winograd, runs, output, block);
    }

    /// <summary>
    /// The same of all groups where the last cache is slow: the channels that are a group's are copied from pixels far apart, and the first block of a group
    /// finds the weights of others in the caches. It weighs the fastest tile against direct sums; tiles ranked by it were 0.89 to 1.04 times as fast,
    /// over three layers. Elsewhere it was not measured.
    /// </summary>
    public double PredictGroups(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, int[] output, BlockShape block)
    {
        double cycles = Cycles(winograd, runs, output, block);

        if (groups > 1 && isa.HasSlowCache && spec.MemoryLayout == Layout.ChannelsLast)
        {
            int tiles = Blocks(winograd, output, block).First().Tiles;
            cycles += CostModel.CopiedPixels(InputOfBlocks(output, block).Aggregate(static (product, extent) => product * extent), spec.InChannels);
            cycles += Multiply(winograd, runs, tiles, groups) - Multiply(winograd, runs, tiles, weightsMet: 1);
        }

        return Useful(output) / cycles;
    }

    private double Useful(int[] output)
    {
        double positions = output.Aggregate(1.0, static (product, extent) => product * extent);
        double taps = shape.Kernel.Aggregate(1.0, static (product, extent) => product * extent);
        return positions * taps * spec.InChannels * spec.Filters / isa.Lanes / CostModel.FmaPerCycle;
    }

    private double Cycles(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, int[] output, BlockShape block)
    {
        // Dilated layers are always copied, in rows that may be very short; the plans of others hardly differ by their copies.
        double copied = shape.InterleavedTiles == 1 ? 0 : Copies(output, block);
        return Transforms(winograd, output) + copied + Blocks(winograd, output, block).Sum(of => of.Count * Multiply(winograd, runs, of.Tiles, weightsMet: 1));
    }

    /// <summary>The cycles of copying the input of every block.</summary>
    private double Copies(int[] output, BlockShape block)
    {
        double[] along = InputOfBlocks(output, block);
        return CostModel.CopiedRows(along[0] * along[1], along[2] * spec.InChannels);
    }

    /// <summary>The input positions of all blocks along each axis: a block meets some of its neighbours'.</summary>
    private double[] InputOfBlocks(int[] output, BlockShape block)
    {
        int[] extents = [block.Depth, block.Height, block.Width];
        return
        [
            .. extents.Select((extent, axis) => Math.Ceiling((double)output[axis] / extent)
                * BlockShape.Span(Math.Min(extent, output[axis]), shape.EffectiveKernel[axis], shape.Stride[axis])),
        ];
    }

    private double Transforms(WinogradPlan winograd, int[] output)
    {
        double tiles = 1;
        double axes = 0;

        for (int axis = 0; axis < 3; axis++)
        {
            int stride = winograd.Strides[axis];
            tiles *= winograd.TilesAlong(axis, output[axis]);
            axes += CostModel.TransformedPoint((winograd.Inputs[axis] + stride - 1) / stride, isa);
        }

        return tiles * axes * winograd.Points * ((double)winograd.Covered + spec.Filters) / isa.Lanes;
    }

    /// <summary>The cycles of multiplying a block of tiles with all weights, which were met before those of so many groups.</summary>
    private double Multiply(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, int tiles, int weightsMet)
    {
        double weights = (double)winograd.Points * spec.InChannels * spec.Filters;
        double points = (double)winograd.Points * winograd.TilePitch * tiles;
        double steps = (double)winograd.Points * spec.InChannels * CostModel.SummedParts(winograd.Parts, winograd.PartChannels);
        double calls = (double)winograd.Points * runs.Sum(run => run.Count * Math.Ceiling((double)tiles / run.Cover.Tiles[0].Pixels));
        return CostModel.TileCalls(calls, isa)
            + CostModel.MultiplyBlock(steps * TilePlanner.PointCost(shape, runs, tiles), weights, weights * weightsMet, isa)
            + CostModel.FarPoints(points, runs.Sum(run => (run.Count + winograd.BlocksOfPoint - 1) / winograd.BlocksOfPoint), isa);
    }

    /// <summary>The blocks an output is cut into: how many hold how many tiles. The last one along an axis may hold fewer.</summary>
    private static IEnumerable<(double Count, int Tiles)> Blocks(WinogradPlan winograd, int[] output, BlockShape block)
    {
        List<(double Count, int Tiles)> blocks = [(1, 1)];
        int[] extents = [block.Depth, block.Height, block.Width];

        for (int axis = 0; axis < 3; axis++)
        {
            int whole = output[axis] / extents[axis];
            int tiles = winograd.TilesAlong(axis, extents[axis]);
            int tilesOfRest = winograd.TilesAlong(axis, output[axis] % extents[axis]);
            List<(double Count, int Tiles)> outer = blocks;
            blocks = [];

            foreach ((double count, int others) in outer)
            {
                if (whole > 0)
                {
                    blocks.Add((count * whole, others * tiles));
                }

                if (tilesOfRest > 0)
                {
                    blocks.Add((count, others * tilesOfRest));
                }
            }
        }

        return blocks;
    }
}
