using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Decides how the tiles of a kernel whose lanes are columns meet what lies beyond the L2 cache.</summary>
internal static class PlanarTraffic
{
    /// <summary>Whether the output is written past the caches. Rows of a tile of one row are better written as usual, measured.</summary>
    public static bool Streams(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile, bool inPlace)
    {
        return tile.FlattensPlanes
            ? OutputTraffic.StreamsPlanes(spec, shape, isa) && InlineActivation.Includes(spec.Activation)
            : inPlace && !tile.HoldsPlane && tile.Rows > 1 && OutputTraffic.StreamsRows(spec, isa);
    }

    /// <summary>What a tile of so many filters fetches for a later one: rows read where they lie, but for streams of single rows, or what the next block is copied from.</summary>
    public static FetchAhead FetchesAhead(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile, int filters, InputPlan input)
    {
        if (input.IsInPlace)
        {
            // Measured, rows of half lines are 1.1 to 4.6 times as fast from 8 MB on; whole lines gain and lose, and so do fewer bytes.
            bool isLate = isa == Isa.Avx2 ? OutputTraffic.IsBeyondHalfOfLastLevel(spec) : OutputTraffic.IsFar(spec);
            return !tile.HoldsPlane && tile.Rows > 1 && isLate ? FetchAhead.NextTile : FetchAhead.None;
        }

        return !tile.FlattensPlanes || !FetchesNextBlock(spec, shape, isa, input) ? FetchAhead.None
            : ComesAgainFromMemory(spec, shape, isa, tile, filters) ? FetchAhead.NextBlockOnce
            : FetchAhead.NextBlock;
    }

    /// <summary>
    /// Whether tiles fetch what the next block is copied from where the last cache is slow. Lines fetched one in a page were measured there to cost
    /// kernels of wide vectors more than they bring: their copies span more of each plane. With AVX2 it makes no difference (0.99 over 45 layers).
    /// </summary>
    public static bool FetchesInSlowCache(Isa isa)
    {
        return !isa.IsAvx512;
    }

    /// <summary>Whether the copy of a block comes from beyond the L2 cache, so that the tiles of the block before it fetch it there meanwhile.</summary>
    private static bool FetchesNextBlock(ConvSpec spec, Shape3 shape, Isa isa, InputPlan input)
    {
        return isa.IsX64
            && shape.Output is { } output
            && input.Block[0] * input.Block[2] < output[0] * output[1] * output[2]
            && OutputTraffic.IsBeyondSecondLevel(spec);
    }

    /// <summary>
    /// Whether a line of each channel is more than its sets of the L2 cache hold, so that those that are fetched once more come
    /// from memory again, and a tile computes less long with a channel than that takes: measured, layers of many blocks of filters are
    /// then 1.2 to 2.2 times as fast, while for those of a few it gains to give a line that has gone a second chance.
    /// </summary>
    private static bool ComesAgainFromMemory(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile, int filters)
    {
        const int FewBlocks = 6;
        return shape.Input is { } input
            && spec.FiltersPerGroup > FewBlocks * filters
            && !CostModel.SecondLevelHolds(spec.InChannels, (long)input[0] * input[1] * input[2])
            && filters * tile.Vectors / CostModel.FmaPerCycle < CostModel.MemoryLine(isa);
    }
}
