using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>Stores what kernels compute with channels last to an output whose channels are planes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class BlockOutput
{
    /// <summary>
    /// Fetches a share of the lines that <see cref="Store"/> will write: of as many of the filters as there are columns among all. So the
    /// lines of a row of tiles come while it is computed, since each store would wait for its own. They go to the L2 cache, as they are more than L1 holds.
    /// </summary>
    /// <param name="block">The block, with the distances in the output.</param>
    /// <param name="filters">The filters that will be stored.</param>
    /// <param name="output">The first filter's row 0 of plane 0, at the block's first column.</param>
    /// <param name="depth">The first plane.</param>
    /// <param name="planes">The planes; those behind the block are left out.</param>
    /// <param name="height">The first row.</param>
    /// <param name="rows">The rows of each plane; those behind the block are left out.</param>
    /// <param name="column">The first column of the tile.</param>
    /// <param name="columns">The columns of the tile; those behind the block are left out.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fetch(BlockArguments* block, int filters, float* output, int depth, int planes, int height, int rows, int column, int columns)
    {
        int first = column * filters / block->Width;
        int end = Math.Min(column + columns, block->Width) * filters / block->Width;
        int depthEnd = Math.Min(depth + planes, block->DepthEnd);
        (int stored, int together) = Rows(block, height, rows);
        nint length = (nint)together * block->Width;

        for (int filter = first; filter < end && Sse.IsSupported; filter++)
        {
            for (int plane = depth; plane < depthEnd; plane++)
            {
                float* line = output + (filter * block->OutputChannel) + (plane * block->OutputPlane) + (height * block->OutputRow);

                for (int run = 0; run < stored; run += together, line += together * block->OutputRow)
                {
                    for (nint at = 0; at < length; at += MachineCosts.CacheLine)
                    {
                        Sse.Prefetch1(line + at);
                    }
                }
            }
        }
    }

    /// <summary>Stores some rows of a block, of each of some planes.</summary>
    /// <param name="block">The block, with the distances in the output.</param>
    /// <param name="pixels">The rows one behind the other, as wide as the block, and the planes so.</param>
    /// <param name="pitch">The floats between two pixels.</param>
    /// <param name="filters">The filters to store, from the first of each pixel.</param>
    /// <param name="output">The first filter's row 0 of plane 0, at the block's first column.</param>
    /// <param name="depth">The first plane.</param>
    /// <param name="planes">The planes of <paramref name="pixels"/>; those behind the block are left out.</param>
    /// <param name="height">The first row.</param>
    /// <param name="rows">The rows of each plane of <paramref name="pixels"/>; those behind the block are left out.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(BlockArguments* block, float* pixels, int pitch, int filters, float* output, int depth, int planes, int height, int rows)
    {
        nint row = (nint)block->Width * pitch;
        int depthEnd = Math.Min(depth + planes, block->DepthEnd);
        (int stored, int together) = Rows(block, height, rows);
        nint length = (nint)together * block->Width;

        for (; depth < depthEnd; depth++, pixels += rows * row)
        {
            float* destination = output + (depth * block->OutputPlane) + (height * block->OutputRow);

            for (int run = 0; run < stored; run += together)
            {
                // What comes behind, of this block or of the next.
                float* next = destination + (together * block->OutputRow);
                Transposition.CopyByColumns(pixels + (run * row), pitch, destination, block->OutputChannel, length, filters, next);
                destination = next;
            }
        }
    }

    /// <summary>The rows that lie in the block, and how many of them are one run: whole rows follow each other without a gap, in the block and in a plane.</summary>
    private static (int Stored, int Together) Rows(BlockArguments* block, int height, int rows)
    {
        int stored = Math.Min(rows, block->HeightEnd - height);
        return (stored, block->OutputRow == block->Width ? stored : 1);
    }
}
