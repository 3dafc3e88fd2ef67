using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Planning;

/// <summary>Plans minimal filtering: the tile of outputs along each axis and the tiles taken at a time.</summary>
internal static class WinogradPlanner
{
    /// <summary>The fewest channels and filters for which the transforms pay.</summary>
    private const int FewestChannels = 8;

    /// <summary>The inputs of a tile along an axis for which points are chosen.</summary>
    private const int FewestInputs = 4;

    private const int MostInputs = 8;

    /// <summary>
    /// Whether it may pay, so that Auto compares it with direct summation. Each group is copied alone: of groups that have less than a line of a pixel the
    /// same lines come again for the next. Measured with wide vectors, 3x3x3 of 8 to 16 channels a group takes 1.2 to 2.3 times as long as summed directly; with
    /// narrow ones, which sum as slowly as they are transformed, 0.97.
    /// </summary>
    public static bool MayPay(ConvSpec spec, Isa isa)
    {
        return spec.WhyNotWinograd is null
            && (spec.Groups == 1 || !isa.IsAvx512 || spec.ChannelsPerGroup >= MachineCosts.CacheLine)
            && spec.ChannelsPerGroup >= FewestChannels
            && spec.FiltersPerGroup >= FewestChannels;
    }

    /// <summary>The fastest plan whose error stays within the bound; null where there is none and the layer does not ask for one.</summary>
    /// <remarks>Each group is planned as a layer of its own and computed from a copy of its channels.</remarks>
    public static KernelPlan? Plan(ConvSpec spec, Shape3 shape, Isa isa)
    {
        ConvSpec group = spec.Groups == 1 ? spec : spec with { Groups = 1, InChannels = spec.ChannelsPerGroup, Filters = spec.FiltersPerGroup };
        KernelPlan? plan = Planner.LoweringOf(spec, shape) == Lowering.DepthIntoChannels
            ? PlanDeep(group, isa, spec.Groups)
            : PlanGroup(group, shape, isa, spec.Groups);

        if (plan is null)
        {
            return null;
        }

        bool storesPlanes = StoresPlanes(spec, plan.Winograd!);
        return plan with
        {
            Input = spec.Groups == 1 ? plan.Input : plan.Input with { GroupsTogether = 1 },
            StoresPlanes = storesPlanes,
            FetchesAhead = storesPlanes && OutputTraffic.IsBeyondHalfOfLastLevel(spec) ? FetchAhead.TileRow : FetchAhead.None,
        };
    }

    /// <summary>
    /// Whether each row of tiles is stored to planes as soon as it is transformed back, while the L1 cache holds it. With one axis a row is the
    /// whole block, and the tiles of a dilated layer interleave.
    /// </summary>
    private static bool StoresPlanes(ConvSpec spec, WinogradPlan winograd)
    {
        return spec.MemoryLayout != Layout.ChannelsLast && spec.Rank > 1 && winograd.TilesOfStep == 1;
    }

    /// <summary>Plans a kernel as deep as its input as what it is lowered to: a plane of channels × depth.</summary>
    private static KernelPlan? PlanDeep(ConvSpec spec, Isa isa, int groups)
    {
        int planes = spec.Kernel[0];
        ConvSpec plane = spec with
        {
            Kernel = Flat(spec.Kernel),
            Input = Flat(spec.Input),
            Stride = Flat(spec.Stride),
            InChannels = spec.InChannels * planes,
        };
        return PlanGroup(plane, new Shape3(plane), isa, groups) is not { } plan ? null : plan with
        {
            Winograd = plan.Winograd! with { Planes = planes, Covered = isa.Covered(spec.InChannels) },
            Input = plan.Input with
            {
                PixelFloats = spec.InChannels,
                RowPitch = plan.Input.RowPitch / planes,
                PlanePitch = plan.Input.PlanePitch / planes,
            },
        };
    }

    private static EquatableArray<int> Flat(EquatableArray<int> extents)
    {
        return new EquatableArray<int>([1, .. extents.Skip(1)]);
    }

    private static KernelPlan? PlanGroup(ConvSpec spec, Shape3 shape, Isa isa, int groups)
    {
        (int[] Outputs, int Parts)[] all = [.. Candidates(shape).Where(outputs => spec.WinogradOutputs.Count == 0 || spec.WinogradOutputs.SequenceEqual(outputs)).Select(outputs => (outputs, WinogradError.Parts(outputs, shape, spec.InChannels)))];
        (int[] Outputs, int Parts)[] accurate = [.. all.Where(static tile => tile.Parts > 0)];
        WinogradCandidates candidates = new(spec, shape, isa, groups);

        // A layer that asks for minimal filtering gets it also where no tile is accurate enough for Auto.
        foreach ((int[] outputs, int parts) in accurate.Length > 0 || spec.Algorithm == Algorithm.Auto ? accurate : all)
        {
            candidates.Weigh(outputs, Math.Max(1, parts));
        }

        return candidates.Fastest();
    }

    /// <summary>The tiles F(m, r) with 4 to 8 inputs of each phase along each axis.</summary>
    /// <remarks>
    /// Where a tile does not divide an extent, the last ones are computed whole and stored in part, or are smaller ones: see <see cref="WinogradTails"/>.
    /// </remarks>
    public static IEnumerable<int[]> Candidates(Shape3 shape)
    {
        int[][] axes = [.. shape.Kernel.Zip(shape.Stride, static (taps, stride) => taps == 1 ? [1] : Outputs(taps, stride).ToArray())];
        return from depth in axes[0]
               from height in axes[1]
               from width in axes[2]
               select (int[])[depth, height, width];
    }

    private static IEnumerable<int> Outputs(int taps, int stride)
    {
        return Enumerable.Range(2, MostInputs).Where(outputs => Enumerable.Range(0, stride)
            .Select(phase => Polyphase.TapsOf(phase, taps, stride))
            .All(share => share == 1 || outputs + share - 1 is >= FewestInputs and <= MostInputs));
    }
}
