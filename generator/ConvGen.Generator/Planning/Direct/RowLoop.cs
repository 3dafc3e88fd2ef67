using System;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// How a tile runs over the taps and channels of one kernel row, its steps: a loop over taps around a loop over
/// channels around unrolled steps. A loop of one iteration is not there.
/// </summary>
/// <param name="Taps">The iterations of the loop over taps.</param>
/// <param name="Channels">The iterations of the loop over channels; where a tile fetches lines ahead, those over the channels of a line.</param>
/// <param name="Steps">The unrolled steps.</param>
/// <param name="Lines">The iterations of a loop between both over the lines of a pixel, of which a tile fetches the next ahead; 0 where there is none.</param>
internal sealed record RowLoop(int Taps, int Channels, int Steps, int Lines = 0)
{
    /// <summary>No steps: those of taps that meet nothing but padding.</summary>
    public static readonly RowLoop None = new(0, 0, 0);

    /// <summary>The steps of the loop over channels or, where it is there, over lines.</summary>
    public int AllSteps => Math.Max(Lines, 1) * Channels * Steps;

    /// <summary>The multiply-adds between two branches that hide the loop's cost; more would only lengthen the text that has to be compiled.</summary>
    private const int BetweenBranches = 24;

    private const int MostUnrolledByJit = 4;

    /// <summary>The most unrolled steps of a loop, each twice as many as those tried before. Measured with AVX2, eight are no faster.</summary>
    private const int MostSteps = 4;

    /// <summary>The unrolled steps of the loop over a line's channels, more of which would leave it few iterations.</summary>
    private const int StepsOfLine = 2;

    /// <summary>
    /// Whether a loop of so many iterations may count them. The JIT may unroll a short one that does, to keep inputs
    /// instead of sums in registers; such a loop compares addresses, which takes the compiler longer.
    /// </summary>
    public static bool MayCount(int iterations)
    {
        return iterations > MostUnrolledByJit;
    }

    /// <summary>The lines that each iteration over a line's channels fetches, of so many pixels that have a next one.</summary>
    public int FetchedLines(int pixels)
    {
        return (pixels + Channels - 1) / Channels;
    }

    /// <summary>Chooses the loops over <paramref name="taps"/> taps for a tile of some pixels by some vectors.</summary>
    public static RowLoop Choose(ConvSpec spec, KernelPlan plan, int taps, bool mergesTaps, int pixels, int vectors)
    {
        int multiplyAdds = pixels * vectors;
        int channels = spec.ChannelsPerGroup;

        // Merged, the channels of all taps are one run.
        int outer = mergesTaps ? 1 : taps;
        int inner = taps * channels / outer;
        int steps = 1;

        // Steps of several taps would read the same inputs: the JIT would keep these instead of the sums in registers.
        for (int more = 2; more <= Math.Min(MostSteps, channels) && !HidesLoop(more / 2, pixels, vectors); more *= 2)
        {
            steps = inner % more == 0 ? more : steps;
        }

        return TileFetches.NextLines(plan, pixels, vectors) && outer == 1 && LineSteps(inner, channels, pixels, multiplyAdds) is { } line
            ? new RowLoop(1, line.Steps / line.Unrolled, line.Unrolled, inner / line.Steps)
            : new RowLoop(outer, inner / steps, steps);
    }

    /// <summary>
    /// Whether so many steps leave instructions free for those of the loop: a processor that begins two multiply-adds a cycle begins four instructions, of
    /// which small tiles take nearly all. Measured with AVX2, where tiles have at most 12 sums, four steps instead of two are 1.03 to 1.07 times as fast.
    /// </summary>
    private static bool HidesLoop(int steps, int pixels, int vectors)
    {
        const int InstructionsOfLoop = 12;
        int multiplyAdds = pixels * vectors;
        int free = multiplyAdds - pixels - vectors;
        return steps * multiplyAdds >= BetweenBranches && (multiplyAdds >= BetweenBranches || steps * free >= InstructionsOfLoop);
    }

    /// <summary>
    /// The steps in which a tile meets one line of each of its pixels, those of the next line fetched one with each iteration: two steps
    /// are unrolled where that leaves as many iterations as pixels, or where steps take two sums in turn. Null where channels do not divide so.
    /// </summary>
    private static (int Steps, int Unrolled)? LineSteps(int steps, int channels, int pixels, int multiplyAdds)
    {
        bool takesTurns = multiplyAdds < SumChains.Enough;

        for (int line = MachineCosts.CacheLine; line > MachineCosts.CacheLine / 2; line--)
        {
            bool mayUnroll = line % StepsOfLine == 0 && channels % StepsOfLine == 0;
            int unrolled = mayUnroll && (takesTurns || pixels * StepsOfLine <= line) ? StepsOfLine : 1;

            if (steps > line && steps % line == 0 && MayCount(line / unrolled) && (mayUnroll || !takesTurns))
            {
                return (line, unrolled);
            }
        }

        return null;
    }
}
