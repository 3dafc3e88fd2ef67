using System;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Decides whether groups are computed from a copy of their channels alone.</summary>
internal static class GroupCopy
{
    /// <summary>The channels of a copy: four cache lines, so that neighbouring pixels fall into different sets of the L1 cache.</summary>
    private const int Channels = 64;

    /// <summary>The floats of a pixel from which on the lines of a group lie a kilobyte and more apart.</summary>
    private const int WidePixel = 256;

    /// <summary>The pixels of a typical tile.</summary>
    private const int TilePixels = 14;

    /// <summary>
    /// The groups of one copy; null where the input is better read as a whole. A kernel comes back to each pixel of a row
    /// of its window for every channel of a group: where pixels are so many channels apart that those of a tile drive one
    /// another out of the L1 cache, each visit would fetch a line again. Planes of channels are transposed a few groups at a time.
    /// </summary>
    /// <param name="spec">The layer.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="family">The kernel.</param>
    /// <param name="isNarrow">Whether vectors are narrower than a cache line.</param>
    public static int? Choose(ConvSpec spec, Shape3 shape, KernelFamily family, bool isNarrow)
    {
        if (spec.MemoryLayout != Layout.ChannelsLast)
        {
            return Transposed(spec, shape, family);
        }

        bool visitsAgain = family is KernelFamily.Direct or KernelFamily.Grouped && spec.Groups > 1 && spec.ChannelsPerGroup > 1;

        // What comes from beyond the caches had better come in the order it lies there, unless strided tiles span twice the columns.
        bool comesInOrder = OutputTraffic.IsFar(spec) && spec.Stride.All(static stride => stride == 1);

        if (!visitsAgain || comesInOrder || FarStrips.Apply(spec, shape, family) || spec.HasOneTap)
        {
            return null;
        }

        int pixels = Math.Min(TilePixels, shape.Output?[2] ?? TilePixels);
        long columns = BlockShape.Span(pixels, shape.EffectiveKernel[2], shape.Stride[2]);
        int? groups = Enumerable.Range(1, spec.Groups - 1)
            .Where(groups => IsWhole(spec, groups))
            .Select(static groups => (int?)groups)
            .FirstOrDefault(groups => groups * spec.ChannelsPerGroup >= Channels);
        return CostModel.Holds(columns, spec.InChannels) && !(isNarrow && ComeOneByOne(spec, shape)) ? null : groups;
    }

    /// <summary>
    /// Whether the lines of a group are so far apart in strided windows of several planes that the processor foresees none of them. A copy fetches them ahead: measured with AVX2 on 3x3x3 of
    /// 256 and 512 channels, 1.5 and 1.1 to 1.35 times as fast where other work has used the caches, 1.0 and 1.04 where not; with 128 channels 1.15 and 0.84.
    /// </summary>
    private static bool ComeOneByOne(ConvSpec spec, Shape3 shape)
    {
        return shape.Kernel[0] > 1 && spec.InChannels >= WidePixel && spec.Stride.Any(static stride => stride > 1);
    }

    /// <summary>
    /// The groups of one copy where planes are transposed: what has been transposed is still in the L2 cache when it is met, and
    /// where few groups are all that fits, a block has more rows, of which fewer are copied twice.
    /// </summary>
    private static int? Transposed(ConvSpec spec, Shape3 shape, KernelFamily family)
    {
        bool spreads = family == KernelFamily.Depthwise && spec.Filters != spec.InChannels;

        if (spreads || family is not (KernelFamily.Direct or KernelFamily.Grouped or KernelFamily.Depthwise))
        {
            return null;
        }

        int[] input = shape.Input ?? [1, CostModel.TypicalExtent, CostModel.TypicalExtent];
        long floats = input.Aggregate((long)spec.ChannelsPerGroup, static (product, extent) => product * extent);
        int groups = Enumerable.Range(1, spec.Groups)
            .Where(groups => IsWhole(spec, groups) && groups * spec.ChannelsPerGroup >= MachineCosts.CacheLine)
            .Where((groups, index) => index == 0 || groups * floats <= CostModel.TransposedTogether)
            .LastOrDefault();
        return groups == 0 || groups == spec.Groups ? null : groups;
    }

    /// <summary>Whether so many groups divide the layer and fill the vectors of every instruction set.</summary>
    private static bool IsWhole(ConvSpec spec, int groups)
    {
        return spec.Groups % groups == 0 && groups * spec.FiltersPerGroup % Isa.Avx512.Lanes == 0;
    }
}
