using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>Stores a block, which kernels compute with channels last, to an output whose channels are planes.</summary>
internal static unsafe class BlockOutput
{
    /// <summary>Stores a block.</summary>
    /// <param name="block">The block as the kernel computed it.</param>
    /// <param name="tile">The block's first position, each with <paramref name="pitch"/> floats.</param>
    /// <param name="pitch">The floats between two positions of the tile.</param>
    /// <param name="filters">The filters to store, from the first of each position.</param>
    /// <param name="output">The first filter's plane, at the block's first column.</param>
    /// <param name="strides">The distances in the output.</param>
    /// <param name="wholeRows">Whether the block's rows are those of the output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(
        in BlockArguments block, float* tile, int pitch, int filters, float* output, TensorStrides strides, bool wholeRows)
    {
        int rows = block.HeightEnd - block.HeightStart;

        for (int plane = block.DepthStart; plane < block.DepthEnd; plane++)
        {
            float* destination = output + (plane * strides.Plane) + (block.HeightStart * strides.Row);
            float* source = tile + ((plane - block.DepthStart) * block.OutputPlane);

            // Whole rows follow each other without a gap on both sides, so that they transpose as one.
            int runs = wholeRows ? 1 : rows;
            nint pixels = wholeRows ? (nint)rows * block.Width : block.Width;

            for (int run = 0; run < runs; run++)
            {
                float* first = destination + (run * strides.Row);
                float* next = run < runs - 1 ? first + strides.Row : first;
                Transposition.CopyByColumns(source + (run * block.OutputRow), pitch, first, strides.Channel, pixels, filters, next);
            }
        }
    }
}
