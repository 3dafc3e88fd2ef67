using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Decides how many blocks of filters the tile of a layer's only output position meets at once. Such a layer reads each of its weights once, from
/// memory where the last cache does not hold them, and does little else: what counts is how many lines are on their way.
/// </summary>
internal static class WeightStreams
{
    /// <summary>The vectors of a block: a step of it reads a cache line.</summary>
    public const int Vectors = 2;

    /// <summary>
    /// The blocks whose weights, which lie one block behind the other, are streams of their own, each of which the processor fetches ahead. Measured in a program in C with AVX2,
    /// 51 and 151 MB come at 32 and 25 GB/s in four streams of a line a step, at 21 and 18 in one of five vectors. Layers of 9 MB and more are 1.2 to 1.8 times as fast, while others use
    /// the last cache too, of 2 to 8 MB 1.03 to 1.1.
    /// </summary>
    private const int Streams = 4;

    /// <summary>The steps that begin so many streams: with 64 a layer of 2.6 MB is 0.85 to 1.0 times as fast.</summary>
    private const int FewestSteps = 256;

    /// <summary>The floats of these blocks, three quarters of 512 KB, that the images of a batch find in the L2 cache one after the other. By its size; batches were not measured.</summary>
    private const int HeldForBatch = 96 * 1024;

    /// <summary>The blocks met at once; 1 where the tile meets one, as all tiles of more positions do.</summary>
    public static int Of(ConvSpec spec, Shape3 shape, Isa isa, KernelFamily family)
    {
        bool isOnePosition = shape.Output is { } output && output.All(static extent => extent == 1);
        return isOnePosition
            && isa == Isa.Avx2
            && family == KernelFamily.Direct
            && spec.Groups == 1
            && spec.MemoryLayout == Layout.ChannelsLast
            && spec.Filters >= Streams * Vectors * isa.Lanes
            && spec.WindowSteps >= FewestSteps
            && AreFar(spec, isa) ? Streams : 1;
    }

    /// <summary>Whether weights come from memory, or from so far that streams are worth it and no batch has to fetch what one block would leave in the L2 cache.</summary>
    private static bool AreFar(ConvSpec spec, Isa isa)
    {
        double weights = (double)spec.Filters * spec.WindowSteps;
        bool areHeld = Streams * Vectors * isa.Lanes * spec.WindowSteps <= HeldForBatch;
        return weights >= CostModel.LastLevelFloats / 2 || (areHeld && CostModel.ComeLate(weights));
    }
}
