using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>A spec and its plan in words, for the comments and documentation of the generated code.</summary>
internal static class PlanText
{
    /// <summary>One line that says what the layer computes.</summary>
    public static string Title(ConvSpec spec)
    {
        string groups = spec.Groups == 1 ? string.Empty
            : spec.Groups == spec.InChannels ? ", depthwise"
            : $", {spec.Groups} groups";
        string activation = spec.Activation == Activation.None ? string.Empty : $", {spec.Activation}";
        return $"{spec.Rank}D convolution, kernel {Extent(spec.Kernel)}, {Count(spec.InChannels, "channel")} to {Count(spec.Filters, "filter")}{groups}{activation}";
    }

    /// <summary>The rest of the spec.</summary>
    public static IEnumerable<string> Details(ConvSpec spec)
    {
        yield return $"stride {Extent(spec.Stride)}, dilation {Extent(spec.Dilation)}, padding {Padding(spec)}, {Words(spec.Layout.ToString())}";
        yield return spec.HasInput
            ? $"input {Extent(spec.Input)} gives output {Extent(spec.Output)}"
            : "input of any extent";
        yield return $"{spec.ParameterArithmetic} parameters"
            + (spec.HasInput ? $"; {Thousands(2 * spec.MultiplyAdds)} floating-point operations an image" : string.Empty);
    }

    /// <summary>How the layer is computed and why: as the widest instruction set does it, and the tile of each.</summary>
    public static IEnumerable<string> Plan(ConvPlan plan)
    {
        return
        [
            .. Lowered(plan),
            .. How(plan.Summed, plan.Kernels[0]),
            .. plan.Kernels.Select(static kernel => $"{kernel.Isa.Name}: {Tile(kernel)}"),
            .. plan.SlowCache is null ? [] : (string[])[$"{Processors(plan.SlowCache.Isa)}: {string.Join("; ", [.. How(plan.Summed, plan.SlowCache), Tile(plan.SlowCache)])}"],
        ];
    }

    /// <summary>How one instruction set computes it and why.</summary>
    public static IEnumerable<string> Kernel(ConvPlan plan, KernelPlan kernel)
    {
        return [.. Lowered(plan), .. How(plan.Summed, kernel), Tile(kernel)];
    }

    /// <summary>The processors that run what is emitted for an instruction set.</summary>
    public static string Processors(Isa isa)
    {
        return isa.HasSlowCache ? $"{isa.Name} with a slow last cache" : isa.Name;
    }

    private static IEnumerable<string> Lowered(ConvPlan plan)
    {
        ConvSpec spec = plan.Summed;

        if (spec != plan.Spec)
        {
            yield return $"summed are the {Extent(spec.Output)} outputs that meet input, as a layer without padding; they are then spread over the output, the bias between them";
        }

        switch (plan.Lowering)
        {
            case Lowering.DepthIntoBatch:
                yield return "lowered to 2D: the kernel is one plane deep, so every plane is an image of its own";
                break;
            case Lowering.DepthIntoChannels:
                yield return $"lowered to 2D: the kernel is as deep as the input, so the sum runs over {spec.ChannelsPerGroup} channels x {spec.Input[0]} planes = {spec.ChannelsPerGroup * spec.Input[0]} channels";
                break;
        }
    }

    private static IEnumerable<string> How(ConvSpec spec, KernelPlan kernel)
    {
        yield return kernel.Winograd is { } winograd
            ? $"Winograd's {winograd.Name}: {winograd.Points} multiplications a tile, channel and filter instead of {winograd.Outputs.Aggregate(1, static (p, e) => p * e) * winograd.Taps.Aggregate(1, static (p, e) => p * e)}; max|err| / rms(y) within 2e-5; NaN and infinity spread within a tile"
            : SlidingPlanner.HasPairs(spec, kernel) ? "grouped: a group's filters fill a vector, with two lanes each for two channels, which are broadcast together and added up when a tile is done; inputs slide along the row"
            : Family(kernel.Family);
        yield return kernel.Input.GathersWindows && spec.WindowFloats > spec.InChannels
            ? $"the windows met are copied {kernel.Input.PixelFloats} floats apart, their taps one behind the other: a matrix product of which all positions of a batch are one row"
            : kernel.Input.GathersWindows ? $"pointwise: the pixels met are {(spec.MemoryLayout == Layout.ChannelsLast ? "copied" : "transposed, channels last,")} {kernel.Input.PixelFloats} floats apart, and so spread over the sets of the L1 cache; all positions of {(spec.MemoryLayout == Layout.ChannelsLast ? "a batch" : "an image")} are one row"
            : kernel.Input.IsFlat ? "pointwise: all positions of a batch are one row of pixels, read where they lie"
            : kernel.Input.IsInPlace && kernel.Winograd is not null ? "the input is read where it lies; the windows of tiles that reach into the padding are copied with zeros first"
            : kernel.Planar is { IsLinear: true } ? "the planes are read where they lie, each as a whole and in the order of memory: plain loads, of which the floats beyond the ends of a row are blended to zero"
            : kernel.Planar is { HoldsPlane: true } ? "the planes are read where they lie, each as a whole: the rows of a vector are loaded once and permuted to the columns of every tap, with zeros for the padding"
            : kernel.Planar is { Shifts: true } ? "the planes are read where they lie: each vector of a row is loaded once, with a mask at its ends, and shifted to the columns of every tap; rows of padding are left out"
            : kernel.Input.IsInPlace && kernel.Planar is not null ? "the planes are read where they lie: masked loads give the zeros at the ends of a row, rows of padding are left out"
            : kernel.Input.IsInPlace && new Shape3(spec).Pads(2) ? "the input is read where it lies; the tiles at the ends of a row leave out the taps in its padding"
            : kernel.Input.IsInPlace ? "the input is read where it lies"
            : kernel.Planar is { FlattensPlanes: true } planes ? $"pointwise: {(planes.JoinsPlanes ? "all positions of a channel" : "the positions of a plane")} are one row; {CopyOfRow(kernel)}"
            : kernel.Planar is not null ? "blocks of the input's planes are copied with their padding, so that no loop tests a border and nothing is transposed"
            : kernel.Input.KeepsRows ? "blocks of the input are transposed, channels last; the tiles leave out the taps in the padding, which is not copied"
            : "blocks of the input are copied, channels last and padded along the width, so that no loop tests a border";

        if (kernel.BlocksAtOnce > 1)
        {
            yield return $"the only output position meets {kernel.BlocksAtOnce} blocks of filters at once: their weights, which come from afar, are as many streams";
        }

        if (kernel.IsTileByTile)
        {
            yield return "a tile's pixels meet the filters of all groups before those of the next tile: outputs are written in the order of memory";
        }

        if (kernel.StoresPlanes)
        {
            yield return "each row of tiles is stored to planes as soon as it is transformed back";
        }

        if (kernel.Input.Block.Count > 0)
        {
            string slow = kernel.Input.BlockOfSlowCache.Count > 0 ? $", of {Extent(kernel.Input.BlockOfSlowCache.Skip(3 - spec.Rank))} where the last cache is slow" : string.Empty;
            yield return $"a core computes blocks of {Extent(kernel.Input.Block.Skip(3 - spec.Rank))} output positions{slow}: their input stays in the L2 cache";
        }
    }

    private static string CopyOfRow(KernelPlan kernel)
    {
        return kernel.MeetsPlanesOnce ? "it is read where it lies, since all filters meet it at once"
            : $"what a tile reads of it is copied together, channel by channel{(kernel.CopiesPlanes ? ", by the first filters that meet it" : string.Empty)}";
    }

    private static string Tile(KernelPlan kernel)
    {
        string unit = kernel.Planar is { IsLinear: true } linear ? $"filters x vectors of a plane, one every {Count(linear.PlaneStep, "float")}"
            : kernel.Planar is { HoldsPlane: true } plane ? $"filters x vectors of a plane, each of {Count(plane.PlaneRows, "row")}"
            : kernel.Planar is { } planar ? $"filters x vectors of columns: {Count(planar.Rows, "row")} of {Count(planar.Vectors, "vector")}" : "pixels x vectors";
        return $"tile {kernel.Tile} ({unit}), predicted {Percent(kernel.PredictedFraction)} of the multiply-add peak";
    }

    private static string Family(KernelFamily family)
    {
        return family switch
        {
            KernelFamily.Depthwise => "depthwise: vectors of channels slide along the row, each loaded once for a row of the kernel",
            KernelFamily.Grouped => "grouped: the lanes are filters of whole groups, or of one; inputs slide along the row, each loaded once for a row of the kernel",
            KernelFamily.FewFilters => "few filters: the lanes of a vector are input channels, added up when a tile is done",
            KernelFamily.Planar => "planar: the lanes of a vector are neighbouring columns, each weight is broadcast to them",
            KernelFamily.Lanewise => "lanewise: filters of several groups share a vector, each lane with an input channel of its own",
            _ => "direct: each input value is broadcast and multiplied with vectors of filters",
        };
    }

    public static string Extent(IEnumerable<int> extent)
    {
        return string.Join("x", extent.Select(static value => value.ToString(CultureInfo.InvariantCulture)));
    }

    public static string Thousands(long value)
    {
        return value.ToString("N0", CultureInfo.InvariantCulture);
    }

    private static string Padding(ConvSpec spec)
    {
        string mode = spec.PaddingMode == PaddingMode.Zeros ? string.Empty : $" ({spec.PaddingMode.ToString().ToLowerInvariant()})";
        string amount = spec.Padding.Kind switch
        {
            PaddingKind.Valid => "valid",
            PaddingKind.Same => "same",
            PaddingKind.SameLower => "same-lower",
            _ => string.Join("x", spec.Padding.Begin.Zip(spec.Padding.End, static (begin, end) => FormattableString.Invariant($"{begin}:{end}"))),
        };
        return amount + mode;
    }

    private static string Words(string name)
    {
        return string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));
    }

    public static string Count(int count, string noun)
    {
        return count == 1 ? $"1 {noun}" : $"{Thousands(count)} {noun}s";
    }

    private static string Percent(double fraction)
    {
        return (fraction * 100).ToString("F0", CultureInfo.InvariantCulture) + " %";
    }
}
