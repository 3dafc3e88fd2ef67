using System;

namespace ConvGen.Runtime;

/// <summary>Some of the blocks of filters of a group, or all: what one item of a call computes.</summary>
/// <param name="BlockStart">The first block.</param>
/// <param name="BlockEnd">The end of the blocks.</param>
/// <param name="FilterStart">The first filter.</param>
/// <param name="Filters">The number of filters.</param>
/// <param name="LaneStart">The lanes of the blocks before the first.</param>
internal readonly record struct FilterShare(int BlockStart, int BlockEnd, int FilterStart, int Filters, int LaneStart)
{
    /// <summary>One of <paramref name="shares"/> shares of about as many blocks each.</summary>
    public static FilterShare Create(ReadOnlySpan<FilterBlock> blocks, int shares, int share)
    {
        int start = First(blocks.Length, shares, share);
        int end = First(blocks.Length, shares, share + 1);
        FilterBlock last = blocks[end - 1];
        return new FilterShare(start, end, blocks[start].Start, last.Start + last.Count - blocks[start].Start, Lanes(blocks[..start]));
    }

    /// <summary>
    /// The first block of a share; that of the share behind the last is their end. Where the shares are not alike the
    /// last have one block more: their last may be a narrow one.
    /// </summary>
    public static int First(int blocks, int shares, int share)
    {
        return (int)((long)share * blocks / shares);
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
}
