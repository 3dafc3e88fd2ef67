using System;

namespace ConvGen.Generator.Planning;

/// <content>
/// What tiles wait for their weights, in cycles a step. Those of a block of filters are met again by every tile, those of all filters by
/// every block of positions, each time from the nearest cache that holds them, so that each way has a price:
/// <list type="table">
/// <item><term><see cref="WeightTraffic"/></term><description>From the L2 cache to every tile: the tenth that multiply-adds do not hide. It weighs
/// tiles against each other, for all machines.</description></item>
/// <item><term><see cref="ExposedWeights"/></term><description>The same way, what it takes more where two of the widest vectors are multiplied a
/// cycle, since few multiply-adds for each weight hide less of it. Measured on tiles with their weights in L2 and in L1. It
/// weighs copies against tiles of few pixels.</description></item>
/// <item><term><see cref="WeightsOfLastLevel"/></term><description>From the last cache to every tile, where L2 does not hold a block of filters.
/// Measured on blocks of 64 and of 32 filters of 512 channels and 3x3 taps, on a machine whose last cache gives 2.5 floats a cycle; the
/// rate lies between that and the 7 of another, since it weighs widths of blocks for both.</description></item>
/// <item><term><see cref="FirstTileWeights"/></term><description>From the last cache to the first tile of a block of positions, where L2 holds a block
/// of filters but not all. Measured on 14 strided layers on the former machine, whose rate it has: it weighs copies of windows, which
/// cost the other machine half as much.</description></item>
/// </list>
/// The last two are the same way at two rates.
/// </content>
internal static partial class CostModel
{
    /// <summary>The floats a cycle that the L2 cache gives while multiply-adds run: what they hide of it costs a tenth.</summary>
    private const double SecondLevelFloats = 8 * 10;

    /// <summary>The floats of weights that the L2 cache holds from one block of positions to the next.</summary>
    private const double HeldWeights = 256 * 1024;

    /// <summary>The floats a cycle that the L2 cache gives a tile of minimal filtering, by the part that multiply-adds do not hide.</summary>
    private const double StreamedFloatsHidden = 40;

    /// <summary>Whether the L1 cache does not hold the weights of so many steps until the next tile meets them.</summary>
    public static bool IsBeyondFirstLevel(int width, int steps)
    {
        return (long)width * steps > FirstLevelFloats;
    }

    /// <summary>The cycles that a step's weights cost when each tile has to fetch them from the L2 cache again.</summary>
    public static double WeightTraffic(int width, int steps)
    {
        return IsBeyondFirstLevel(width, steps) ? width / SecondLevelFloats : 0;
    }

    /// <summary>The same of a point of minimal filtering, whose weights stream through the L1 cache whatever their number.</summary>
    public static double StreamedWeights(int width)
    {
        return width / StreamedFloatsHidden;
    }

    /// <summary>
    /// The cycles that a tile waits for a step's weights from beyond the L1 cache beside those of <see cref="WeightTraffic"/>, where
    /// <paramref name="cycles"/> of multiply-adds of the widest vectors hide the others. Tiles of
    /// 4x4, 6x4 and 7x2 take 1.15 to 1.35 times as long as in the L1 cache, one of 14x2 1.03.
    /// </summary>
    public static double ExposedWeights(int width, int steps, double cycles)
    {
        const double HiddenFloats = 2.5;
        const double ExposedFloats = 20;
        double near = WeightTraffic(width, steps);
        return near > 0 ? Math.Max((width - (HiddenFloats * cycles)) / ExposedFloats, near) - near : 0;
    }

    /// <summary>
    /// The cycles that a tile waits for a step's weights from beyond the L2 cache, beside <paramref name="cycles"/> of multiply-adds, where a block
    /// of filters has more weights than it holds.
    /// </summary>
    public static double WeightsOfLastLevel(int width, int steps, double cycles)
    {
        const double FloatsPerCycle = 5;
        return IsBeyondSecondLevel((double)width * steps) ? Waiting(width / FloatsPerCycle, cycles) : 0;
    }

    /// <summary>
    /// The cycles that the first tile of a block of positions waits for a step's weights, beside <paramref name="cycles"/> of multiply-adds, where
    /// the L2 cache does not hold the <paramref name="weights"/> of all filters from one block to the next. The tiles behind it find them in L2. Of
    /// twice as many as it holds it keeps none.
    /// </summary>
    public static double FirstTileWeights(int width, long weights, double cycles)
    {
        const double FloatsPerCycle = 2.5;
        return Gone(weights, HeldWeights) * Waiting(width / FloatsPerCycle, cycles);
    }

    /// <summary>
    /// The share of so many floats that a cache no longer holds when they are met again, where it keeps <paramref name="held"/> of them: of twice as many
    /// it keeps none.
    /// </summary>
    private static double Gone(double floats, double held)
    {
        return Math.Min(1, Math.Max(0, (floats - held) / held));
    }

    /// <summary>What is left of a way beside so many cycles of multiply-adds.</summary>
    private static double Waiting(double way, double cycles)
    {
        return Math.Max(way - cycles, 0);
    }
}
