using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>The input of one tile of outputs, for kernels that read the input where it lies and compute several outputs at once.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class InputWindow
{
    /// <summary>
    /// Finds the input of a tile: in the tensor or, where it reaches into the padding or is read past the tensor's end,
    /// as a copy with zeros in the padding.
    /// </summary>
    /// <param name="block">The block of outputs, its input read in place.</param>
    /// <param name="depth">The first plane, counted in the padded input.</param>
    /// <param name="height">The first row, counted in the padded input.</param>
    /// <param name="width">The first column, counted from the block's first in the padded input.</param>
    /// <param name="planes">The planes of the window.</param>
    /// <param name="rows">The rows of the window.</param>
    /// <param name="columns">The columns of the window.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="past">The floats behind the channels of each position that are read too, whatever they are.</param>
    /// <param name="copy">Takes planes × rows × columns × channels + past floats.</param>
    /// <param name="planePitch">The floats between two planes of the window.</param>
    /// <param name="rowPitch">The floats between two rows of the window.</param>
    /// <returns>The window's first position.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float* Find(
        BlockArguments* block,
        int depth,
        int height,
        int width,
        int planes,
        int rows,
        int columns,
        int channels,
        int past,
        float* copy,
        out nint planePitch,
        out nint rowPitch)
    {
        int plane = depth - block->PaddingDepth;
        int row = height - block->PaddingHeight;
        int column = block->FirstColumn + width;
        float* first = block->Input + (plane * block->InputPlane) + (row * block->InputRow) + ((width - block->PaddingWidth) * (nint)channels);

        nint end = ((plane + planes - 1) * block->InputPlane) + ((row + rows - 1) * block->InputRow) + ((column + columns) * (nint)channels) + past;

        if (IsInside(plane, planes, block->InputDepth)
            && IsInside(row, rows, block->InputHeight)
            && IsInside(column, columns, block->InputWidth)
            && end <= block->InputDepth * block->InputPlane)
        {
            planePitch = block->InputPlane;
            rowPitch = block->InputRow;
            return first;
        }

        rowPitch = (nint)columns * channels;
        planePitch = rows * rowPitch;
        int before = Math.Clamp(-column, 0, columns) * channels;
        int inside = Math.Max(0, Math.Min(columns, block->InputWidth - column) * channels - before);
        float* target = copy;

        for (int i = 0; i < planes; i++)
        {
            for (int j = 0; j < rows; j++, target += rowPitch)
            {
                int held = IsInside(plane + i, 1, block->InputDepth) && IsInside(row + j, 1, block->InputHeight) ? inside : 0;
                new Span<float>(target, before).Clear();
                Buffer.MemoryCopy(first + (i * block->InputPlane) + (j * block->InputRow) + before, target + before, held * sizeof(float), held * sizeof(float));
                new Span<float>(target + before + held, (int)rowPitch - before - held).Clear();
            }
        }

        return copy;
    }

    private static bool IsInside(int start, int count, int extent)
    {
        return start >= 0 && start + count <= extent;
    }
}
