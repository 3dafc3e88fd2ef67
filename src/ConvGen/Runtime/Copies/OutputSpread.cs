using System;

namespace ConvGen.Runtime;

/// <summary>
/// Spreads the outputs that meet input, which lie one behind the other at the output's beginning, to where they belong, and writes those
/// between them that meet nothing but padding. It needs no room: from the last row on, each moves to where no row lies that has not moved yet.
/// Channels are last.
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

        int row = shape.Output[2] * layer.Filters;
        int before = first[2] * layer.Filters;
        int moved = summed.Output[2] * layer.Filters;
        float* to = output + ((nint)shape.Batch * shape.OutputFloats);
        float* from = output + ((nint)shape.Batch * summed.OutputFloats);

        for (int plane = (shape.Batch * shape.Output[0]) - 1; plane >= 0; plane--)
        {
            bool isPadding = IsPadding(plane % shape.Output[0], first[0], summed.Output[0]);

            for (int height = shape.Output[1] - 1; height >= 0; height--)
            {
                to -= row;

                if (isPadding || IsPadding(height, first[1], summed.Output[1]))
                {
                    Fill(new Span<float>(to, row), padded);
                    continue;
                }

                from -= moved;
                new Span<float>(from, moved).CopyTo(new Span<float>(to + before, moved));
                Fill(new Span<float>(to, before), padded);
                Fill(new Span<float>(to + before + moved, row - before - moved), padded);
            }
        }
    }

    private static bool IsPadding(int position, int first, int count)
    {
        return position < first || position >= first + count;
    }

    private static void Fill(Span<float> outputs, float[] padded)
    {
        for (; !outputs.IsEmpty; outputs = outputs[padded.Length..])
        {
            padded.CopyTo(outputs);
        }
    }
}
