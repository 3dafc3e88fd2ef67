using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Grouped layers of stride 2 and more whose pixels come from beyond the caches and are so wide that those of a tile share few sets of the L1 cache.
/// Copied some groups at a time they come in short runs. So they are met where they lie, as whole pixels, in strips as wide as a tile down the whole
/// image: what neighbouring windows share is still in the L2 cache, and the tile is as narrow as the sets ask for. Measured with 512 channels
/// of 240x240 in groups of 4 and 8, 1.8 to 2.0 times as fast as copied, with the row below fetched ahead 1.0 to 1.15 times as fast as without.
/// </summary>
internal static class FarStrips
{
    /// <summary>The pixels of a tile as narrow as is worth it.</summary>
    private const int FewestPixels = 4;

    /// <summary>The pixels of a typical tile.</summary>
    private const int TilePixels = 14;

    /// <summary>Whether a layer is met so.</summary>
    public static bool Apply(ConvSpec spec, Shape3 shape, KernelFamily family)
    {
        bool isStrided = shape.Stride[1] > 1 && shape.Stride[2] > 1 && shape.Kernel[0] == 1 && shape.Kernel[1] > 1;
        bool isInPlace = spec.MemoryLayout == Layout.ChannelsLast && shape.PadsZeros();
        return family == KernelFamily.Grouped && isStrided && isInPlace && OutputTraffic.IsFar(spec)
            && !Holds(TilePixels, spec, shape) && Holds(FewestPixels, spec, shape);
    }

    /// <summary>The pixels of the widest tile whose columns the sets hold.</summary>
    public static int MostPixels(ConvSpec spec, Shape3 shape)
    {
        return Enumerable.Range(FewestPixels, TilePixels - FewestPixels).Last(pixels => Holds(pixels, spec, shape));
    }

    private static bool Holds(int pixels, ConvSpec spec, Shape3 shape)
    {
        return CostModel.Holds(BlockShape.Span(pixels, shape.EffectiveKernel[2], shape.Stride[2]), spec.InChannels);
    }
}
