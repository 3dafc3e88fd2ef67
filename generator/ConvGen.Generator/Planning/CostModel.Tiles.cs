using System;

namespace ConvGen.Generator.Planning;

/// <content>The steps of tiles whose lanes are filters or channels.</content>
internal static partial class CostModel
{
    /// <summary>How many pixels ahead of their use a tile of a kernel for few filters fetches those of a later one: two tiles, eight at least. With one tile it would be there before its input, measured.</summary>
    public static int PixelsAhead(int pixels)
    {
        return Math.Max(2 * pixels, 8);
    }

    /// <summary>The cycles of a step of a tile in which each input value is broadcast to all vectors.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="vectors">The vectors of filters.</param>
    /// <param name="chains">The sums of each of them that steps take in turn.</param>
    public static double BroadcastStep(int pixels, int vectors, int chains = 1)
    {
        return Step(pixels * vectors, pixels + vectors, FmaLatency / chains);
    }

    /// <summary>The cycles of a step of a tile in which each vector meets input values of its own.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="vectors">The vectors of filters.</param>
    /// <param name="chains">The sums of each of them that steps take in turn.</param>
    public static double LanewiseStep(int pixels, int vectors, int chains)
    {
        return Step(pixels * vectors, (pixels * vectors) + vectors, FmaLatency / chains);
    }

    /// <summary>The cycles of a row of the kernel in a tile that loads each of the input vectors it spans once.</summary>
    public static double SlidingRow(int pixels, int taps, int inputs)
    {
        return Step(pixels * taps, inputs + taps);
    }

    /// <summary>
    /// The cycles of a part of a kernel row whose lanes are input channels: each input vector is loaded once and meets
    /// the weights of every tap and filter.
    /// </summary>
    /// <param name="sums">The accumulators: pixels times filters.</param>
    /// <param name="taps">The taps of the part, which add to each accumulator one after the other.</param>
    /// <param name="inputLoads">The input vectors.</param>
    /// <param name="weightLoads">The vectors of weights.</param>
    /// <param name="lanes">The lanes of a vector.</param>
    /// <param name="weights">The floats of all weights.</param>
    /// <param name="latency">The cycles until a sum can be added to.</param>
    public static double ChannelStep(double sums, int taps, int inputLoads, int weightLoads, int lanes, int weights, double latency = FmaLatency)
    {
        int loads = inputLoads + weightLoads;
        double bound = Math.Max(sums * taps / FmaPerCycle, loads / LoadsPerCycle);

        // A tile of few pixels cannot hide what streams from the L2 cache.
        double stream = weights > FirstLevelFloats ? weightLoads * lanes / StreamedFloats : 0;
        return Math.Max(Math.Max(bound, stream), taps * latency) + (LoadTieBreak * loads);
    }

    /// <summary>The cycles of a tile until the lanes of each of so many accumulators are one sum and stored; the next tile hides its call.</summary>
    public static double LaneSums(int sums, int lanes)
    {
        const double Lone = 6;

        // Four at a time they are transposed and added; a wide vector is halved before.
        double four = 4 * (lanes > 8 ? 3 : 2);
        return (sums / 4 * four) + (sums % 4 * Lone);
    }

    /// <summary>How far ahead of their use weights are fetched, in floats: a few hundred cycles of multiply-adds, the way from memory.</summary>
    public const int WeightsAhead = 8 * 1024;

    /// <summary>Whether the weights of a row of pixels lie so far that they are worth fetching ahead, measured.</summary>
    public static bool AreFarFromPixels(double weights, Isa isa)
    {
        return (isa == Isa.Avx2 && weights >= LastLevelFloats / 2) || (isa.IsAvx512 && weights >= LastLevelFloats / 4);
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
    /// than written past the caches, where a tile's stores wait for memory. Measured on 35 layers beyond the last cache, 1.1 times as fast.
    /// </summary>
    public static bool HidesFarLine(int steps)
    {
        const int Steps = 32;
        return steps >= Steps;
    }

    /// <summary>How many steps ahead of their use weights are fetched from the L2 cache: at 8 to 14 cycles a step, a little more than its latency. Measured, 3 to 16 do as well, 2 less.</summary>
    public const int StepsAhead = 4;

    /// <summary>The most channels of a group with which a tile that meets each input once for every tap computes too little to hide the way from memory, measured.</summary>
    public const int ChannelsWaitingForMemory = 8;

    /// <summary>The floats of a pixel up to which the processor does not foresee the rows of a strip of pixels; longer ones are streams, measured.</summary>
    public const int ShortPixel = 256;
}
