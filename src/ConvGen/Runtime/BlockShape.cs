using System;

#if CONVGEN_GENERATOR
namespace ConvGen.Generator.Planning;
#else
namespace ConvGen.Runtime;
#endif

/// <summary>
/// The block of output positions a core computes at a time, chosen so that the input it reads stays in the L2 cache.
/// This file is compiled into the generator, for layers whose extents are known while compiling, and into the
/// run-time half, for the others.
/// </summary>
internal readonly struct BlockShape(int depth, int height, int width)
{
    /// <summary>The floats of input a block may span: a quarter of the smallest L2 cache in use, 1 MB, in floats.</summary>
    public const long InputBudget = 64 * 1024;

    /// <summary>The same of windows that are copied one behind the other: more than half of the cache, since the rest has only a few filters' weights to hold.</summary>
    public const long GatheredBudget = 9 * InputBudget / 4;

    public int Depth { get; } = depth;

    public int Height { get; } = height;

    public int Width { get; } = width;

    /// <summary>
    /// Chooses the block that reads the fewest input positions an output position, among those whose input fits the
    /// budget. Arrays have three values: depth, height, width.
    /// </summary>
    /// <param name="output">The output's extents, all positive.</param>
    /// <param name="effectiveKernel">The positions a window spans.</param>
    /// <param name="stride">The strides.</param>
    /// <param name="pixelFloats">The floats of one input position.</param>
    /// <param name="widthStep">The multiple the width is cut to when a single row is over the budget.</param>
    /// <param name="inputBudget">The floats of input a block may span.</param>
    public static BlockShape Choose(
        ReadOnlySpan<int> output,
        ReadOnlySpan<int> effectiveKernel,
        ReadOnlySpan<int> stride,
        int pixelFloats,
        int widthStep,
        long inputBudget = InputBudget)
    {
        int width = output[2];
        long windowRows = (long)effectiveKernel[0] * effectiveKernel[1];

        // Rows are cut only where a window of whole rows is over the budget: a cut row needs its overlap copied twice.
        if (windowRows * Span(width, effectiveKernel[2], stride[2]) * pixelFloats > inputBudget)
        {
            long columns = (inputBudget / (windowRows * pixelFloats)) - effectiveKernel[2];
            long fitting = (columns / stride[2]) / widthStep * widthStep;
            width = (int)Math.Min(width, Math.Max(fitting, widthStep));
        }

        long rowFloats = Span(width, effectiveKernel[2], stride[2]) * pixelFloats;
        int bestDepth = 1;
        int bestHeight = 1;
        double bestCost = double.PositiveInfinity;

        for (int depth = 1; depth <= output[0]; depth++)
        {
            long planes = Span(depth, effectiveKernel[0], stride[0]);
            long rows = Math.Max(inputBudget / (planes * rowFloats), effectiveKernel[1]);
            int height = (int)Math.Min(output[1], ((rows - effectiveKernel[1]) / stride[1]) + 1);
            double cost = (double)planes * Span(height, effectiveKernel[1], stride[1]) / ((double)depth * height);

            if (cost < bestCost)
            {
                (bestDepth, bestHeight, bestCost) = (depth, height, cost);
            }

            if (planes * rowFloats * effectiveKernel[1] > inputBudget)
            {
                break;
            }
        }

        // Equal blocks: 57 rows in blocks of 29 and 28, not of 56 and 1.
        return new BlockShape(Even(output[0], bestDepth), Even(output[1], bestHeight), width);
    }

    /// <summary>
    /// Chooses a block of whole steps for a kernel that takes at most <paramref name="mostSteps"/> of them at a time:
    /// as much of a row as it takes, then rows, then planes.
    /// </summary>
    /// <param name="output">The output's extents, all positive.</param>
    /// <param name="step">The output positions of one step along each axis.</param>
    /// <param name="mostSteps">The steps of a block.</param>
    public static BlockShape ChooseSteps(ReadOnlySpan<int> output, ReadOnlySpan<int> step, int mostSteps)
    {
        int width = Even((output[2] + step[2] - 1) / step[2], mostSteps);
        int height = Even((output[1] + step[1] - 1) / step[1], mostSteps / width);
        int depth = Even((output[0] + step[0] - 1) / step[0], mostSteps / (width * height));
        return new BlockShape(depth * step[0], height * step[1], width * step[2]);
    }

    /// <summary>The input positions that <paramref name="count"/> windows span.</summary>
    public static long Span(long count, long effectiveKernel, long stride)
    {
        return ((count - 1) * stride) + effectiveKernel;
    }

    private static int Even(int extent, int block)
    {
        int blocks = (extent + block - 1) / block;
        return (extent + blocks - 1) / blocks;
    }
}
