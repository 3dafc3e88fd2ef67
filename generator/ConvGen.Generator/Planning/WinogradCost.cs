using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Predicts the time of minimal filtering: the transforms of all tiles, the multiply-adds of every block of tiles, and
/// the way of the weights, which each block reads once from wherever they lie.
/// </summary>
internal sealed class WinogradCost(ConvSpec spec, Shape3 shape, Isa isa)
{
    /// <summary>The peak's multiple at which direct summation would have to run to be as fast.</summary>
    public double Predict(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, int[] output, BlockShape block)
    {
        double positions = output.Aggregate(1.0, static (product, extent) => product * extent);
        double taps = shape.Kernel.Aggregate(1.0, static (product, extent) => product * extent);
        double useful = positions * taps * spec.InChannels * spec.Filters / isa.Lanes / CostModel.FmaPerCycle;

        // Dilated layers are always copied, in rows that may be very short; the plans of others hardly differ by their copies.
        double copied = shape.InterleavedTiles == 1 ? 0 : Copies(output, block);
        return useful / (Transforms(winograd, output) + copied + Blocks(winograd, output, block).Sum(of => of.Count * Multiply(winograd, runs, of.Tiles)));
    }

    /// <summary>The cycles of copying the input of every block, which meets that of its neighbours.</summary>
    private double Copies(int[] output, BlockShape block)
    {
        int[] extents = [block.Depth, block.Height, block.Width];
        double[] along =
        [
            .. extents.Select((extent, axis) => Math.Ceiling((double)output[axis] / extent)
                * BlockShape.Span(Math.Min(extent, output[axis]), shape.EffectiveKernel[axis], shape.Stride[axis])),
        ];
        return CostModel.CopiedRows(along[0] * along[1], along[2] * spec.InChannels);
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

    /// <summary>The cycles of multiplying a block of tiles with all weights.</summary>
    private double Multiply(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, int tiles)
    {
        double weights = (double)winograd.Points * spec.InChannels * spec.Filters;
        double points = (double)winograd.Points * winograd.TilePitch * tiles;
        double steps = (double)winograd.Points * spec.InChannels * CostModel.SummedParts(winograd.Parts, winograd.PartChannels);
        double calls = (double)winograd.Points * runs.Sum(run => run.Count * Math.Ceiling((double)tiles / run.Cover.Tiles[0].Pixels));
        return CostModel.TileCalls(calls, isa)
            + CostModel.MultiplyBlock(steps * TilePlanner.PointCost(shape, runs, tiles), weights, isa)
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
