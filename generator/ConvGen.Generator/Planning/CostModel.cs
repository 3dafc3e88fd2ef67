using System;

namespace ConvGen.Generator.Planning;

/// <summary>
/// What a step of a tile costs, in cycles: the constants of the machines the plans are made for. A step multiplies
/// one input value of each pixel with each vector of filters. The plan must not depend on the machine that compiles,
/// so these stand here and are not measured.
/// </summary>
internal static class CostModel
{
    /// <summary>The width and height that stand for those that are not known while compiling.</summary>
    public const int TypicalExtent = 56;

    /// <summary>Fused multiply-adds a cycle.</summary>
    public const double FmaPerCycle = 2;

    /// <summary>Loads a cycle.</summary>
    public const double LoadsPerCycle = 2;

    /// <summary>Cycles until a fused multiply-add's result can be added to.</summary>
    public const double FmaLatency = 4;

    /// <summary>What one more load weighs between plans that cost the same: loads compete with the caches' traffic.</summary>
    private const double LoadTieBreak = 0.01;

    /// <summary>What a second kind of block weighs between plans that cost about the same: its tiles have to be compiled with the user's project.</summary>
    public const double CompiledBlock = 0.01;

    /// <summary>The floats that stay in the L1 cache (32 KB) beside what else a tile reads: weights beside its input, or copied rows beside its output.</summary>
    public const int FirstLevelFloats = 6 * 1024;

    /// <summary>The floats of a layer's tensors that stay in the last cache (16 MB of it) from one layer to the next.</summary>
    public const double LastLevelFloats = 4 * 1024 * 1024;

    /// <summary>The floats a cycle that the L2 cache gives while multiply-adds run: what they hide of it costs a tenth.</summary>
    private const double SecondLevelFloats = 8 * 10;

    /// <summary>The cycles of transposing floats between channels first and channels last, of which the input is copied row by row, 16 channels at a time.</summary>
    public static double Transposed(double floats, double rows, int channels, Isa isa)
    {
        const double Float = 0.4;
        const double Row = 40;
        return ((floats * Float) + (rows * channels / Isa.Avx512.Lanes * Row)) * FarCycles(isa);
    }

    /// <summary>The floats of planes that are transposed and computed together, a quarter of the L2 cache with what they came from: measured, four times as many are slower.</summary>
    public const int TransposedTogether = 16 * 1024;

    /// <summary>What a load at any float costs beside one at the first of a cache line: those that cross a line are done twice.</summary>
    public static double UnalignedLoad(int lanes)
    {
        return lanes == 16 ? 2 : 1.5;
    }

    /// <summary>The same of kernels one column wide on copied planes, whose vectors mostly begin lines.</summary>
    public const double CopiedLoad = 1.5;

    /// <summary>The cycles that loads which cross cache lines cost beside multiply-adds that should hide them, measured: every one of 64 bytes crosses one, of narrower vectors every second or fourth.</summary>
    public static double CrossingLoads(double loads, int lanes)
    {
        const double NotHidden = 0.1;
        return lanes == 16 ? loads * NotHidden : 0;
    }

    /// <summary>The cycles of shifting a vector's columns, as far as multiply-adds do not hide them.</summary>
    public const double ColumnShift = 0.05;

    /// <summary>The cycles of copying a float of a plane, and of one whose columns are split by the phases of a stride.</summary>
    public const double PlaneFloat = 0.2;

    public const double SplitPlaneFloat = 0.35;

    /// <summary>The cycles in which a tile whose lanes are columns is called and its addresses are found.</summary>
    public const double PlanarTileCall = 8;

    /// <summary>The cycles of counting and addresses of such a tile's step, as far as multiply-adds do not hide them.</summary>
    public const double PlanarStep = 0.4;

    /// <summary>What half a vector spares of a whole one: half of it where wide multiply-adds take two cycles, nothing elsewhere.</summary>
    public const double HalfVector = 0.25;

    /// <summary>The cycles until a sum can be added to, as many as there are for the far way: it takes the same time whatever the vectors.</summary>
    public static double Latency(Isa isa)
    {
        return FmaLatency / 2 * FarCycles(isa);
    }

    /// <summary>What a vector costs beside one of all lanes.</summary>
    public static double Vector(Isa isa, int lanes)
    {
        return isa == Isa.Avx512 && lanes < isa.Lanes ? 1 - HalfVector : 1;
    }

    /// <summary>The cycles of a call of a kernel beside which beginning it is nothing.</summary>
    public const double CallCycles = 10_000;

    /// <summary>The most channels of a group with which a tile that meets each input once for every tap computes too little to hide the way from memory, measured.</summary>
    public const int ChannelsWaitingForMemory = 8;

    /// <summary>The floats of a pixel up to which the processor does not foresee the rows of a strip of pixels; longer ones are streams, measured.</summary>
    public const int ShortPixel = 256;

    /// <summary>The floats a cycle that the L2 cache gives.</summary>
    private const double StreamedFloats = 8;

    /// <summary>The floats after which addresses fall into the same set of the L1 cache, and the lines a set may hold of a tile's input.</summary>
    private const int SetPeriod = 1024;

    private const int LinesOfSet = 6;

    /// <summary>The lines that a set of the L1 cache holds.</summary>
    private const int Ways = 8;

    /// <summary>
    /// The most pixels of a tile whose inputs stand <paramref name="pixelStep"/> floats apart: beyond it those that share
    /// a set of the L1 cache drive one another out.
    /// </summary>
    public static int MostPixels(int pixelStep)
    {
        return Sets(pixelStep) * LinesOfSet;
    }

    /// <summary>Whether the L1 cache holds a line each of so many pixels that stand <paramref name="pixelStep"/> floats apart.</summary>
    public static bool Holds(long pixels, int pixelStep)
    {
        return pixels <= Sets(pixelStep) * Ways;
    }

    /// <summary>
    /// The vectors that a tile whose pixels share sets of the L1 cache takes side by side. Measured, two do for pixels of four and
    /// eight sets; four are 1.2 to 1.5 times as fast as two for three of four layers whose pixels have one or two.
    /// </summary>
    public static int VectorsAcrossSets(int pixelStep)
    {
        return Sets(pixelStep) <= 2 ? 4 : 2;
    }

    private static int Sets(int pixelStep)
    {
        int sets = 1;

        while (sets < SetPeriod && (long)pixelStep * sets % SetPeriod != 0)
        {
            sets++;
        }

        return sets;
    }

    /// <summary>The cycles of copying rows of a block of input: each is a call of its own.</summary>
    public static double CopiedRows(double rows, double floats)
    {
        const double Row = 60;
        return rows * (Row + (floats * MachineCosts.CopiedFloat));
    }

    /// <summary>The cycles that a step's weights cost when each tile has to fetch them from the L2 cache again.</summary>
    public static double WeightTraffic(int width, int steps)
    {
        return (long)width * steps > FirstLevelFloats ? width / SecondLevelFloats : 0;
    }

    /// <summary>The cycles of a step of a tile in which each input value is broadcast to all vectors.</summary>
    public static double BroadcastStep(int pixels, int vectors)
    {
        return Step(pixels * vectors, pixels + vectors);
    }

    /// <summary>The cycles of a step of a tile in which each vector meets input values of its own.</summary>
    public static double LanewiseStep(int pixels, int vectors)
    {
        return Step(pixels * vectors, (pixels * vectors) + vectors);
    }

    /// <summary>The cycles of a step's weights that each tile fetches from the L2 cache, where no other work hides them.</summary>
    public static double StreamedWeights(int width)
    {
        return width / StreamedFloatsHidden;
    }

    /// <summary>The cycles that a vector of one point costs along an axis of so many inputs: a load, a store, two operations, three beyond 6 inputs.</summary>
    public static double TransformedPoint(int inputs)
    {
        return inputs == 1 ? 0 : inputs <= 6 ? 1.5 : 2;
    }

    /// <summary>The floats a cycle that the L2 cache gives a tile of minimal filtering, by the part that multiply-adds do not hide.</summary>
    private const double StreamedFloatsHidden = 40;

    /// <summary>The floats of points that stay in the L2 cache beside what streams through it.</summary>
    private const double PointCapacity = 200 * 1024;

    /// <summary>The floats of weights or of a tensor that stay in the L2 cache beside what else passes through it.</summary>
    private const double SecondLevelCapacity = 160 * 1024;

    /// <summary>The cycles of a float of weights from the last cache while tiles are multiplied.</summary>
    private const double StreamedWeight = 0.1;

    /// <summary>What is added to the cycles of a float of weights from the last cache where it comes from memory.</summary>
    private const double MemoryFloat = 0.19;

    /// <summary>The cycles of a float of points from the last cache: they are read in short runs, which no prefetch foresees.</summary>
    private const double FarPoint = 0.1;

    /// <summary>The cycles of a float of weights from memory that multiply-adds do not hide.</summary>
    private const double NotHidden = 0.06;

    /// <summary>How far ahead of their use weights are fetched, in floats: a few hundred cycles of multiply-adds, the way from memory.</summary>
    public const int WeightsAhead = 8 * 1024;

    /// <summary>Whether so many floats of a tensor come from beyond the L2 cache.</summary>
    public static bool IsBeyondSecondLevel(double floats)
    {
        return floats > SecondLevelCapacity;
    }

    /// <summary>Whether so many floats of weights come from beyond the L2 cache, time after time.</summary>
    public static bool StreamsWeights(double weights)
    {
        return weights > SecondLevelCapacity;
    }

    /// <summary>How much longer a sum over channels takes in parts: each is stored and, but for the first, added to what is there.</summary>
    public static double SummedParts(int parts, int channels)
    {
        const double Channels = 3;
        return parts == 1 ? 1 : 1 + (Channels / channels);
    }

    /// <summary>The cycles of multiplying a block of tiles: those of the multiply-adds, or of the weights' way where it is longer.</summary>
    /// <param name="multiply">The cycles of the multiply-adds.</param>
    /// <param name="weights">The floats of weights, read once.</param>
    /// <param name="isa">The vectors.</param>
    public static double MultiplyBlock(double multiply, double weights, Isa isa)
    {
        double far = Math.Max(0, weights - LastLevelFloats);
        double way = !StreamsWeights(weights) ? 0 : (weights * StreamedWeight) + (far * MemoryFloat);
        return Math.Max(multiply, way * FarCycles(isa)) + (far * NotHidden * FarCycles(isa));
    }

    /// <summary>The cycles of reading so many floats of transformed input once for each block of filters where they do not stay in the L2 cache.</summary>
    public static double FarPoints(double floats, int blocks, Isa isa)
    {
        return Math.Max(0, floats - PointCapacity) * blocks * FarPoint * FarCycles(isa);
    }

    /// <summary>
    /// What is far away takes the same time whatever the vectors. The constants here count cycles in which two of the
    /// widest vectors are multiplied; where those take two cycles each, as they do on the machine of the constants,
    /// narrower vectors see the way take twice as many.
    /// </summary>
    private static double FarCycles(Isa isa)
    {
        return isa.Lanes == Isa.Avx512.Lanes ? 1 : 2;
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

    /// <summary>The cycles of a row of the kernel in a tile that loads each of the input vectors it spans once.</summary>
    public static double SlidingRow(int pixels, int taps, int inputs)
    {
        return Step(pixels * taps, inputs + taps);
    }

    private static double Step(int multiplyAdds, int loads)
    {
        double bound = Math.Max(multiplyAdds / FmaPerCycle, loads / LoadsPerCycle);
        return Math.Max(bound, FmaLatency) + (LoadTieBreak * loads);
    }
}
