using System;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>What register tiles take of a layer's rows, in cycles a step.</summary>
/// <param name="shape">The layer's extents.</param>
/// <param name="isa">The instruction set.</param>
/// <param name="family">The kernel.</param>
/// <param name="steps">The steps of a tile.</param>
/// <param name="isGrouped">Whether a tile's filters are those of one of several groups.</param>
internal sealed class TileCost(Shape3 shape, Isa isa, KernelFamily family, int steps, bool isGrouped)
{
    /// <summary>
    /// Whether tiles are so short that their ends count, and may be smaller without reading weights from farther away. The filters of a group lie far from those of the
    /// next pixel: larger tiles of them are 1.08 to 1.18 times as fast, measured.
    /// </summary>
    private readonly bool _countsEnds = family == KernelFamily.Direct && !isGrouped && isa == Isa.Avx2 && CostModel.IsNearWithPixels(2 * isa.Lanes, steps);

    /// <summary>The cost of a row of <paramref name="width"/> pixels.</summary>
    public double Row(VectorBlock block, RowCover cover, int width)
    {
        if (cover.IsExact)
        {
            return cover.Tiles.Sum(tiles => tiles.Count * TapSpan.Of(shape, tiles.Pixels, tiles.Edge)
                .Where(static span => span.MeetsData)
                .Sum(span => span.Taps * Step(span.Pixels, block, tiles.Chains) / shape.Kernel[2]));
        }

        double cost = 0;
        int[] counts = cover.Over(width);

        for (int size = 0; size < counts.Length; size++)
        {
            TileRun tile = cover.Tiles[size];
            cost += counts[size] == 0 ? 0 : counts[size] * Step(tile.Pixels, block, tile.Chains);
        }

        return cost;
    }

    /// <summary>The pixels of the smallest tile that is worth trying: that of the sums which end without waiting for each other, where tiles are as short as that.</summary>
    public int FewestPixels(VectorBlock block, int largest)
    {
        // A lone vector has as many broadcasts as multiply-adds: more pixels share its own load.
        bool mayBeSmall = _countsEnds && block.Vectors > 1 && CostModel.IsNearWithPixels(block.Width, steps);
        return mayBeSmall ? Math.Min(largest, (SumChains.Enough + block.Vectors - 1) / block.Vectors) : largest;
    }

    private double Step(int pixels, VectorBlock block, int chains)
    {
        return family switch
        {
            KernelFamily.Lanewise => CostModel.LanewiseStep(pixels, block.Vectors, chains) + CostModel.WeightTraffic(block.Width, steps),

            // The weights of a point are used by a few tiles only and stream through the L1 cache whatever their number.
            KernelFamily.Winograd => CostModel.BroadcastStep(pixels, block.Vectors) + CostModel.StreamedWeights(block.Width),
            _ => CostModel.BroadcastStep(pixels, block.Vectors, chains) + CostModel.WeightTraffic(block.Width, steps) + End() + Waiting(),
        };

        double End()
        {
            return _countsEnds ? CostModel.TileEnd(pixels * block.Vectors * chains) / steps : 0;
        }

        // What a lone tile meets comes once whatever the tile; 1x1 kernels of so many weights read a copy of their pixels by tiles that hide it.
        double Waiting()
        {
            double cycles = CostModel.BroadcastStep(pixels, block.Vectors, chains);
            bool isMetAgain = shape.Output is not { } output || output[0] * output[1] * output[2] > pixels;
            bool isWide = block.Lanes[0] == Isa.Avx512.Lanes;
            return isWide && isMetAgain && shape.Kernel.Any(static extent => extent > 1) ? CostModel.WeightsOfLastLevel(block.Width, steps, cycles) : 0;
        }
    }
}
