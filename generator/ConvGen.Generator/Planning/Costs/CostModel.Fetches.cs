using System;

namespace ConvGen.Generator.Planning;

/// <content>What is worth fetching ahead with each instruction set, and how far, where or how much at a time.</content>
internal static partial class CostModel
{
    /// <summary>How many steps ahead of their use weights are fetched from the L2 cache: at 8 to 14 cycles a step, a little more than its latency. Measured, 3 to 16 do as well, 2 less.</summary>
    public const int StepsAhead = 4;

    /// <summary>The most channels of a group with which a tile that meets each input once for every tap computes too little to hide the way from memory, measured.</summary>
    public const int ChannelsWaitingForMemory = 8;

    /// <summary>The floats of a pixel up to which the processor does not foresee the rows of a strip of pixels; longer ones are streams, measured.</summary>
    public const int ShortPixel = 256;

    /// <summary>
    /// Whether a step may take no longer than the way of what it meets from the L2 cache, which is worth fetching ahead then: where two vectors as long as a line
    /// are multiplied a cycle. Narrower ones leave no time for fetches and gain nothing, measured.
    /// </summary>
    public static bool MayOutrunSecondLevel(Isa isa)
    {
        return isa.IsAvx512;
    }

    /// <summary>
    /// Whether the weights of a row of pixels lie so far that they are worth fetching ahead: 4 MB with wide vectors and 2 MB with narrow ones, measured; with
    /// 1 MB it makes no difference.
    /// </summary>
    public static bool AreFarFromPixels(double weights, Isa isa)
    {
        return (isa == Isa.Avx2 && ComeLate(weights)) || (isa.IsAvx512 && weights >= LastLevelFloats / 4);
    }

    /// <summary>Whether so many floats of weights, which each block of positions meets, come from beyond what the last cache soon gives.</summary>
    public static bool ComeLate(double weights)
    {
        return weights >= LastLevelFloats / 8;
    }

    /// <summary>
    /// Whether the weights of minimal filtering come later than tiles need them, from beyond the L2 cache: the processor foresees them too late for narrow vectors. For wide
    /// ones it does not where they are far, nor while a second tile meets those of the first once more, as they do <paramref name="again"/>.
    /// </summary>
    public static bool ComeLateToPoints(double weights, bool again, Isa isa)
    {
        return IsBeyondSecondLevel(weights) && (isa == Isa.Avx2 || (isa.IsAvx512 && (AreFar(weights) || again)));
    }

    /// <summary>Whether a step's multiply-adds take longer than its loads and as many fetches as it has weights.</summary>
    public static bool HidesPrefetches(int pixels, int vectors)
    {
        return pixels * vectors / FmaPerCycle > (pixels + (2 * vectors)) / LoadsPerCycle;
    }

    /// <summary>
    /// Whether a tile of so many pixels, of some lines each, may fetch those of the next a few with each of so many iterations: no more at a time than
    /// the L1 cache can wait for, since all of them at once gain nothing, and not the lines of later tiles too, which costs more than it gains, measured.
    /// </summary>
    public static bool MaySpread(int pixels, int lines, int iterations)
    {
        const int LinesAwaited = 12;
        int together = (pixels + iterations - 1) / iterations;
        return together * lines <= LinesAwaited && iterations <= 2 * pixels;
    }

    /// <summary>Whether so many floats of weights may be fetched at once: their lines and those that are needed sooner are no more than the L1 cache can wait for.</summary>
    public static bool MayFetchAtOnce(int floats)
    {
        const int Lines = 8;
        return floats <= Lines * MachineCosts.CacheLine;
    }

    /// <summary>
    /// Whether so many steps take longer than the line they sum up takes from memory and back, 22 to 28 cycles: then it is better fetched ahead and overwritten
    /// than written past the caches, where a tile's stores wait for memory. Measured on 35 layers beyond the last cache, 1.1 times as fast. Narrow vectors take two for a line, so fewer
    /// steps: past the caches those of 27 are as fast or slower, those of 16 1.25 times as fast.
    /// </summary>
    public static bool HidesFarLine(int steps, Isa isa)
    {
        const int WideSteps = 32;
        const int NarrowSteps = 24;
        return steps >= (isa.IsAvx512 ? WideSteps : NarrowSteps);
    }

    /// <summary>How many pixels ahead of their use a tile of a kernel for few filters fetches those of a later one: two tiles, eight at least. With one tile it would be there before its input, measured.</summary>
    public static int PixelsAhead(int pixels)
    {
        return Math.Max(2 * pixels, 8);
    }
}
