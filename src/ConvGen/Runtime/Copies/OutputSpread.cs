using System;

namespace ConvGen.Runtime;

/// <summary>
/// Spreads the outputs that meet input, which lie one behind the other at the output's beginning, to where they belong, and writes those
/// between them that meet nothing but padding. It needs no room: from the last row on, each moves to where no row lies that has not moved yet.
/// Where channels are planes, each is moved as an image of one channel.
/// </summary>
internal static unsafe class OutputSpread
{
    /// <summary>Spreads the outputs of all images.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="shape">The call's shapes.</param>
    /// <param name="summed">The same of the outputs that meet input alone.</param>
    /// <param name="padded">The filters of each of the others.</param>
    /// <param name="output">The output.</param>
    public static void Run(ConvDescriptor layer, in ConvGeometry shape, in ConvGeometry summed, float[] padded, float* output)
    {
        Extent3 first = default;

        for (int axis = 0; axis < 3; axis++)
        {
            first[axis] = (int)WindowArithmetic.FirstMeeting(layer.Stride[axis], -shape.Padding[axis]);
        }

        bool isLast = layer.Layout == Layout.ChannelsLast;
        int channels = isLast ? 1 : layer.Filters;
        int pixel = isLast ? layer.Filters : 1;
        Extent3 extent = shape.Output;
        int volume = extent[0] * extent[1] * extent[2] * pixel;
        int moved = summed.Output[2] * pixel;
        float* from = output + ((nint)shape.Batch * summed.OutputFloats);

        for (int image = (shape.Batch * channels) - 1; image >= 0; image--)
        {
            ReadOnlySpan<float> value = padded.AsSpan(image % channels, pixel);
            float* start = output + ((nint)image * volume);
            float* end = start + volume;

            for (int plane = first[0] + summed.Output[0] - 1; plane >= first[0]; plane--)
            {
                for (int height = first[1] + summed.Output[1] - 1; height >= first[1]; height--)
                {
                    float* to = start + ((((((nint)plane * extent[1]) + height) * extent[2]) + first[2]) * pixel);
                    from -= moved;
                    Fill(to + moved, end, value);
                    new Span<float>(from, moved).CopyTo(new Span<float>(to, moved));
                    end = to;
                }
            }

            Fill(start, end, value);
        }
    }

    private static void Fill(float* start, float* end, ReadOnlySpan<float> value)
    {
        Span<float> outputs = new(start, (int)(end - start));

        if (value.Length == 1)
        {
            outputs.Fill(value[0]);
            return;
        }

        for (; !outputs.IsEmpty; outputs = outputs[value.Length..])
        {
            value.CopyTo(outputs);
        }
    }
}
