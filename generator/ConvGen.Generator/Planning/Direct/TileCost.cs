using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>What register tiles take of a layer's rows, in cycles a step.</summary>
/// <param name="shape">The layer's extents.</param>
/// <param name="family">The kernel.</param>
/// <param name="steps">The steps of a tile.</param>
/// <param name="blocks">The blocks of filters that a tile meets at once: the sums of one wait while those of the others are added to.</param>
internal sealed class TileCost(Shape3 shape, KernelFamily family, int steps, int blocks = 1)
{
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

    private double Step(int pixels, VectorBlock block, int chains)
    {
        return family switch
        {
            KernelFamily.Lanewise => CostModel.LanewiseStep(pixels, block.Vectors, chains) + CostModel.WeightTraffic(block.Width, steps),

            // The weights of a point are used by a few tiles only and stream through the L1 cache whatever their number.
            KernelFamily.Winograd => CostModel.BroadcastStep(pixels, block.Vectors) + CostModel.StreamedWeights(block.Width),
            _ => CostModel.BroadcastStep(pixels, block.Vectors, chains * blocks) + CostModel.WeightTraffic(block.Width, steps) + Waiting(),
        };

        // What a lone tile meets comes once whatever the tile; 1x1 kernels of so many weights read a copy of their pixels by tiles that hide it.
        double Waiting()
        {
            double cycles = CostModel.BroadcastStep(pixels, block.Vectors, chains * blocks);
            bool isMetAgain = shape.Output is not { } output || output[0] * output[1] * output[2] > pixels;
            bool isWide = block.Lanes[0] == Isa.Avx512.Lanes;
            return isWide && isMetAgain && shape.Kernel.Any(static extent => extent > 1) ? CostModel.WeightsOfLastLevel(block.Width, steps, cycles) : 0;
        }
    }
}
