using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Decides whether the tiles of a depthwise kernel go down strips of columns, so that the rows that windows below each other share are still in the L1 cache, or along the rows, which are
/// streams that the processor foresees; the part of a row that a strip has hardly is one. Shared rows come from the L2 cache to each tile then.
/// </summary>
internal static class RowOrder
{
    /// <summary>The cache lines of the longest pixel of which the part of a row in a strip is too short.</summary>
    private const int MostLines = 4;

    /// <summary>
    /// Whether tiles follow each other along the rows. Measured with AVX2: where windows share no rows, those of 7 and 9 taps from beyond the L2 cache are 1.3 to 1.4 times as fast;
    /// else short pixels are, as <see cref="AreShort"/> says. What is copied is near.
    /// </summary>
    public static bool IsRowByRow(ConvSpec spec, Isa isa, KernelFamily family, InputPlan input)
    {
        bool hasRows = spec.Rank > 1 && input.IsInPlace && input.RowWidth is not null && !input.RowsArePixels;
        return hasRows && isa == Isa.Avx2 && family == KernelFamily.Depthwise && OutputTraffic.IsBeyondSecondLevel(spec) && (!SharesRows(spec) || AreShort(spec, isa));
    }

    /// <summary>Whether windows of a layer of several axes share the rows of those below.</summary>
    public static bool SharesRows(ConvSpec spec)
    {
        return spec.Kernel[spec.Rank - 2] > 1;
    }

    /// <summary>
    /// Whether pixels are too short for strips. Measured: those of one line or half of one are 1.05 to 1.9 times as fast row by row from the last cache on, strided ones of up to four lines too
    /// (1.05 to 1.7; 1.0 with several planes), others 1.1 to 2.2 times from memory and 0.6 to 1.0 from the last cache. Longer ones are 0.9 to 1.1, vectors that are not full 0.9.
    /// </summary>
    private static bool AreShort(ConvSpec spec, Isa isa)
    {
        if (spec.InChannels % isa.Lanes > 0 || spec.InChannels > MostLines * MachineCosts.CacheLine)
        {
            return false;
        }

        bool isStrided = spec.Stride.Any(static stride => stride > 1);
        bool isDeep = new Shape3(spec).Kernel[0] > 1;
        return spec.InChannels <= MachineCosts.CacheLine || (isStrided ? !isDeep : OutputTraffic.IsFar(spec));
    }
}
