using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ConvGen.Generator.Models;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Planning;

/// <summary>Decides how a convolution is computed. Everything about speed is decided in this folder and nowhere else.</summary>
internal static class Planner
{
    /// <summary>Filters of a group below which the lanes of a vector are taken from several groups.</summary>
    private const int FewFiltersOfGroup = 2;

    /// <summary>What minimal filtering must promise over direct summation to be chosen: it is a little less accurate.</summary>
    private const double WorthIt = 1.15;

    /// <summary>
    /// The same where a stride leaves phases of a single tap, which are transformed but save nothing, and wide vectors wait for them: where the last cache is slow (Cascade Lake: of 13 layers all were
    /// slower than direct ones by a factor of 0.4 to 0.9), and with groups, whose channels are copied (Zen 5: 0.49 and 0.74 of two). Others are 1.12 to 1.41 times as fast as direct ones on Zen 5, over eight.
    /// </summary>
    private const double WorthSingleTaps = 1.5;

    /// <summary>What a kernel of their own must promise processors with a slow last cache: it has to be compiled with the user's project.</summary>
    private const double WorthItsText = 1.1;

    /// <summary>The plans of spec objects in use: a class that shares kernels describes the plan of the class that has them.</summary>
    private static readonly ConditionalWeakTable<ConvSpec, ConvPlan> Plans = new();

    public static ConvPlan Plan(ConvSpec spec)
    {
        return Plans.GetValue(spec, Create);
    }

    /// <summary>Plans those of some layers that have no plan yet, on several cores: of a hundred different ones that takes longer than to write their text.</summary>
    public static void PlanConcurrently(IEnumerable<ConvSpec> specs, CancellationToken cancellationToken)
    {
        ConvSpec[] unplanned = [.. specs.Where(static spec => !Plans.TryGetValue(spec, out _))];

        if (unplanned.Length > 1)
        {
            Parallel.ForEach(unplanned, new ParallelOptions { CancellationToken = cancellationToken }, static spec => Plan(spec));
        }
    }

    private static ConvPlan Create(ConvSpec spec)
    {
        ConvSpec summed = PaddedOutputs.LeavesOut(spec) ?? spec;
        Shape3 shape = new(summed);
        KernelPlan[] kernels = [.. Isa.All.Select(isa => PlanKernel(summed, shape, isa))];
        return new ConvPlan
        {
            Spec = spec,
            Summed = summed,
            Lowering = LoweringOf(summed, shape),
            Kernels = new EquatableArray<KernelPlan>(kernels),
            SlowCache = PlanSlowCache(summed, shape, kernels[0]),
        };
    }

    /// <summary>
    /// The kernel of processors with a slow last cache where it is worth its text. Direct sums alone are the same for both: only where they
    /// disagree about minimal filtering, or how to do it, may each have its own.
    /// </summary>
    private static KernelPlan? PlanSlowCache(ConvSpec spec, Shape3 shape, KernelPlan shared)
    {
        if (shared.Winograd is not { } winograd
            || WinogradPlanner.Plan(spec with { WinogradOutputs = winograd.Outputs }, shape, Isa.Avx512SlowCache) is not { } same)
        {
            return null;
        }

        // Direct sums promise less than minimal filtering does and are chosen where that is not worth its error.
        KernelPlan own = PlanKernel(spec, shape, Isa.Avx512SlowCache);
        return own.Winograd is null || own.PredictedFraction > WorthItsText * same.PredictedFraction ? own : null;
    }

    private static KernelPlan PlanKernel(ConvSpec spec, Shape3 shape, Isa isa)
    {
        KernelPlan direct = PlanDirect(spec, shape, isa);

        bool asks = spec.Algorithm == Algorithm.Winograd;
        bool mayFilter = spec.Algorithm == Algorithm.Auto && WinogradPlanner.MayPay(spec, isa);

        if (!asks && !mayFilter)
        {
            return direct;
        }

        if (WinogradPlanner.Plan(spec, shape, isa) is not { } winograd)
        {
            return direct;
        }

        // Summing directly leaves out the rows and planes of zero padding, unless they are copied with the windows.
        double live = spec.PaddingMode == PaddingMode.Zeros && !direct.Input.GathersWindows ? shape.LiveRows() : 1;
        double least = isa.IsAvx512 && (isa.HasSlowCache || spec.Groups > 1) && HasPhasesOfOneTap(shape) ? WorthSingleTaps : WorthIt;
        return asks || winograd.PredictedFraction > least * direct.PredictedFraction / live ? winograd : direct;
    }

    private static bool HasPhasesOfOneTap(Shape3 shape)
    {
        return Enumerable.Range(0, 3).Any(axis => shape.Stride[axis] > 1 && Polyphase.TapsOf(shape.Stride[axis] - 1, shape.Kernel[axis], shape.Stride[axis]) == 1);
    }

    /// <summary>The kernel that sums directly.</summary>
    public static KernelPlan PlanDirect(ConvSpec spec, Shape3 shape, Isa isa)
    {
        KernelPlan pixels = PlanPixels(spec, shape, isa);
        return PlanarPlanner.Plan(spec, shape, isa) is { } planes && MovedTime.Fraction(planes, spec, shape) > MovedTime.Fraction(pixels, spec, shape)
            ? planes
            : pixels;
    }

    /// <summary>The direct kernel whose input is pixels of all channels, the channels last.</summary>
    private static KernelPlan PlanPixels(ConvSpec spec, Shape3 shape, Isa isa)
    {
        if (SlidingPlanner.FamilyOf(spec, isa) is KernelFamily sliding)
        {
            return SlidingPlanner.Plan(spec, isa, sliding, InputPlanner.Plan(spec, shape, sliding, isa.IsNarrow));
        }

        KernelFamily family = spec.Groups > 1 && spec.FiltersPerGroup < FewFiltersOfGroup
            ? KernelFamily.Lanewise
            : KernelFamily.Direct;
        KernelPlan filterLanes = TilePlanner.Plan(spec, shape, isa, family, InputPlanner.Plan(spec, shape, family, isa.IsNarrow));

        if (family == KernelFamily.Direct
            && TilePlanner.PlanClipped(spec, shape, isa) is { } clipped
            && MovedTime.Fraction(clipped, spec, shape) > MovedTime.Fraction(filterLanes, spec, shape))
        {
            filterLanes = clipped;
        }

        if (family == KernelFamily.Direct)
        {
            filterLanes = GatherPlanner.Plan(spec, shape, isa, filterLanes) ?? filterLanes;
        }

        KernelPlan? channelLanes = FewFiltersPlanner.Plan(spec, shape, isa);
        return channelLanes?.PredictedFraction > filterLanes.PredictedFraction ? channelLanes : filterLanes;
    }

    public static Lowering LoweringOf(ConvSpec spec, Shape3 shape)
    {
        if (spec.Rank < 3)
        {
            return Lowering.None;
        }

        if (shape.Kernel[0] == 1 && shape.Stride[0] == 1 && !shape.Pads(0))
        {
            return Lowering.DepthIntoBatch;
        }

        return spec.IsAsDeepAsInput ? Lowering.DepthIntoChannels : Lowering.None;
    }
}
