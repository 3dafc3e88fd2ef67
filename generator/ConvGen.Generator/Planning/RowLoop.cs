using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// How a tile runs over the taps and channels of one kernel row, its steps: a loop over taps around a loop over
/// channels around unrolled steps. A loop of one iteration is not there.
/// </summary>
/// <param name="Taps">The iterations of the loop over taps.</param>
/// <param name="Channels">The iterations of the loop over channels.</param>
/// <param name="Steps">The unrolled steps.</param>
internal sealed record RowLoop(int Taps, int Channels, int Steps)
{
    /// <summary>The multiply-adds of a row that is unrolled as a whole: no loop, little code.</summary>
    private const int WholeRow = 128;

    /// <summary>The multiply-adds between two branches: beyond it the loop's cost is lost in the noise.</summary>
    private const int BetweenBranches = 64;

    /// <summary>Chooses the loops for a tile of <paramref name="multiplyAdds"/> accumulators.</summary>
    public static RowLoop Choose(ConvSpec spec, bool mergesTaps, int multiplyAdds)
    {
        int taps = spec.Kernel[spec.Rank - 1];
        int channels = spec.ChannelsPerGroup;

        if (taps * channels * multiplyAdds <= WholeRow)
        {
            return new RowLoop(1, 1, taps * channels);
        }

        // Merged, the channels of all taps are one run.
        int outer = mergesTaps ? 1 : taps;
        int inner = taps * channels / outer;
        int steps = Enumerable.Range(1, inner).Where(steps => inner % steps == 0 && steps * multiplyAdds <= BetweenBranches).DefaultIfEmpty(1).Max();
        return new RowLoop(outer, inner / steps, steps);
    }
}
