using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Winograd;

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
    /// <summary>What was weighed of the blocks of filters, which candidates share as objects.</summary>
    private readonly Dictionary<(IReadOnlyList<BlockRun> Runs, int Tiles), (double Cycles, double Calls)> _points = [];

    /// <summary>The peak's multiple at which direct summation would have to run to be as fast.</summary>
    public double Predict(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, int[] output, BlockShape block)
    {
        return Useful(output) / Cycles(winograd, runs, output, block);
    }

    /// <summary>
    /// The same of the layer with all its groups, by what weighs the fastest tile against direct sums but not tiles against each other: the channels that are a group's are
    /// copied from pixels far apart, the first block of a group finds the weights of others in the caches, and tensors from beyond the caches are waited for. Tiles ranked by it on a slow
    /// cache were 0.89 to 1.04 times as fast, over three layers. Wide vectors on a fast one were not measured.
    /// </summary>
    public double PredictLayer(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, int[] output, BlockShape block)
    {
        double cycles = Cycles(winograd, runs, output, block);

        if (groups == 1 && !isa.IsAvx512)
        {
            cycles += FarTensors(output);
        }

        if (groups > 1 && (isa.HasSlowCache || !isa.IsAvx512) && spec.MemoryLayout == Layout.ChannelsLast)
        {
            WinogradBlock first = WinogradBlock.Of(winograd, output, block)[0];
            cycles += CostModel.CopiedPixels(InputOfBlocks(output, block).Aggregate(static (product, extent) => product * extent), spec.InChannels);
            cycles += Multiply(winograd, runs, first, groups) - Multiply(winograd, runs, first, weightsMet: 1);
        }

        return Useful(output) / cycles;
    }

    /// <summary>The cycles that transforms wait for input and output: multiply-adds run before and after them, not beside them as in a direct kernel.</summary>
    private double FarTensors(int[] output)
    {
        return shape.Input is { } input ? CostModel.TransformedTensors(Floats(input, spec.InChannels) + Floats(output, spec.Filters)) : 0;
    }

    private static double Floats(int[] extents, int channels)
    {
        return extents.Aggregate((double)channels, static (product, extent) => product * extent);
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
        return Transforms(winograd, output) + copied + WinogradBlock.Of(winograd, output, block).Sum(of => of.Count * Multiply(winograd, runs, of, weightsMet: 1));
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
        int axes = winograd.TailAxes.Aggregate(0, static (bits, axis) => bits | (1 << axis));
        double cycles = 0;

        // Hundreds of plans are weighed: nothing is made for each of their kinds of tiles, which are the subsets of the axes with smaller ones.
        for (int tailed = axes; tailed >= 0; tailed = tailed == 0 ? -1 : (tailed - 1) & axes)
        {
            cycles += Transforms(winograd, tailed, output);
        }

        return cycles / isa.Lanes;
    }

    /// <summary>The cycles of transforming all tiles that are smaller along the axes whose bits are set, times the lanes of a vector.</summary>
    private double Transforms(WinogradPlan winograd, int tailed, int[] output)
    {
        double tiles = 1;
        double points = 1;
        double axes = 0;
        double lone = 0;

        for (int axis = 0; axis < 3; axis++)
        {
            int stride = winograd.Strides[axis];
            bool isTail = (tailed & (1 << axis)) > 0;
            int inputs = isTail ? Polyphase.Inputs(winograd.Tails[axis], winograd.Taps[axis], stride) : winograd.Inputs[axis];
            tiles *= isTail ? 1 : winograd.TilesAlong(axis, output[axis]) - (winograd.Tails[axis] > 0 ? 1 : 0);
            points *= inputs;
            axes += CostModel.TransformedPoint((inputs + stride - 1) / stride, isa);
            lone += isTail ? CostModel.LonePoint(inputs) : 0;
        }

        return tiles * points * (((axes + lone) * winograd.Covered) + (axes * spec.Filters));
    }

    /// <summary>The cycles of multiplying a block of tiles with all weights, which were met before those of so many groups.</summary>
    private double Multiply(WinogradPlan winograd, IReadOnlyList<BlockRun> runs, WinogradBlock block, int weightsMet)
    {
        double weights = (double)winograd.Points * spec.InChannels * spec.Filters;
        double points = (double)winograd.Points * winograd.TilePitch * block.Tiles[0];
        double summed = spec.InChannels * CostModel.SummedParts(winograd.Parts, winograd.PartChannels);
        double multiply = 0;
        double calls = 0;

        for (int part = 0; part < block.Tiles.Count; part++)
        {
            int tiles = block.Tiles[part];
            int count = winograd.PointsOfPart(part);
            (double cycles, double tileCalls) = part == 0 ? OfPoint(runs, tiles) : WeighPoint(winograd.LeftOut[part - 1].Runs, tiles);
            multiply += count * summed * cycles;
            calls += count * tileCalls;
        }

        int rounds = runs.Sum(run => (run.Count + winograd.BlocksOfPoint - 1) / winograd.BlocksOfPoint);
        return CostModel.TileCalls(calls, isa)
            + CostModel.PointCalls(winograd.PointRuns * rounds)
            + CostModel.MultiplyBlock(multiply, weights, weights * weightsMet, isa)
            + CostModel.FarPoints(points, rounds, isa);
    }

    /// <summary>The cycles of a channel of a point of so many tiles and the calls of register tiles: blocks of many sizes have as many.</summary>
    private (double Cycles, double Calls) OfPoint(IReadOnlyList<BlockRun> runs, int tiles)
    {
        if (!_points.TryGetValue((runs, tiles), out (double, double) known))
        {
            known = WeighPoint(runs, tiles);
            _points.Add((runs, tiles), known);
        }

        return known;
    }

    private (double Cycles, double Calls) WeighPoint(IReadOnlyList<BlockRun> runs, int tiles)
    {
        return (TilePlanner.PointCost(shape, runs, tiles), runs.Sum(run => run.Count * Math.Ceiling((double)tiles / run.Cover.Tiles[0].Pixels)));
    }
}
