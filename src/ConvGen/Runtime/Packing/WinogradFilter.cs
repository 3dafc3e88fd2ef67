using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// The transform of a kernel for Winograd's minimal filtering: along each axis (depth, height, width) the matrix G,
/// row by row, that turns the kernel's taps into points; [1] along an axis of extent 1.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class WinogradFilter
{
    /// <summary>The matrices, each (points × taps) values.</summary>
    public required double[][] Matrices;

    /// <summary>The planes of a kernel as deep as its input, which are summed as channels; 1 for the others.</summary>
    public int Planes = 1;

    /// <summary>The floats into which the input of a step is transformed: the points of its tiles for each channel, those of all planes.</summary>
    internal int TransformedFloats(ConvDescriptor layer)
    {
        int[] kernel = Filtered(layer.Kernel);
        int floats = Points(kernel) * layer.ChannelsPerGroup * Planes;

        // Where the kernel is dilated the tiles of a step interleave.
        for (int axis = 0; axis < 3; axis++)
        {
            floats *= kernel[axis] == 1 ? 1 : layer.Dilation[axis];
        }

        return floats;
    }

    private int Points(int[] kernel)
    {
        int points = 1;

        for (int axis = 0; axis < 3; axis++)
        {
            points *= Matrices[axis].Length / kernel[axis];
        }

        return points;
    }

    /// <summary>The extents along which the kernel is filtered: all but the depth where planes are summed as channels.</summary>
    private int[] Filtered(int[] kernel)
    {
        return [kernel[0] / Planes, kernel[1], kernel[2]];
    }

    /// <summary>
    /// Packs transformed weights: for each block of filters, for each point (depth, height, width), for each plane summed
    /// as channels, for each channel the block's lanes. The transform is computed in double precision, once, so that it adds no error.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal AlignedMemory Pack(ConvDescriptor layer, ReadOnlySpan<float> weights)
    {
        int[] kernel = Filtered(layer.Kernel);
        int taps = kernel[0] * kernel[1] * kernel[2];
        int points = Points(kernel);
        int channels = layer.ChannelsPerGroup * Planes;
        (int filterStep, int channelStep, int tapStep) = layer.WeightStrides;
        AlignedMemory packed = new(checked(points * channels * FilterUnits.Lanes(layer.Code.FilterBlocks)));
        float* rest = packed.Pointer;
        Vector<double>[] memory = [];

        foreach (FilterBlock block in layer.Code.FilterBlocks)
        {
            int vectors = (block.Count + Vector<double>.Count - 1) / Vector<double>.Count;
            int lanes = vectors * Vector<double>.Count;
            int half = Math.Max(points, taps) * vectors;

            if (memory.Length < 2 * half)
            {
                memory = new Vector<double>[2 * half];
            }

            fixed (Vector<double>* vector = memory)
            {
                double* values = (double*)vector;
                double* scratch = (double*)(vector + half);

                for (int channel = 0; channel < channels; channel++)
                {
                    (int plane, int ofPlane) = Math.DivRem(channel, layer.ChannelsPerGroup);
                    int first = (block.Start * filterStep) + (ofPlane * channelStep) + (plane * taps * tapStep);

                    for (int lane = 0; lane < block.Count; lane++)
                    {
                        for (int tap = 0; tap < taps; tap++)
                        {
                            values[(tap * lanes) + lane] = weights[first + (lane * filterStep) + (tap * tapStep)];
                        }
                    }

                    double* transformed = Transform(kernel, lanes, values, scratch);

                    for (int point = 0; point < points; point++)
                    {
                        float* destination = rest + ((((nint)point * channels) + channel) * block.Width);

                        for (int lane = 0; lane < block.Count; lane++)
                        {
                            destination[lane] = (float)transformed[(point * lanes) + lane];
                        }
                    }
                }
            }

            rest += (nint)points * channels * block.Width;
        }

        return packed;
    }

    /// <summary>
    /// Applies the matrices axis by axis, innermost first, to the kernels of as many filters as there are lanes: <paramref name="values"/>
    /// holds the lanes of each tap. Returns where the lanes of each point stand, in one of the two places.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double* Transform(int[] kernel, int lanes, double* values, double* scratch)
    {
        int inner = lanes;

        for (int axis = 2; axis >= 0; axis--)
        {
            double[] matrix = Matrices[axis];

            if (matrix is [1])
            {
                // The kernel is one position long here, and so are its tiles.
                continue;
            }

            int taps = kernel[axis];
            int points = matrix.Length / taps;
            int outer = axis == 2 ? kernel[0] * kernel[1] : axis == 1 ? kernel[0] : 1;

            for (int row = 0; row < outer * points; row++)
            {
                double* source = values + (row / points * taps * inner);

                for (int i = 0; i < inner; i += Vector<double>.Count)
                {
                    Vector<double> sum = Vector<double>.Zero;

                    for (int tap = 0; tap < taps; tap++)
                    {
                        sum += matrix[(row % points * taps) + tap] * Vector.Load(source + (tap * inner) + i);
                    }

                    sum.Store(scratch + (row * inner) + i);
                }
            }

            double* transformed = scratch;
            scratch = values;
            values = transformed;
            inner *= points;
        }

        return values;
    }
}
