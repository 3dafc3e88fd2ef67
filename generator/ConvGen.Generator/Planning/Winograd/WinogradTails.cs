using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Weighs smaller tiles at the end of an output that whole ones do not divide. They have the first of the whole tile's points and so the same transformed
/// weights; the points that they leave out meet fewer tiles. Each kind of tile has transforms of its own, which are text to compile.
/// </summary>
/// <param name="spec">The layer, of one group.</param>
/// <param name="shape">Its extents, which are known.</param>
/// <param name="isa">The vectors.</param>
/// <param name="cost">Predicts the time.</param>
/// <param name="output">The output's extents.</param>
internal sealed class WinogradTails(ConvSpec spec, Shape3 shape, Isa isa, WinogradCost cost, int[] output)
{
    /// <summary>
    /// What smaller tiles must promise: they have to be compiled with the user's project and by the JIT, which takes 10 to 15 ms more for 64 to 64 channels on 56x56. They were
    /// measured with AVX2, where half of what is promised is reached.
    /// </summary>
    private const double WorthTheirText = 1.05;

    /// <summary>The same of wide vectors, with which they were not measured: half of what is promised may be missed.</summary>
    private const double WorthTheirTextWide = 1.08;

    /// <summary>The part of all multiplications that another register tile for the points left out must spare: it is text too.</summary>
    private const double WorthItsText = 0.01;

    /// <summary>The axes with smaller tiles: with three there would be eight kinds, and points left out by some in any order.</summary>
    private const int MostAxes = 2;

    private readonly Dictionary<(int Width, int Vectors, int Pixels, int Tiles), double> _costs = [];

    /// <summary>The fastest of some candidates, with smaller tiles where they are worth it.</summary>
    public WinogradCandidate Fastest(IReadOnlyList<WinogradCandidate> candidates)
    {
        WinogradCandidate best = WinogradCandidate.Fastest(candidates);

        if (spec.WinogradTails.Count > 0)
        {
            return spec.WinogradTails.Any(static tail => tail > 0) ? WithTails(best, spec.WinogradTails) : best;
        }

        // What such processors wait for is weights and calls, of which smaller tiles spare none; nothing was measured there.
        if (isa.HasSlowCache)
        {
            return best;
        }

        double least = best.Predicted * (isa.IsAvx512 ? WorthTheirTextWide : WorthTheirText);
        double weights = FarWeights(best);

        foreach (WinogradCandidate candidate in candidates.Where(candidate => FarWeights(candidate) <= weights))
        {
            foreach (EquatableArray<int> tails in Choices(candidate.Plan))
            {
                // At best all that takes time is spared as the multiplications are.
                if (candidate.Predicted < least * Left(candidate.Plan, tails))
                {
                    continue;
                }

                WinogradCandidate tailed = WithTails(candidate, tails);

                if (tailed.Predicted > least)
                {
                    (best, least) = (tailed, tailed.Predicted);
                }
            }
        }

        return best;
    }

    /// <summary>
    /// The floats of weights that all blocks read from memory. To read more of them for what smaller tiles spare costs more than is predicted: measured on Zen 3,
    /// a float more took 0.6 cycles beside the multiply-adds, and two layers 1.07 times as long that were to take 0.95.
    /// </summary>
    private double FarWeights(WinogradCandidate candidate)
    {
        double weights = candidate.Plan.Weights(candidate.Runs);
        return CostModel.AreFar(weights) ? weights * WinogradBlock.Of(candidate.Plan, output, candidate.Block).Sum(static block => block.Count) : 0;
    }

    /// <summary>The outputs of last tiles along some of the axes where whole ones leave a remainder.</summary>
    private IEnumerable<EquatableArray<int>> Choices(WinogradPlan plan)
    {
        int[] axes = [.. Enumerable.Range(0, 3).Where(axis => MayHaveTail(plan, axis))];
        return from chosen in Enumerable.Range(1, (1 << axes.Length) - 1)
               let tailed = axes.Where((_, i) => (chosen & (1 << i)) > 0).ToArray()
               where tailed.Length <= MostAxes
               select new EquatableArray<int>(Enumerable.Range(0, 3).Select(axis => tailed.Contains(axis) ? output[axis] % plan.Outputs[axis] : 0));
    }

    /// <summary>Phases of a stride have points of their own, tiles of a dilation interleave, and a few smaller tiles would err more than whole ones.</summary>
    private bool MayHaveTail(WinogradPlan plan, int axis)
    {
        return plan.TilesOfStep == 1
            && shape.Stride[axis] == 1
            && shape.Kernel[axis] > 1
            && output[axis] > plan.Outputs[axis]
            && output[axis] % plan.Outputs[axis] is > 0 and int tail
            && CookToom.Tail(tail, shape.Kernel[axis], plan.Outputs[axis]).Amplification <= CookToom.Create(plan.Outputs[axis], shape.Kernel[axis]).Amplification;
    }

    /// <summary>The part of the multiplications that is left with smaller tiles.</summary>
    private double Left(WinogradPlan plan, EquatableArray<int> tails)
    {
        double left = 1;

        for (int axis = 0; axis < 3; axis++)
        {
            double points = (double)plan.Inputs[axis] * plan.TilesAlong(axis, output[axis]);
            left *= tails[axis] == 0 ? 1 : 1 - ((plan.Outputs[axis] - tails[axis]) / points);
        }

        return left;
    }

    private WinogradCandidate WithTails(WinogradCandidate candidate, EquatableArray<int> tails)
    {
        WinogradPlan plan = candidate.Plan with { Tails = tails };
        List<WinogradBlock> blocks = WinogradBlock.Of(plan, output, candidate.Block);
        double least = WorthItsText * blocks.Sum(block => block.Count * plan.Points * candidate.Runs.Sum(run => Cost(run, run.Cover.Tiles[0].Pixels, block.Tiles[0])));
        plan = plan with
        {
            LeftOut = new EquatableArray<WinogradPoints>(Enumerable.Range(1, blocks[0].Tiles.Count - 1).Select(part => new WinogradPoints(
                new EquatableArray<BlockRun>(candidate.Runs.Select(run => Tiled(run, blocks, part, least / plan.PointsOfPart(part)))),
                blocks.Max(block => block.Tiles[part])))),
        };
        return candidate with { Plan = plan, Predicted = cost.Predict(plan, candidate.Runs, output, candidate.Block) };
    }

    /// <summary>Some blocks of filters with the register tile for the points of a part: their own unless another one spares so many cycles of a point.</summary>
    private BlockRun Tiled(BlockRun run, List<WinogradBlock> blocks, int part, double least)
    {
        double own = Of(run.Cover.Tiles[0].Pixels);
        int best = Enumerable.Range(1, TilePlanner.MostTiles(isa, run.Block.Vectors)).OrderBy(Of).First();
        return own - Of(best) > least ? run with { Cover = RowCover.Any(best) } : run;

        double Of(int pixels)
        {
            return blocks.Sum(block => block.Count * Cost(run, pixels, block.Tiles[part]));
        }
    }

    /// <summary>The cycles of a channel of a point of so many tiles with some blocks of filters and their register tile.</summary>
    private double Cost(BlockRun run, int pixels, int tiles)
    {
        (int, int, int, int) key = (run.Block.Width, run.Block.Vectors, pixels, tiles);

        if (!_costs.TryGetValue(key, out double cycles))
        {
            cycles = TilePlanner.PointCost(shape, run with { Count = 1 }, pixels, tiles);
            _costs.Add(key, cycles);
        }

        return run.Count * cycles;
    }
}
