using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Decides how the tiles of a depthwise or grouped kernel meet what lies beyond the L2 cache.</summary>
internal static class SlidingTraffic
{
    /// <summary>
    /// Whether the output is written past the caches: by vectors that are lines, and by halves of lines side by side in
    /// a depthwise tile, which meet in a buffer of the processor.
    /// </summary>
    public static bool Streams(ConvSpec spec, Isa isa, KernelFamily family)
    {
        bool joins = family == KernelFamily.Depthwise && OutputTraffic.MayJoinHalves(spec, isa);
        return joins || (OutputTraffic.Streams(spec, isa) && !HidesFarLines(spec, isa, family));
    }

    /// <summary>
    /// Whether grouped tiles sum up so long that their lines are better overwritten than written past the caches, as those of other tiles are. Measured where
    /// two wide vectors are multiplied a cycle: 1.5 times as fast with 32 channels of 1x1 and 1.6 in <see cref="FarStrips"/>; kernels of several planes are as fast either way.
    /// </summary>
    private static bool HidesFarLines(ConvSpec spec, Isa isa, KernelFamily family)
    {
        return family == KernelFamily.Grouped && new Shape3(spec).Kernel[0] == 1 && CostModel.HidesFarLine(spec.WindowSteps, isa);
    }

    /// <summary>
    /// The vectors of a depthwise tile that make a cache line where lines come from afar; 1 where a tile of one vector is
    /// faster. Measured with half lines: two side by side are 1.2 to 1.5 times as fast beyond the caches, where the
    /// output is written past them, 1.1 to 1.2 times where strided rows of several tiles come from beyond the L2 cache, and
    /// a tenth slower elsewhere, since the tile has fewer pixels and loads more.
    /// </summary>
    /// <param name="spec">The layer.</param>
    /// <param name="isa">The vectors.</param>
    /// <param name="isRow">Whether a tile of one vector covers a row.</param>
    public static int VectorsOfLine(ConvSpec spec, Isa isa, bool isRow)
    {
        bool strided = spec.Stride[spec.Rank - 1] > 1 && !isRow && OutputTraffic.IsBeyondSecondLevel(spec);
        return isa == Isa.Avx2 && OutputTraffic.HasWholeLines(spec) && (strided || OutputTraffic.IsFar(spec)) ? 2 : 1;
    }

    /// <summary>What a tile fetches ahead where loads and stores would wait: into the L2 cache what it meets in the row below, or what the next tile of its own row meets.</summary>
    public static FetchAhead FetchesAhead(ConvSpec spec, Isa isa, KernelFamily family, InputPlan input)
    {
        if (!input.IsInPlace || !isa.IsX64)
        {
            return FetchAhead.None;
        }

        bool streams = Streams(spec, isa, family);
        bool isDeep = new Shape3(spec).Kernel[0] > 1;

        if (RowOrder.IsRowByRow(spec, isa, family, input) && (isDeep || !RowOrder.SharesRows(spec)))
        {
            // The rows of several planes and those that are written are too many streams, measured: 1.2 to 1.4 times as fast. Written past the caches they are few enough (0.9).
            return isDeep && !streams && OutputTraffic.IsFar(spec) ? FetchAhead.NextTile : FetchAhead.None;
        }

        if (family == KernelFamily.Depthwise && spec.InChannels <= CostModel.ShortPixel && ComesLate(spec, isa, streams))
        {
            return FetchesOutput(spec, isa, streams) ? FetchAhead.NextRowAndOutput : FetchAhead.NextRow;
        }

        if (FarStrips.Apply(spec, new Shape3(spec), family))
        {
            return FetchAhead.NextRow;
        }

        return OutputTraffic.IsFar(spec) && !streams && WaitsForMemory(spec) ? FetchAhead.NextTile : FetchAhead.None;
    }

    /// <summary>
    /// Whether the rows of a strip come later than a depthwise tile needs them. Measured: fetching them ahead gains wherever
    /// the output is written past the caches, and where kernels of several planes read from memory (1.1 to 1.8 times as fast as with
    /// the next tile of the row fetched). From the last cache, vectors of a line come in time without it, and so do those of
    /// half a line in kernels of one row, whose rows are no strip, and of many taps, which compute long with what they read.
    /// </summary>
    private static bool ComesLate(ConvSpec spec, Isa isa, bool streams)
    {
        const int FewTaps = 9;
        Shape3 shape = new(spec);

        if (shape.Kernel[0] > 1)
        {
            return OutputTraffic.IsFar(spec) && !streams;
        }

        bool hasStrips = shape.Output is { } output && output[1] > 1 && spec.Stride.All(static stride => stride == 1);
        bool isSmall = shape.Kernel[1] > 1 && shape.Kernel[1] * shape.Kernel[2] <= FewTaps;
        bool isLate = isa == Isa.Avx2 && isSmall && OutputTraffic.IsBeyondSecondLevel(spec) && !OutputTraffic.IsFar(spec);
        return hasStrips && (isLate || streams);
    }

    /// <summary>
    /// Whether a depthwise tile fetches the lines that the tile below writes, too. Measured with half lines of one plane: 1.1 to 2.0 times as fast where the tensors
    /// have more than 8 MB, 0.85 to 1.15 with less, which the last cache keeps. Written past the caches they would be as fast or a little faster
    /// when the same layer runs again and again, but lost to the layer that reads them.
    /// </summary>
    private static bool FetchesOutput(ConvSpec spec, Isa isa, bool streams)
    {
        return isa == Isa.Avx2 && !streams && new Shape3(spec).Kernel[0] == 1 && OutputTraffic.IsBeyondHalfOfLastLevel(spec);
    }

    /// <summary>
    /// Whether a tile computes too little with what it reads to hide the way from memory: measured, a depthwise layer does,
    /// and one of a few channels a group whose windows meet each input once for every tap.
    /// </summary>
    private static bool WaitsForMemory(ConvSpec spec)
    {
        return spec.ChannelsPerGroup == 1 || (spec.ChannelsPerGroup <= CostModel.ChannelsWaitingForMemory && spec.Stride.All(static stride => stride == 1));
    }
}
