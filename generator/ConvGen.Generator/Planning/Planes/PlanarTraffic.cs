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

    /// <summary>What a tile fetches for a later one: rows read where they lie, but for streams of single rows, or what the next block is copied from.</summary>
    public static FetchAhead FetchesAhead(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile, InputPlan input)
    {
        if (input.IsInPlace)
        {
            // Measured, rows of half lines are 1.1 to 4.6 times as fast from 8 MB on; whole lines gain and lose, and so do fewer bytes.
            bool isLate = isa == Isa.Avx2 ? OutputTraffic.IsBeyondHalfOfLastLevel(spec) : OutputTraffic.IsFar(spec);
            return !tile.HoldsPlane && tile.Rows > 1 && isLate ? FetchAhead.NextTile : FetchAhead.None;
        }

        return tile.FlattensPlanes && FetchesNextBlock(spec, shape, isa, input) ? FetchAhead.NextBlock : FetchAhead.None;
    }

    /// <summary>
    /// Whether the copy of a block comes from beyond the L2 cache, so that the tiles of the block before it fetch it there meanwhile. Narrow vectors have no instructions
    /// left for it: without it 39 layers of 1x1 were 1.1 times as fast on a processor that has no others, 45 as fast on one that has.
    /// </summary>
    private static bool FetchesNextBlock(ConvSpec spec, Shape3 shape, Isa isa, InputPlan input)
    {
        return isa.IsAvx512
            && shape.Output is { } output
            && input.Block[0] * input.Block[2] < output[0] * output[1] * output[2]
            && OutputTraffic.IsBeyondSecondLevel(spec);
    }
}
