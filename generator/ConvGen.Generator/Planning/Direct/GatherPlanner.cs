using System;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Decides whether a kernel reads a copy of the windows that it meets, which for a 1x1 kernel are pixels. Pixels a power of two apart
/// share so few sets of the L1 cache that a tile takes four to six of them and reads a step's weights in the time of few multiply-adds,
/// and a stride leaves short rows; of the copy, large tiles take windows across rows.
/// </summary>
internal static class GatherPlanner
{
    /// <summary>What the copy has to promise: the plans of both are as good as the cost model.</summary>
    private const double WorthIt = 1.02;

    /// <summary>The windows of a tile that a block of the copy has room for at least.</summary>
    private const int FewestWindows = 14;

    /// <summary>Plans the kernel that reads the copy; null where <paramref name="other"/>, which reads the input where it lies or pixels copied as they lie, is as fast.</summary>
    public static KernelPlan? Plan(ConvSpec spec, Shape3 shape, Isa isa, KernelPlan other)
    {
        if (!MayCopy(spec, shape, isa) || InputPlanner.PlanGathered(spec, shape) is not { } input)
        {
            return null;
        }

        ConvSpec windows = spec.OverWindows();
        KernelPlan gathered = TilePlanner.Plan(windows, new Shape3(windows), isa, KernelFamily.Direct, input);

        // Where the input lies the rows and planes of zero padding are left out, of the copy they are multiplied.
        return shape.LiveRows() * Cycles(spec, shape, other) > WorthIt * Cycles(spec, shape, gathered) ? gathered : null;
    }

    /// <summary>Whether the copy is one of pixels, or of few enough windows of several taps to stay in the L2 cache: of these it was measured with AVX-512 alone.</summary>
    private static bool MayCopy(ConvSpec spec, Shape3 shape, Isa isa)
    {
        return spec.HasOneTap
            ? !shape.PadsAny()
            : isa.IsAvx512 && shape.Output is not null && spec.InChannels >= MachineCosts.CacheLine && FewestWindows * (long)spec.WindowFloats <= BlockShape.GatheredBudget;
    }

    /// <summary>The cycles of a useful one, with those of the copy and those in which a tile waits for its weights.</summary>
    public static double Cycles(ConvSpec spec, Shape3 shape, KernelPlan plan)
    {
        double moved = 1 / MovedTime.Fraction(plan, spec, shape);

        if (plan.Planar is not null)
        {
            return moved;
        }

        BlockRun run = plan.Runs[0];
        TileRun tile = run.Cover.Tiles[0];
        double step = CostModel.BroadcastStep(tile.Pixels, run.Block.Vectors, tile.Chains);
        double waiting = CostModel.ExposedWeights(run.Block.Width, spec.WindowFloats, step);

        // The weights of all filters are met again by each block of positions; 1x1 kernels have more tiles in one.
        if (!spec.HasOneTap)
        {
            double tiles = CostModel.IsBeyondSecondLevel((double)run.Block.Width * spec.WindowFloats) ? 1 : Math.Max(1, Positions(plan) / (double)tile.Pixels);
            waiting += CostModel.FirstTileWeights(run.Block.Width, (long)spec.Filters * spec.WindowFloats, step) / tiles;
        }

        return (waiting / step / plan.PredictedFraction) + moved;
    }

    /// <summary>The output positions that a block of filters meets one after the other, of a layer whose extents are known.</summary>
    private static long Positions(KernelPlan plan)
    {
        return plan.Input.FlatBlock(plan.Runs[0].Cover.Tiles[0].Pixels) ?? plan.Input.Block.Aggregate(1L, static (product, extent) => product * extent);
    }
}
