using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Decides whether the outputs of a pointwise layer that meet nothing but padding are left to the run-time half: kernels sum the others, which
/// lie one behind the other as those of a layer without padding do, and these are then spread over the output with the bias between them.
/// </summary>
internal static class PaddedOutputs
{
    /// <summary>What it has to promise: one thread alone moves the outputs.</summary>
    private const double WorthIt = 1.05;

    /// <summary>The convolution of the other outputs; null where the kernels compute all.</summary>
    public static ConvSpec? LeavesOut(ConvSpec spec)
    {
        if (spec.WithoutPadding() is not { } inner || OutputTraffic.IsFar(spec))
        {
            return null;
        }

        // Kernels leave out the rows and planes of padding.
        Shape3 shape = new(spec);
        double all = Cycles(spec, shape) * shape.LiveRows();
        double moved = spec.OutputLength * MachineCosts.CopiedFloat;
        return all > WorthIt * (Cycles(inner, new Shape3(inner)) + moved) ? inner : null;
    }

    /// <summary>The cycles of summing a layer's outputs where the outputs moved weigh most, by the widest vectors.</summary>
    private static double Cycles(ConvSpec spec, Shape3 shape)
    {
        double useful = spec.MultiplyAdds / Isa.Avx512.Lanes / CostModel.FmaPerCycle;
        return useful * GatherPlanner.Cycles(spec, shape, Planner.PlanDirect(spec, shape, Isa.Avx512));
    }
}
