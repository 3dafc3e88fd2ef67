using System;

namespace ConvGen.Generator.Planning;

/// <content>Tiles whose lanes are columns of a plane.</content>
internal static partial class CostModel
{
    /// <summary>The cycles in which a tile whose lanes are columns is called and its addresses are found.</summary>
    public const double PlanarTileCall = 8;

    /// <summary>The cycles in which a plane that is read where it lies is called with its weights, where tiles do not hold it as a whole: measured, with planes of 49 and 64 outputs, as the difference to loops over planes.</summary>
    public const double PlaneCall = 25;

    /// <summary>The cycles of counting and addresses of such a tile's step, as far as multiply-adds do not hide them.</summary>
    public const double PlanarStep = 0.4;

    /// <summary>What half a vector spares of a whole one: half of it where wide multiply-adds take two cycles, nothing elsewhere.</summary>
    public const double HalfVector = 0.25;

    /// <summary>What a vector costs beside one of all lanes.</summary>
    public static double Vector(Isa isa, int lanes)
    {
        return isa.IsAvx512 && lanes < isa.Lanes ? 1 - HalfVector : 1;
    }

    /// <summary>The cycles until a sum can be added to, as many as there are for the far way: it takes the same time whatever the vectors.</summary>
    public static double Latency(Isa isa)
    {
        return FmaLatency / 2 * FarCycles(isa);
    }

    /// <summary>What a load at any float costs beside one at the first of a cache line: those that cross a line are done twice.</summary>
    public static double UnalignedLoad(int lanes)
    {
        return lanes == 16 ? 2 : 1.5;
    }

    /// <summary>
    /// The cycles of a tile's step where AVX2 shuffles each vector from two: shuffles take the units of multiply-adds. Measured, from the L2 cache tiles of one to five rows by one to
    /// four vectors take as long to 3 %. The multiply-adds of a sum wait for one another.
    /// </summary>
    /// <param name="multiplyAdds">The multiply-adds of vectors.</param>
    /// <param name="shuffles">The vectors that are shuffled.</param>
    /// <param name="loads">The loads.</param>
    /// <param name="chain">The multiply-adds of a sum.</param>
    public static double ShuffledStep(double multiplyAdds, double shuffles, double loads, int chain)
    {
        const double Units = 1.1;
        return Math.Max(Math.Max(Units * (multiplyAdds + shuffles) / FmaPerCycle, loads / LoadsPerCycle), chain * FmaLatency);
    }

    /// <summary>
    /// The cycles in which lines come from beyond the L2 cache while tiles read so many rows in turn: each row is a stream, and of many the processor foresees few. Measured with AVX2 on
    /// strided planes of 75x75 and 112x112, the cycles that tiles of 3 to 11 rows take longer than from the L2 cache.
    /// </summary>
    public static double StreamedLines(double lines, int streams)
    {
        const double Stream = 0.3;
        return lines * streams * Stream;
    }

    /// <summary>The cycles of storing a vector of which only so many lanes count, without a mask: in parts of 4, 2 and 1.</summary>
    public static double StoredParts(int count, int lanes)
    {
        const double Part = 2;
        int parts = 0;

        for (int left = count; left > 0 && count < lanes; left &= left - 1)
        {
            parts++;
        }

        return Math.Max(0, parts - 1) * Part;
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

    /// <summary>The cycles of a plane whose sums are all in registers, measured to 10 % of 3x3 on 4x4 to 14x14: permutations take the units of multiply-adds, and planes follow each other without a call.</summary>
    public static double WholePlane(int multiplyAdds, int permutations)
    {
        const double Units = 1.15;
        const double Plane = 5;
        return Plane + (Units * (multiplyAdds + permutations) / FmaPerCycle);
    }

    /// <summary>The cycles of a plane that is met in the order of memory.</summary>
    /// <param name="multiplyAdds">The multiply-adds of vectors.</param>
    /// <param name="inputLoads">The loads of vectors, which begin at any float.</param>
    /// <param name="weightLoads">The loads of weights.</param>
    /// <param name="moves">The blends, masks and shuffles.</param>
    /// <param name="stores">The vectors of sums.</param>
    public static double LinearPlane(int multiplyAdds, int inputLoads, int weightLoads, int moves, int stores)
    {
        const double Plane = 3;
        const double Move = 0.2;
        double loads = (inputLoads * UnalignedLoad(Isa.Avx2.Lanes)) + weightLoads;
        return Plane + Math.Max(multiplyAdds / FmaPerCycle, loads / LoadsPerCycle) + (Move * moves) + (stores / 2d);
    }
}
