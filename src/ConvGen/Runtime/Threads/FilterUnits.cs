using System;

namespace ConvGen.Runtime;

/// <summary>The blocks of filters that a call computes, and where they may be cut into shares for threads.</summary>
/// <param name="blocks">The blocks, in the order of the packed weights.</param>
/// <param name="units">The parts that stay whole; 1 when a kernel computes all filters at a time.</param>
/// <param name="unitBlocks">The blocks of a unit; the last one has all that are left.</param>
internal readonly ref struct FilterUnits(ReadOnlySpan<FilterBlock> blocks, int units, int unitBlocks)
{
    private readonly ReadOnlySpan<FilterBlock> _blocks = blocks;

    /// <summary>The most shares into which the filters can be cut.</summary>
    public int Count => Math.Max(1, units);

    /// <summary>One of <paramref name="shares"/> shares of about as many units each.</summary>
    public FilterShare Share(int shares, int share)
    {
        int start = FirstBlock(shares, share);
        int end = FirstBlock(shares, share + 1);
        FilterBlock last = _blocks[end - 1];
        int filter = _blocks[start].Start;
        return new FilterShare(start, end, filter, last.Start + last.Count - filter, Lanes(_blocks[..start]));
    }

    /// <summary>The part of all filters that the largest share has, by the lanes they take.</summary>
    public double LargestShare(int shares)
    {
        if (shares == 1)
        {
            return 1;
        }

        int all = 0;
        int largest = 0;

        for (int share = 0; share < shares; share++)
        {
            int lanes = Lanes(_blocks[FirstBlock(shares, share)..FirstBlock(shares, share + 1)]);
            largest = Math.Max(largest, lanes);
            all += lanes;
        }

        return (double)largest / all;
    }

    /// <summary>The lanes of blocks: the floats of their packed biases.</summary>
    public static int Lanes(ReadOnlySpan<FilterBlock> blocks)
    {
        int lanes = 0;

        foreach (FilterBlock block in blocks)
        {
            lanes += block.Width;
        }

        return lanes;
    }

    /// <summary>
    /// The first block of a share; that of the share behind the last is their end. Where the shares are not alike the
    /// last have one unit more: their last block may be a narrow one.
    /// </summary>
    private int FirstBlock(int shares, int share)
    {
        return share == shares ? _blocks.Length : (int)((long)share * Count / shares) * unitBlocks;
    }
}
