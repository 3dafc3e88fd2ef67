using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Decides how the output gets to memory.</summary>
internal static class OutputTraffic
{
    /// <summary>
    /// Whether the output is written past the caches: a tensor that does not stay in them would first be fetched only to
    /// be overwritten. Vectors and pixels have to be whole lines.
    /// </summary>
    public static bool Streams(ConvSpec spec, Isa isa)
    {
        return isa.Lanes == MachineCosts.CacheLine && HasWholeLines(spec) && IsFar(spec);
    }

    /// <summary>
    /// The same of direct tiles, where they sum up too short to hide the way of a line. Groups write short runs of pixels that lie far apart: fetched ahead they take 1.3 times as long. Narrow
    /// vectors write the halves of lines side by side; those of groups, tile by tile, where the output alone fills the last cache: of 26 MB 1.2 to 1.8 times as fast in a program in C, of 13 MB 0.8 to 0.96.
    /// </summary>
    public static bool StreamsTiles(ConvSpec spec, Isa isa, KernelFamily family)
    {
        bool writesInOrder = spec.Groups == 1 || (GroupOrder.IsTileByTile(spec, family) && spec.FiltersPerGroup % MachineCosts.CacheLine == 0 && IsOutputFar(spec));
        bool joinsHalves = family == KernelFamily.Direct && writesInOrder && MayJoinHalves(spec, isa) && InlineActivation.Includes(spec.Activation);
        return (joinsHalves || Streams(spec, isa)) && (spec.Groups > 1 || !CostModel.HidesFarLine(spec.WindowSteps, isa));
    }

    /// <summary>Whether a tile that writes the halves of lines side by side may write them past the caches: they meet in a buffer of the processor.</summary>
    public static bool MayJoinHalves(ConvSpec spec, Isa isa)
    {
        return isa == Isa.Avx2 && HasWholeLines(spec) && IsFar(spec);
    }

    /// <summary>The same of planes that are one row each: every plane has to begin a line.</summary>
    public static bool StreamsPlanes(ConvSpec spec, Shape3 shape, Isa isa)
    {
        return isa.Lanes == MachineCosts.CacheLine && shape.Output is { } output && output[1] * output[2] % MachineCosts.CacheLine == 0 && IsFar(spec);
    }

    /// <summary>
    /// The same of rows of planes that tiles write to scratch memory first: those of a tile's height follow each other in the
    /// output without a gap, so that all but the lines at their ends are whole.
    /// </summary>
    public static bool StreamsRows(ConvSpec spec, Isa isa)
    {
        return isa.IsX64 && spec.FiltersPerGroup == 1 && IsFar(spec);
    }

    /// <summary>Whether the filters of a pixel are whole cache lines of the output.</summary>
    public static bool HasWholeLines(ConvSpec spec)
    {
        return spec.MemoryLayout == Layout.ChannelsLast && spec.Filters % MachineCosts.CacheLine == 0;
    }

    /// <summary>Whether the tensors are known not to stay in the caches from one layer to the next.</summary>
    public static bool IsFar(ConvSpec spec)
    {
        return Floats(spec) > CostModel.LastLevelFloats;
    }

    /// <summary>Whether the output alone is known not to stay in the caches.</summary>
    public static bool IsOutputFar(ConvSpec spec)
    {
        return OutputFloats(spec) > CostModel.LastLevelFloats;
    }

    /// <summary>Whether input and output are known to take more than half of the last cache, which others use too.</summary>
    public static bool IsBeyondHalfOfLastLevel(ConvSpec spec)
    {
        return Floats(spec) > CostModel.LastLevelFloats / 2;
    }

    /// <summary>Whether the input is known to come from beyond the L2 cache.</summary>
    public static bool IsBeyondSecondLevel(ConvSpec spec)
    {
        return new Shape3(spec).Input is { } input && CostModel.IsBeyondSecondLevel(Floats(input, spec.InChannels));
    }

    /// <summary>Whether the output is known to be more than stays in the L2 cache.</summary>
    public static bool IsOutputBeyondSecondLevel(ConvSpec spec)
    {
        return CostModel.IsBeyondSecondLevel(OutputFloats(spec));
    }

    /// <summary>The floats of the output; 0 where its extents are not known.</summary>
    private static double OutputFloats(ConvSpec spec)
    {
        return new Shape3(spec).Output is { } output ? Floats(output, spec.Filters) : 0;
    }

    /// <summary>The floats of input and output together; 0 where the extents are not known.</summary>
    private static double Floats(ConvSpec spec)
    {
        Shape3 shape = new(spec);
        return shape.Input is { } input && shape.Output is { } output ? Floats(input, spec.InChannels) + Floats(output, spec.Filters) : 0;
    }

    private static double Floats(int[] extents, int channels)
    {
        return extents.Aggregate((double)channels, static (product, extent) => product * extent);
    }
}
