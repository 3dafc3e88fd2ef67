using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// Copies the pixels that a 1x1 kernel meets one behind the other, a little farther apart than they lie in the input: where those are
/// a power of two apart, they share few sets of the L1 cache.
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

    /// <summary>Copies the pixels of some output positions.</summary>
    /// <param name="input">The input of all images.</param>
    /// <param name="first">The first position, counted over all images.</param>
    /// <param name="positions">How many.</param>
    /// <param name="copy">Takes the pixels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(float* input, int first, int positions, float* copy)
    {
        nuint bytes = (nuint)descriptor.InChannels * sizeof(float);
        nint column = descriptor.Stride[2] * _strides.Pixel;

        for (int end = first + positions; first < end;)
        {
            (int rows, int width) = Math.DivRem(first, _shape.Output[2]);
            (int planes, int height) = Math.DivRem(rows, _shape.Output[1]);
            (int image, int depth) = Math.DivRem(planes, _shape.Output[0]);
            float* pixel = input
                + ((nint)image * _shape.InputFloats)
                + (depth * descriptor.Stride[0] * _strides.Plane)
                + (height * descriptor.Stride[1] * _strides.Row)
                + (width * column);
            int behind = first + Math.Min(end - first, _shape.Output[2] - width);

            for (; first < behind; first++)
            {
                Buffer.MemoryCopy(pixel, copy, bytes, bytes);
                pixel += column;
                copy += descriptor.Code.GatheredPixel;
            }
        }
    }
}
