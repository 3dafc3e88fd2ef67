using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// The kernel of machines without vectors: it sums directly, four neighbouring pixels of a filter at a time, from copied
/// blocks that hold their padding. A shape gives it little but the bounds of its loops, so that all layers share it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ScalarKernel
{
    private const int Pixels = 4;

    /// <summary>The multiple to which a row is cut when it is too long for the cache.</summary>
    private const int WidthStep = 56;

    private readonly Activation _activation;
    private readonly float _alpha;

    /// <summary>Whether the activation takes a pass of its own over what is stored.</summary>
    private readonly bool _isPass;

    private ScalarKernel(Activation activation, float alpha)
    {
        _activation = activation;
        _alpha = alpha;
        _isPass = !InlineActivation.Includes(activation);
    }

    /// <summary>Makes the kernel of a layer.</summary>
    /// <param name="groups">The groups, a divisor of the filters.</param>
    /// <param name="filters">The filters.</param>
    /// <param name="activation">What is applied to the sums.</param>
    /// <param name="alpha">The activation's parameter, for those that have one.</param>
    public static KernelCode Create(int groups, int filters, Activation activation = Activation.None, float alpha = 0)
    {
        return new KernelCode
        {
            Run = null,
            Scalar = new ScalarKernel(activation, alpha),
            FilterBlocks = FilterBlock.List(1, (filters, 1, 1)),
            FilterUnits = groups == 1 ? filters : groups,
            UnitBlocks = groups == 1 ? 1 : filters / groups,
            PadsRows = true,
            WidthStep = WidthStep,
        };
    }

    /// <summary>Computes a block of output positions for the filters asked for.</summary>
    internal void Run(ConvDescriptor layer, BlockArguments* block)
    {
        ScalarWindow window = new(layer, block);
        int filters = block->FilterBlockEnd - block->FilterBlockStart;

        if (layer.Groups == 1)
        {
            // A filter's weights stay in the L1 cache for all rows.
            for (int filter = 0; filter < filters; filter++)
            {
                Rows(layer, block, window, filter, filter + 1);
            }
        }
        else
        {
            Rows(layer, block, window, 0, filters);
        }
    }

    private void Rows(ConvDescriptor layer, BlockArguments* block, in ScalarWindow window, int filter, int end)
    {
        // Pixels are neighbours along the row, or where a row has one, along the column.
        bool isColumn = block->Width == 1;
        nint xStep = isColumn ? layer.Stride[1] * block->InputRow : (nint)layer.Stride[2] * layer.PixelFloats;
        nint yStep = isColumn ? block->OutputRow : layer.Filters;
        int pixels = isColumn ? block->HeightEnd - block->HeightStart : block->Width;
        int heightEnd = isColumn ? block->HeightStart + 1 : block->HeightEnd;

        for (int depth = block->DepthStart; depth < block->DepthEnd; depth++)
        {
            for (int height = block->HeightStart; height < heightEnd; height++)
            {
                float* x = block->Input + (depth * layer.Stride[0] * block->InputPlane) + (height * layer.Stride[1] * block->InputRow);
                float* y = block->Output + (depth * block->OutputPlane) + (height * block->OutputRow);

                for (int pixel = 0; pixel < pixels; pixel += Pixels)
                {
                    int count = int.Min(Pixels, pixels - pixel);

                    if (layer.Groups > 1 && layer.Groups == layer.InChannels && layer.Groups == layer.Filters)
                    {
                        Depthwise(window, block, x + (pixel * xStep), xStep, y + (pixel * yStep), yStep, count, end);
                    }
                    else
                    {
                        Direct(window, block, layer.Filters / layer.Groups, x + (pixel * xStep), xStep, y + (pixel * yStep), yStep, count, filter, end);
                    }

                    if (_isPass)
                    {
                        TileActivations.Apply(_activation, _alpha, y + (pixel * yStep) + filter, count, yStep, end - filter);
                    }
                }
            }
        }
    }

    /// <summary>Some filters of four neighbouring pixels; where there are fewer, the last of them is computed several times.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Direct(in ScalarWindow window, BlockArguments* block, int filtersOfGroup, float* x, nint xStep, float* y, nint yStep, int pixels, int filter, int end)
    {
        float* sums = stackalloc float[Pixels];
        nint x1 = int.Min(1, pixels - 1) * xStep;
        nint x2 = int.Min(2, pixels - 1) * xStep;
        nint x3 = (pixels - 1) * xStep;

        for (; filter < end; filter++)
        {
            float* x0 = filter < filtersOfGroup ? x : x + (filter / filtersOfGroup * window.ChannelsOfGroup);
            ScalarSums.OfFilter(window, x0, x0 + x1, x0 + x2, x0 + x3, block->Weights + (filter * window.Weights), sums);
            Store(sums, block->Bias[filter], y + filter, yStep, pixels);
        }
    }

    /// <summary>All filters of four neighbouring pixels where each has a channel of its own, two filters at a time.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Depthwise(in ScalarWindow window, BlockArguments* block, float* x, nint xStep, float* y, nint yStep, int pixels, int filters)
    {
        float* sums = stackalloc float[2 * Pixels];
        nint x1 = int.Min(1, pixels - 1) * xStep;
        nint x2 = int.Min(2, pixels - 1) * xStep;
        nint x3 = (pixels - 1) * xStep;

        for (int filter = 0; filter < filters; filter += 2)
        {
            // Of an odd number of filters the last is the second of its pair too, with the same result.
            int next = int.Min(filter + 1, filters - 1);
            float* x0 = x + filter;
            ScalarSums.OfPair(window, x0, x0 + x1, x0 + x2, x0 + x3, next - filter, block->Weights + (filter * window.Weights), block->Weights + (next * window.Weights), sums);
            Store(sums, block->Bias[filter], y + filter, yStep, pixels);
            Store(&sums[Pixels], block->Bias[next], y + next, yStep, pixels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(float* sums, float bias, float* y, nint step, int pixels)
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            y[pixel * step] = Activate(sums[pixel] + bias);
        }
    }

    /// <summary>Applies the activations of a few instructions; a pass over the stored sums applies the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Activate(float sum)
    {
        return _activation == Activation.None ? sum : ActivateInline(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float ActivateInline(float sum)
    {
        return InlineActivations.Apply(_activation, sum, _alpha);
    }
}
