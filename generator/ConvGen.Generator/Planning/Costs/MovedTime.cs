using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>The time in which a plan copies and transposes tensors before and behind its tiles; extents that are not known are taken for typical ones.</summary>
internal static class MovedTime
{
    /// <summary>The predicted share of a plan with that time.</summary>
    public static double Fraction(KernelPlan plan, ConvSpec spec, Shape3 shape)
    {
        double useful = Output(spec, shape) * spec.WindowSteps / plan.Isa.Lanes / CostModel.FmaPerCycle;
        return useful / ((useful / plan.PredictedFraction) + Cycles(plan, spec, shape));
    }

    private static double Cycles(KernelPlan plan, ConvSpec spec, Shape3 shape)
    {
        double input = Positions(shape.Input) * spec.InChannels;
        double windows = Positions(shape.Output) * spec.WindowFloats;

        // What a stride leaves of a plane comes to lie side by side first.
        double left = shape.Stride[1] > 1 || shape.Stride[2] > 1 ? windows * CostModel.GatheredPlaneFloat : 0;
        bool isLast = spec.MemoryLayout == Layout.ChannelsLast;
        return plan.Input.IsInPlace || plan.CopiesPlanes ? 0
            : plan.Input.GathersWindows && isLast ? windows * MachineCosts.CopiedFloat
            : plan.Input.GathersWindows ? left + CostModel.Transposed(windows + Output(spec, shape), shape.Output?[0] ?? 1, spec.InChannels, plan.Isa)
            : plan.Planar is { FlattensPlanes: true } && spec.Groups == 1 ? left + (windows * CostModel.PlaneFloat)
            : plan.Planar is not null ? input * (shape.Stride[2] > 1 ? CostModel.SplitPlaneFloat : CostModel.PlaneFloat)
            : isLast ? input * MachineCosts.CopiedFloat
            : CostModel.Transposed((input * Repeated(plan, shape)) + Output(spec, shape), Runs(plan, shape) * Repeated(plan, shape), spec.InChannels, plan.Isa);
    }

    /// <summary>How often a position of the input is copied: the rows and planes that neighbouring blocks share are copied for each.</summary>
    private static double Repeated(KernelPlan plan, Shape3 shape)
    {
        return shape.Input is null || plan.Input.Block.Count == 0
            ? 1
            : plan.Input.Block.Select(shape.Repeated).Aggregate(static (product, axis) => product * axis);
    }

    /// <summary>The runs of the input that are transposed, each by calls of its own: rows, or whole planes where the copy has their rows as they are.</summary>
    private static double Runs(KernelPlan plan, Shape3 shape)
    {
        return plan.Input.KeepsRows ? shape.Input![0] : Positions(shape.Input) / (shape.Input?[2] ?? CostModel.TypicalExtent);
    }

    private static double Output(ConvSpec spec, Shape3 shape)
    {
        return Positions(shape.Output) * spec.Filters;
    }

    private static double Positions(int[]? extent)
    {
        return extent?.Aggregate(1d, static (product, length) => product * length) ?? CostModel.TypicalExtent * CostModel.TypicalExtent;
    }
}
