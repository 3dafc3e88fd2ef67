using System;
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
    /// <summary>The multiply-adds between two branches that hide the loop's cost; more would only lengthen the text that has to be compiled.</summary>
    private const int BetweenBranches = 24;

    private const int MostUnrolledByJit = 4;

    /// <summary>The most unrolled steps of a loop: tiles so small that they want more are the rest of a row.</summary>
    private const int MostSteps = 2;

    /// <summary>
    /// Whether a loop of so many iterations may count them. The JIT may unroll a short one that does, to keep inputs
    /// instead of sums in registers; such a loop compares addresses, which takes the compiler longer.
    /// </summary>
    public static bool MayCount(int iterations)
    {
        return iterations > MostUnrolledByJit;
    }

    /// <summary>Chooses the loops over <paramref name="taps"/> taps for a tile of <paramref name="multiplyAdds"/> accumulators.</summary>
    public static RowLoop Choose(ConvSpec spec, int taps, bool mergesTaps, int multiplyAdds)
    {
        int channels = spec.ChannelsPerGroup;

        // Merged, the channels of all taps are one run.
        int outer = mergesTaps ? 1 : taps;
        int inner = taps * channels / outer;
        int steps = 1;

        // Steps of several taps would read the same inputs: the JIT would keep these instead of the sums in registers.
        for (int more = 2; more <= Math.Min(MostSteps, channels) && steps * multiplyAdds < BetweenBranches; more++)
        {
            steps = inner % more == 0 ? more : steps;
        }

        return new RowLoop(outer, inner / steps, steps);
    }
}
