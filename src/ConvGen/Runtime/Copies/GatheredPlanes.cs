using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// Copies the positions that a 1x1 kernel meets of tensors whose channels lie in planes, each as a window of all channels, as
/// <see cref="GatheredInput"/> does where they are last. A cache line of channels is copied at a time: what a stride leaves of their planes comes to
/// lie side by side first, a row each, and is transposed from there.
/// </summary>
internal sealed unsafe class GatheredPlanes(ConvDescriptor descriptor)
{
    /// <summary>The positions of such a row: all rows together leave the L1 cache room for what they come from.</summary>
    private const int RowPositions = 8 * MachineCosts.CacheLine;

    /// <summary>The floats between two rows, an odd number of cache lines: neighbours begin in different sets of the L1 cache.</summary>
    private const int RowPitch = RowPositions + MachineCosts.CacheLine;

    private TensorStrides _strides;

    /// <summary>The positions met that lie in one run: those of a plane or, where no stride leaves out any, of all.</summary>
    private int _run;

    private StridedRows _rows;
    private nint _windowFloats;

    /// <summary>The floats that a copy of the largest block takes.</summary>
    public int CopyFloats { get; private set; }

    /// <summary>Prepares for a call with some shapes, which are not flattened, and at most so many positions in a block.</summary>
    public void Prepare(in ConvGeometry shape, int positions)
    {
        _strides = TensorStrides.Create(descriptor.Layout, shape.Input, descriptor.InChannels);
        _run = shape.Output[1] * shape.Output[2] * (descriptor.LeavesOutPositions || descriptor.Stride[0] > 1 ? 1 : shape.Output[0]);
        _rows = new StridedRows(descriptor.Stride[1] * _strides.Row, descriptor.Stride[2], shape.Output[2]);
        _windowFloats = (nint)positions * descriptor.Code.GatheredWindow;
        CopyFloats = checked((int)_windowFloats + (descriptor.LeavesOutPositions ? MachineCosts.CacheLine * RowPitch : 0));
    }

    /// <summary>Copies the windows of some output positions.</summary>
    /// <param name="image">The first channel of an image, at the first position met.</param>
    /// <param name="first">The first output position.</param>
    /// <param name="positions">How many.</param>
    /// <param name="copy">Takes the windows and the rows.</param>
    public void Copy(float* image, int first, int positions, float* copy)
    {
        float* rows = copy + _windowFloats;

        for (int channel = 0; channel < descriptor.InChannels; channel += MachineCosts.CacheLine)
        {
            int together = Math.Min(MachineCosts.CacheLine, descriptor.InChannels - channel);
            CopyChannels(image + (channel * _strides.Channel), together, first, positions, copy + channel, rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyChannels(float* channel, int channels, int first, int positions, float* copy, float* rows)
    {
        for (int end = first + positions; first < end;)
        {
            (int depth, int position) = Math.DivRem(first, _run);
            int count = Math.Min(end - first, _run - position);
            float* plane = channel + (depth * descriptor.Stride[0] * _strides.Plane);

            if (descriptor.LeavesOutPositions)
            {
                count = Math.Min(count, RowPositions);
                _rows.Gather(plane, _strides.Channel, channels, position, count, rows, RowPitch);
                Transposition.Copy(rows, RowPitch, copy, descriptor.Code.GatheredWindow, channels, count);
            }
            else
            {
                Transposition.Copy(plane + position, _strides.Channel, copy, descriptor.Code.GatheredWindow, channels, count);
            }

            first += count;
            copy += (nint)count * descriptor.Code.GatheredWindow;
        }
    }
}
