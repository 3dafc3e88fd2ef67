using System;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Planning;

/// <summary>Plans how minimal filtering reads its input: where it lies or from copied blocks.</summary>
internal static class WinogradInputPlanner
{
    /// <summary>Plans how the input of a block of tiles is read.</summary>
    /// <param name="spec">The layer, of one group.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="block">The output positions of a block.</param>
    /// <param name="winograd">The tiles.</param>
    /// <param name="mustCopy">Whether the channels are some of the tensor's, which only a copy has to itself.</param>
    public static InputPlan Plan(ConvSpec spec, Shape3 shape, BlockShape block, WinogradPlan winograd, bool mustCopy)
    {
        bool copies = mustCopy || !IsInPlace(spec, shape, block, winograd);
        int rowPitch = (int)BlockShape.Span(block.Width, shape.EffectiveKernel[2], shape.Stride[2]) * spec.InChannels;
        return new InputPlan
        {
            IsInPlace = !copies,
            IsFlat = false,
            SpreadsChannels = false,
            PixelFloats = spec.InChannels,
            Block = spec.HasInput ? new EquatableArray<int>(block.Depth, block.Height, block.Width) : default,
            RowWidth = null,

            // In place the pitches of a tile that reaches into the padding are those of its copy.
            RowPitch = spec.HasInput && copies ? rowPitch : 0,
            PlanePitch = spec.HasInput && copies ? (int)BlockShape.Span(block.Height, shape.EffectiveKernel[1], shape.Stride[1]) * rowPitch : 0,
        };
    }

    /// <summary>
    /// The input can be read where it lies when channels are last and the padding is zeros; that pays when the windows of
    /// the tiles that reach into the padding, which are copied then, are less than all blocks.
    /// </summary>
    private static bool IsInPlace(ConvSpec spec, Shape3 shape, BlockShape block, WinogradPlan winograd)
    {
        // The window of a dilated tile spans many times what it reads, which would all be copied.
        if (spec.MemoryLayout != Layout.ChannelsLast || shape.InterleavedTiles > 1 || !shape.PadsZeros())
        {
            return false;
        }

        if (shape.Input is not { } input || shape.Output is not { } output)
        {
            return true;
        }

        int[] extents = [block.Depth, block.Height, block.Width];
        double all = 1;
        double inside = 1;
        double window = 1;
        double blocks = 1;

        for (int axis = 0; axis < 3; axis++)
        {
            int begin = shape.PaddingBegin[axis];
            int stride = shape.Stride[axis];
            int outputs = winograd.Outputs[axis];
            int tail = winograd.Tails[axis] > 0 ? winograd.Tails[axis] : outputs;
            int tiles = (output[axis] + outputs - 1) / outputs;
            int step = outputs * stride;
            int span = winograd.Inputs[axis];
            int last = Polyphase.Inputs(tail, shape.Kernel[axis], stride);
            int extent = input[axis];
            all *= tiles;
            inside *= Enumerable.Range(0, tiles).Count(tile => (tile * step) - begin >= 0 && (tile * step) - begin + (tile == tiles - 1 ? last : span) <= extent);
            window *= span;
            blocks *= Math.Ceiling((double)output[axis] / extents[axis]) * BlockShape.Span(extents[axis], shape.Kernel[axis], stride);
        }

        return (all - inside) * window < blocks;
    }
}
