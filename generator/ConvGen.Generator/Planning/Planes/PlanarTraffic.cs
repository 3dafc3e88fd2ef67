using System.Linq;
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
    /// Whether the first filters copy the planes as they meet them, so that their multiply-adds hide it: measured with AVX2, 191 layers of 1x1 are 1.10 times as fast, up to 2.5.
    /// </summary>
    public static bool CopiesPlanes(ConvSpec spec, Shape3 shape, Isa isa, PlanarTile tile)
    {
        bool isOneRow = tile.JoinsPlanes || (tile.FlattensPlanes && spec.Rank < 3 && spec.Stride.All(static stride => stride == 1));
        return isa == Isa.Avx2 && spec.Groups == 1 && tile.Lanes == isa.Lanes && isOneRow && !FetchesInVain(spec, shape, tile);
    }

    /// <summary>
    /// Whether the lines that a tile fetches for the next one fall into few sets of the caches: they are gone before it meets them. Such planes are copied in long runs where they come from
    /// far away: measured, 512 channels of 128x128 and 256x256 to 6 and 12 filters are 0.65 to 0.75 as fast otherwise; from nearer, planes of 64 KB are as fast or faster.
    /// </summary>
    private static bool FetchesInVain(ConvSpec spec, Shape3 shape, PlanarTile tile)
    {
        const int Apart = 8 * 1024;
        return shape.Output is { } output
            && (tile.JoinsPlanes ? (long)output[0] : 1) * output[1] * output[2] % Apart == 0
            && OutputTraffic.IsBeyondHalfOfLastLevel(spec);
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
