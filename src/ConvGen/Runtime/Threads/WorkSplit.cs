using System;

namespace ConvGen.Runtime;

/// <summary>
/// How a layer's output is cut into items that threads take one after the other: blocks of positions and, where many
/// weights meet few positions, shares of the filters, so that each core streams a share of the weights only.
/// </summary>
internal struct WorkSplit
{
    /// <summary>The floats of weights that each core keeps in its L2 cache from one item to the next.</summary>
    private const long CachedWeights = 128 * 1024;

    /// <summary>The cycles of beginning an item.</summary>
    private const double ItemCycles = 1000;

    /// <summary>How much slower channels of some groups are read in place than whole pixels: their lines fall into some of the caches' sets.</summary>
    private const double PiecesOfPixels = 2;

    /// <summary>The part of an item that threads wait for the last of them, since they do not begin together.</summary>
    private const double Idle = 0.125;

    /// <summary>The items of a thread beyond which smaller ones are not looked at: what is idle at the end is little by then.</summary>
    private const int MostItemsOfThread = 16;

    /// <summary>The multiply-adds that are worth a thread: below some ten microseconds, at 16 a cycle, waking another core costs more than it brings.</summary>
    private const double ThreadMultiplyAdds = 500_000;

    /// <summary>The positions (depth, height, width) of a block; the last along an axis may have fewer.</summary>
    public Extent3 Block;

    /// <summary>The blocks along each axis.</summary>
    public Extent3 Blocks;

    /// <summary>The shares into which the blocks of filters are cut.</summary>
    public int FilterShares;

    /// <summary>The number of items.</summary>
    public long Items;

    /// <summary>Chooses the split with which so many threads are predicted to end first.</summary>
    public static WorkSplit Choose(in LayerWork work, int threads)
    {
        WorkSplit best = Create(work, work.Block, 1);

        if (threads == 1)
        {
            return best;
        }

        double bestCycles = best.Predict(work, threads);
        long most = Math.Max(best.Items, (long)threads * MostItemsOfThread);

        for (Extent3 block = work.Block; block[0] > 0 && Count(work, block) <= most; block[0] = Smaller(work, 0, block[0]))
        {
            for (block[1] = work.Block[1]; block[1] > 0 && Count(work, block) <= most; block[1] = Smaller(work, 1, block[1]))
            {
                for (block[2] = work.Block[2]; block[2] > 0 && Count(work, block) <= most; block[2] = Smaller(work, 2, block[2]))
                {
                    long mostShares = Math.Clamp(most / Count(work, block), 1, work.Filters.Count);

                    for (int shares = 1; shares <= mostShares; shares++)
                    {
                        WorkSplit split = Create(work, block, shares);
                        double cycles = split.Predict(work, threads);

                        if (cycles < bestCycles)
                        {
                            (best, bestCycles) = (split, cycles);
                        }
                    }
                }

                block[2] = work.Block[2];
            }

            block[1] = work.Block[1];
        }

        return best;
    }

    /// <summary>The threads, at most <paramref name="most"/>, that have enough to do.</summary>
    public static int Threads(in LayerWork work, int most)
    {
        return (int)Math.Clamp(MultiplyAdds(work) / ThreadMultiplyAdds, 1, most);
    }

    /// <summary>Where an item lies: shares of the filters are innermost, then the columns, rows and planes of blocks, parts of the groups and images.</summary>
    public readonly ItemPosition Locate(int item, int parts)
    {
        if (item == 0)
        {
            // A small layer is one item, and six divisions would be a part of its time worth measuring.
            return default;
        }

        (int block, int share) = Math.DivRem(item, FilterShares);
        (int rest, int width) = Math.DivRem(block, Blocks[2]);
        (rest, int height) = Math.DivRem(rest, Blocks[1]);
        (rest, int depth) = Math.DivRem(rest, Blocks[0]);
        (int image, int part) = Math.DivRem(rest, parts);
        return new ItemPosition(block, image, part, depth * Block[0], height * Block[1], width * Block[2], share);
    }

    /// <summary>The cycles until the last thread is done.</summary>
    private readonly double Predict(in LayerWork work, int threads)
    {
        double share = work.Filters.LargestShare(FilterShares);
        double weights = work.Weights * share;
        double begin = ItemCycles + (work.Weights > CachedWeights ? weights * work.Core.WeightFloat : 0);
        double largest = begin + (work.Steps(Block) * weights / work.Core.MultiplyAdds);
        double all = (Items * begin) + (MultiplyAdds(work) / work.Core.MultiplyAdds);

        // Items alike are taken in rounds. Where the last are smaller, threads that take one after the other wait for
        // less: at worst all but one of them for a whole item.
        long rounds = (Items + threads - 1) / threads;
        double taken = Math.Min(rounds * largest, (all + ((threads - 1) * largest)) / threads);

        // A thread's items follow each other: it needs the input of a block once for all shares that it computes, or for
        // each the channels of its groups.
        double inputs = work.SharesChannels ? rounds * share * (FilterShares > 1 && !work.Copies ? PiecesOfPixels : 1)
            : rounds % FilterShares == 0 ? rounds / FilterShares
            : FilterShares % rounds == 0 ? 1
            : (rounds / FilterShares) + 2;
        return taken + (Idle * largest) + (inputs * work.InputCycles(Block));
    }

    private static double MultiplyAdds(in LayerWork work)
    {
        return work.Images * work.Steps(work.Output) * work.Weights;
    }

    private static WorkSplit Create(in LayerWork work, Extent3 block, int shares)
    {
        WorkSplit split = default;
        split.Block = block;
        split.FilterShares = shares;
        split.Items = Count(work, block) * shares;

        for (int axis = 0; axis < 3; axis++)
        {
            split.Blocks[axis] = DivideUp(work.Output[axis], block[axis]);
        }

        return split;
    }

    /// <summary>The blocks of all images.</summary>
    private static long Count(in LayerWork work, Extent3 block)
    {
        long blocks = work.Images;

        for (int axis = 0; axis < 3; axis++)
        {
            blocks *= DivideUp(work.Output[axis], block[axis]);
        }

        return blocks;
    }

    /// <summary>The largest smaller extent of a block, in whole steps, that makes more blocks; 0 when there is none.</summary>
    private static int Smaller(in LayerWork work, int axis, int extent)
    {
        int step = work.Step[axis];

        if (extent <= step || (axis == 2 && !work.CutsRows))
        {
            return 0;
        }

        int all = DivideUp(work.Output[axis], step);
        int blocks = DivideUp(work.Output[axis], extent);
        int steps = Math.Min(DivideUp(extent, step) - 1, DivideUp(all, blocks + 1));
        return steps * step;
    }

    private static int DivideUp(int value, int divisor)
    {
        return (value + divisor - 1) / divisor;
    }
}
