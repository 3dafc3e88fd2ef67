using System;
using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>Filters that a kernel computes side by side: <paramref name="Count"/> of them from <paramref name="Start"/>, packed <paramref name="Width"/> wide.</summary>
/// <param name="Start">The first filter.</param>
/// <param name="Count">The number of filters.</param>
/// <param name="Width">The lanes of all vectors of the block; lanes past <paramref name="Count"/> hold zeros.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct FilterBlock(int Start, int Count, int Width)
{
    /// <summary>Lists the blocks of all groups.</summary>
    /// <param name="groups">The groups; their blocks are alike.</param>
    /// <param name="runs">The blocks of one group: how many of how many filters, packed how wide.</param>
    public static FilterBlock[] List(int groups, params ReadOnlySpan<(int Blocks, int Filters, int Width)> runs)
    {
        int blocksOfGroup = 0;

        foreach ((int blocks, _, _) in runs)
        {
            blocksOfGroup += blocks;
        }

        FilterBlock[] list = new FilterBlock[groups * blocksOfGroup];
        int next = 0;
        int start = 0;

        for (int group = 0; group < groups; group++)
        {
            foreach ((int blocks, int filters, int width) in runs)
            {
                for (int block = 0; block < blocks; block++)
                {
                    list[next++] = new FilterBlock(start, filters, width);
                    start += filters;
                }
            }
        }

        return list;
    }
}
