using System;

namespace ConvGen.Generator.Planning;

/// <content>Minimal filtering: its transforms and the way of points and weights to its tiles.</content>
internal static partial class CostModel
{
    /// <summary>The floats of points that stay in the L2 cache beside what streams through it.</summary>
    private const double PointCapacity = 200 * 1024;

    /// <summary>The cycles of a float of weights from the last cache while tiles of narrow vectors are multiplied.</summary>
    private const double StreamedWeight = 0.1;

    /// <summary>
    /// What is added to these cycles where the float comes from memory or from the far end of a last cache that others use too.
    /// </summary>
    private const double MemoryFloat = 0.3;

    /// <summary>
    /// The floats met up to which that cache gives them as fast as it can; of twice as many nothing is there yet. Measured with 6 to 50 MB of weights, 40 layers are 1.09 times as fast with
    /// the tiles that these two prefer as with those they prefer when 16 MB count as near, 64 channels to 128 and the like as before, 256 to 512 on 7x7 1.8 times.
    /// </summary>
    private const double NearWeights = 1.5 * 1024 * 1024;

    /// <summary>
    /// The cycles of a float with AVX-512, from the last cache and beside them from memory. Where two wide vectors are multiplied a cycle the last cache gives a float in 0.4 cycles and memory in 0.9; where one
    /// is, in half the time and fewer of the cycles counted here. These lie between, so that neither loses much.
    /// </summary>
    private const double StreamedWeightWide = 0.15;

    private const double MemoryFloatWide = 0.3;

    /// <summary>
    /// The same two of kernels for processors with a slow last cache alone, and those of a float from the L2 cache: the cycles measured there, with what of them multiply-adds do not hide.
    /// Of the six tiles that the costs of both machines rank first, the one these prefer is 1.03 times as fast over 210 layers, up to 1.7 times.
    /// </summary>
    private const double NearWeightSlowCache = 0.09;

    private const double StreamedWeightSlowCache = 0.5;

    private const double MemoryFloatSlowCache = 0.5;

    /// <summary>How much longer a transform takes than its instructions where two units multiply: it waits for the L2 cache, and multiply-adds of as many instructions are done in half the time.</summary>
    private const double TransformsSlowCache = 2;

    /// <summary>The cycles of a call for some of the points, with what the processor foresees wrongly of its loops: an estimate.</summary>
    private const double CallOfPoints = 30;

    /// <summary>The cycles of a register tile's call, first loads and last stores where two units multiply and nothing hides them.</summary>
    private const double CallSlowCache = 25;

    /// <summary>The same of narrow vectors: fitted, tiles of 8 to 32 channels are chosen with it where they gain.</summary>
    private const double CallNarrow = 10;

    /// <summary>The cycles of a float of far weights that multiply-adds of wide vectors do not hide: 0.15 to 0.2 where two are multiplied a cycle, none elsewhere.</summary>
    private const double FarNotHidden = 0.1;

    /// <summary>The most floats of points of a block whose weights are far: they come once for some blocks of filters, and each tile more spares a way of the weights.</summary>
    public const int FarWeightsPoints = 2 * 1024 * 1024;

    /// <summary>The cycles of a float of points from the last cache: they are read in short runs, which no prefetch foresees.</summary>
    private const double FarPoint = 0.1;

    /// <summary>The cycles of a float of weights from memory that multiply-adds do not hide.</summary>
    private const double NotHidden = 0.06;

    /// <summary>
    /// The floats of weights from which on the processor does not foresee them: they lie on more pages than its second table of
    /// pages holds (6 MB), and it looks ahead no further than a page. Measured, 9 to 50 MB come 1.04 to 1.4 times as fast when fetched ahead, 3 MB no faster.
    /// </summary>
    private const double FarWeights = LastLevelFloats / 2;

    /// <summary>The most blocks of filters that meet a point together. Measured, all of them are slower: their products leave the L2 cache.</summary>
    private const int MostBlocksOfPoint = 4;

    /// <summary>The floats of points of more tiles than share the weights well: no more than twice what stays in the L2 cache.</summary>
    public const int NearPoints = 256 * 1024;

    /// <summary>The floats of products that stay in the L2 cache until they are transformed back.</summary>
    private const int ProductCapacity = 256 * 1024;

    /// <summary>Whether weights lie so far that they have to be fetched ahead and are worth meeting as many tiles as there are.</summary>
    public static bool AreFar(double weights)
    {
        return weights >= FarWeights;
    }

    /// <summary>The blocks of filters that meet a point together when each has so many floats of products.</summary>
    public static int BlocksOfPoint(int products)
    {
        return Math.Max(1, Math.Min(MostBlocksOfPoint, ProductCapacity / products));
    }

    /// <summary>The cycles that a vector of one point costs along an axis of so many inputs: a load, a store, two operations, three beyond 6 inputs.</summary>
    public static double TransformedPoint(int inputs, Isa isa)
    {
        double instructions = inputs == 1 ? 0 : inputs <= 6 ? 1.5 : 2;
        return isa.HasSlowCache ? TransformsSlowCache * instructions : instructions;
    }

    /// <summary>
    /// The cycles that transforms wait for so many floats of input and output: those of which half of the last cache is filled come from its far end or from memory. Measured it is 1.0 to
    /// 1.5 a float.
    /// </summary>
    public static double TransformedTensors(double floats)
    {
        return floats > LastLevelFloats / 2 ? floats : 0;
    }

    /// <summary>
    /// The cycles of a point of the input beside these for the first points of a larger tile: an even number of them has a point without its negative, so
    /// that no two rows of the matrix share their sums and each is one of nearly as many products.
    /// </summary>
    public static double LonePoint(int inputs)
    {
        return inputs % 2 == 0 ? (inputs - 3) / 2.0 : 0;
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
    /// <param name="met">The floats met since they were read last, they among them: what caches held of them is there yet.</param>
    /// <param name="isa">The vectors.</param>
    public static double MultiplyBlock(double multiply, double weights, double met, Isa isa)
    {
        double far = isa.IsAvx512 ? Math.Max(0, met - LastLevelFloats) * weights / met : weights * Gone(met, NearWeights);
        (double streamed, double memory) = isa.HasSlowCache ? (StreamedWeightSlowCache, MemoryFloatSlowCache)
            : isa.IsAvx512 ? (StreamedWeightWide, MemoryFloatWide)
            : (StreamedWeight, MemoryFloat);
        double way = isa.HasSlowCache ? (weights * (NearWeightSlowCache + (Gone(met, HeldWeights) * (streamed - NearWeightSlowCache)))) + (far * memory)
            : IsBeyondSecondLevel(met) ? (weights * streamed) + (far * memory)
            : 0;
        double late = isa.IsAvx512 ? Math.Max(0, weights - FarWeights) * FarNotHidden : 0;
        return Math.Max(multiply, way * FarCycles(isa)) + (far * NotHidden * FarCycles(isa)) + late;
    }

    /// <summary>The cycles of so many calls of register tiles beside their steps.</summary>
    public static double TileCalls(double calls, Isa isa)
    {
        return calls * (isa.HasSlowCache ? CallSlowCache : isa.IsAvx512 ? 0 : CallNarrow);
    }

    /// <summary>The cycles of so many calls, each for some of the points, beside what is multiplied.</summary>
    public static double PointCalls(int calls)
    {
        return calls * CallOfPoints;
    }

    /// <summary>The cycles of reading so many floats of transformed input once for each block of filters where they do not stay in the L2 cache.</summary>
    public static double FarPoints(double floats, int blocks, Isa isa)
    {
        return Math.Max(0, floats - PointCapacity) * blocks * FarPoint * FarCycles(isa);
    }
}
