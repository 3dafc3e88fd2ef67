using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Decides whether a 1x1 kernel reads a copy of the pixels that it meets. Pixels a power of two apart share so few sets of the L1
/// cache that a tile takes four to six of them and reads a step's weights in the time of few multiply-adds, and a stride leaves short
/// rows; of the copy, large tiles take pixels across rows.
/// </summary>
internal static class GatherPlanner
{
    /// <summary>What the copy has to promise: the plans of both are as good as the cost model.</summary>
    private const double WorthIt = 1.02;

    /// <summary>Plans the kernel that reads the copy; null where <paramref name="inPlace"/>, which reads the input where it lies, is as fast.</summary>
    public static KernelPlan? Plan(ConvSpec spec, Shape3 shape, Isa isa, KernelPlan inPlace)
    {
        if (!inPlace.Input.IsInPlace || InputPlanner.PlanGathered(spec, shape) is not { } input)
        {
            return null;
        }

        KernelPlan gathered = TilePlanner.Plan(spec, isa, KernelFamily.Direct, input);
        double useful = (double)spec.Filters / isa.Lanes / CostModel.FmaPerCycle;
        double cycles = Cycles(spec, gathered) + (MachineCosts.CopiedFloat / useful);
        return Cycles(spec, inPlace) > WorthIt * cycles ? gathered : null;
    }

    /// <summary>The cycles of a useful one, with those in which a tile waits for its weights.</summary>
    private static double Cycles(ConvSpec spec, KernelPlan plan)
    {
        BlockRun run = plan.Runs[0];
        TileRun tile = run.Cover.Tiles[0];
        double step = CostModel.BroadcastStep(tile.Pixels, run.Block.Vectors, tile.Chains);
        return (1 + (CostModel.ExposedWeights(run.Block.Width, spec.InChannels, step) / step)) / plan.PredictedFraction;
    }
}
