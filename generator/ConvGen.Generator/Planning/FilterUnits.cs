using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>The parts of a call's filters that threads may share out.</summary>
/// <param name="Count">The parts; 1 for a kernel that computes all filters at a time.</param>
/// <param name="Blocks">The blocks of filters of a part; the last has all that are left.</param>
internal sealed record FilterUnits(int Count, int Blocks)
{
    private static readonly FilterUnits One = new(1, 1);

    /// <summary>Whether threads may share out filters at all.</summary>
    public bool AreSeveral => Count > 1;

    /// <summary>
    /// The parts of a kernel. Blocks of one group need the same input and their own weights; where there are more groups
    /// in a call a part is a whole group, or vectors of whole groups, whose channels are a part of the input too.
    /// </summary>
    public static FilterUnits Of(ConvSpec spec, KernelPlan plan)
    {
        int groups = plan.Input.GroupsTogether ?? spec.Groups;

        switch (plan.Family)
        {
            // The channels of a spread copy are those of all filters.
            case KernelFamily.FewFilters:
            case KernelFamily.Lanewise or KernelFamily.Depthwise when plan.Input.SpreadsChannels:
            case KernelFamily.Planar when groups > 1 || plan.Planar!.HoldsPlane:
                return One;

            case KernelFamily.Depthwise or KernelFamily.Grouped:
                int together = LaneInput.For(spec, plan.Family, plan.Runs[0].Block.Width)!.VectorsOfGroup;
                return new FilterUnits(SlidingVectors(spec, plan) / together, together);

            case KernelFamily.Direct when groups > 1:
                return new FilterUnits(groups, BlocksOfGroup(plan));

            default:
                return new FilterUnits(BlocksOfGroup(plan), 1);
        }
    }

    /// <summary>
    /// The vectors like the first of a sliding kernel that are computed from the same input. Narrower ones behind them, and one
    /// that computes filters of the last once more, stay with the last.
    /// </summary>
    public static int SlidingVectors(ConvSpec spec, KernelPlan plan)
    {
        BlockRun run = plan.Runs[0];
        return plan.Input.GroupsTogether is int groups ? groups * spec.FiltersPerGroup / run.Block.Width : run.Count;
    }

    private static int BlocksOfGroup(KernelPlan plan)
    {
        return plan.Runs.Sum(static run => run.Count);
    }
}
