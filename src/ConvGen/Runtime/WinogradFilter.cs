using System;
using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>
/// The transform of a kernel for Winograd's minimal filtering: along each axis (depth, height, width) the matrix G,
/// row by row, that turns the kernel's taps into points; [1] along an axis of extent 1.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WinogradFilter
{
    /// <summary>The matrices, each (points × taps) values.</summary>
    public required double[][] Matrices { get; init; }

    /// <summary>The planes of a kernel as deep as its input, which are summed as channels; 1 for the others.</summary>
    public int Planes { get; init; } = 1;

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
    internal AlignedMemory Pack(ConvDescriptor layer, ReadOnlySpan<float> weights)
    {
        int[] kernel = Filtered(layer.Kernel);
        int taps = kernel[0] * kernel[1] * kernel[2];
        int points = Points(kernel);
        int width = FilterUnits.Lanes(layer.Code.FilterBlocks);
        int channels = layer.ChannelsPerGroup * Planes;
        (int filterStep, int channelStep, int tapStep) = layer.WeightStrides;
        AlignedMemory packed = new(checked(points * channels * width));
        Span<float> rest = packed.Span;
        double[] values = new double[Math.Max(taps, points)];
        double[] scratch = new double[Math.Max(taps, points)];

        foreach (FilterBlock block in layer.Code.FilterBlocks)
        {
            for (int lane = 0; lane < block.Count; lane++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    (int plane, int ofPlane) = Math.DivRem(channel, layer.ChannelsPerGroup);
                    int source = ((block.Start + lane) * filterStep) + (ofPlane * channelStep) + (plane * taps * tapStep);

                    for (int tap = 0; tap < taps; tap++)
                    {
                        values[tap] = weights[source + (tap * tapStep)];
                    }

                    Transform(kernel, ref values, ref scratch);

                    for (int point = 0; point < points; point++)
                    {
                        rest[(((point * channels) + channel) * block.Width) + lane] = (float)values[point];
                    }
                }
            }

            rest = rest[(points * channels * block.Width)..];
        }

        return packed;
    }

    /// <summary>Applies the matrices axis by axis, innermost first; the result ends in <paramref name="values"/>.</summary>
    private void Transform(int[] kernel, ref double[] values, ref double[] scratch)
    {
        int inner = 1;

        for (int axis = 2; axis >= 0; axis--)
        {
            int taps = kernel[axis];
            int points = Matrices[axis].Length / taps;
            int outer = axis == 2 ? kernel[0] * kernel[1] : axis == 1 ? kernel[0] : 1;

            for (int o = 0; o < outer; o++)
            {
                for (int point = 0; point < points; point++)
                {
                    for (int i = 0; i < inner; i++)
                    {
                        double sum = 0;

                        for (int tap = 0; tap < taps; tap++)
                        {
                            sum += Matrices[axis][(point * taps) + tap] * values[(((o * taps) + tap) * inner) + i];
                        }

                        scratch[(((o * points) + point) * inner) + i] = sum;
                    }
                }
            }

            (values, scratch) = (scratch, values);
            inner *= points;
        }
    }
}
