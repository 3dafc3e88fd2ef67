using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// Copies the windows that a kernel meets one behind the other, each the channels of its taps and zeros for those in padding, so that it
/// computes a matrix product whatever its taps and strides (im2col). They lie a little farther apart than they are long: a power of two
/// apart they would share few sets of the L1 cache.
/// </summary>
internal sealed unsafe class GatheredInput(ConvDescriptor descriptor)
{
    private ConvGeometry _shape;
    private TensorStrides _strides;

    /// <summary>Prepares for a call with some shapes, which are not flattened.</summary>
    public void Prepare(in ConvGeometry shape)
    {
        _shape = shape;
        _strides = TensorStrides.Create(descriptor.Layout, shape.Input, descriptor.InChannels);
    }

    /// <summary>Copies the windows of some output positions.</summary>
    /// <param name="input">The input of all images.</param>
    /// <param name="first">The first position, counted over all images.</param>
    /// <param name="positions">How many.</param>
    /// <param name="copy">Takes the windows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(float* input, int first, int positions, float* copy)
    {
        for (int end = first + positions; first < end;)
        {
            (int rows, int width) = Math.DivRem(first, _shape.Output[2]);
            (int planes, int height) = Math.DivRem(rows, _shape.Output[1]);
            (int image, int depth) = Math.DivRem(planes, _shape.Output[0]);
            int windows = Math.Min(end - first, _shape.Output[2] - width);
            float* volume = input + ((nint)image * _shape.InputFloats);
            int depthPosition = (depth * descriptor.Stride[0]) - _shape.Padding[0];
            int heightPosition = (height * descriptor.Stride[1]) - _shape.Padding[1];
            float* taps = copy;

            for (int depthTap = 0; depthTap < descriptor.Kernel[0]; depthTap++)
            {
                int plane = depthPosition + (depthTap * descriptor.Dilation[0]);

                for (int heightTap = 0; heightTap < descriptor.Kernel[1]; heightTap++)
                {
                    int row = heightPosition + (heightTap * descriptor.Dilation[1]);
                    bool isThere = (uint)plane < (uint)_shape.Input[0] && (uint)row < (uint)_shape.Input[1];
                    CopyRow(isThere ? volume + (plane * _strides.Plane) + (row * _strides.Row) : null, width, windows, taps);
                    taps += descriptor.Kernel[2] * descriptor.InChannels;
                }
            }

            first += windows;
            copy += (nint)windows * descriptor.Code.GatheredWindow;
        }
    }

    /// <summary>Copies the taps in one row of the kernel, of neighbouring windows; those in a row that is not there are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyRow(float* row, int width, int windows, float* copy)
    {
        int taps = descriptor.Kernel[2];
        int channels = descriptor.InChannels;
        int dilation = taps == 1 ? 1 : descriptor.Dilation[2];
        int inputWidth = row is null ? 0 : _shape.Input[2];
        int column = (width * descriptor.Stride[2]) - _shape.Padding[2];

        for (; windows > 0; windows--)
        {
            // The taps that meet data are neighbours: padding lies on either side.
            int begin = Math.Min(Taps.First(column, dilation), taps);
            int count = Taps.Count(begin, column, dilation, inputWidth, taps);
            float* from = row + (((nint)column + ((nint)begin * dilation)) * _strides.Pixel);
            Clear(copy, begin * channels);
            float* to = copy + (begin * channels);

            if (dilation == 1)
            {
                Copy(from, to, count * channels);
            }
            else
            {
                for (int tap = 0; tap < count; tap++)
                {
                    Copy(from + ((nint)tap * dilation * _strides.Pixel), to + (tap * channels), channels);
                }
            }

            Clear(to + (count * channels), (taps - begin - count) * channels);
            column += descriptor.Stride[2];
            copy += descriptor.Code.GatheredWindow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* from, float* to, int floats)
    {
        nuint bytes = (nuint)floats * sizeof(float);
        Buffer.MemoryCopy(from, to, bytes, bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(float* copy, int floats)
    {
        if (floats > 0)
        {
            new Span<float>(copy, floats).Clear();
        }
    }
}
