using System;

namespace ConvGen.Generator.Planning;

/// <content>The steps of tiles whose lanes are filters or channels.</content>
internal static partial class CostModel
{
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
}
