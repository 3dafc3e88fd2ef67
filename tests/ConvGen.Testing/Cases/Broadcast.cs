using System;

namespace ConvGen.Testing;

/// <summary>Reads a small tensor as if it were repeated to a larger shape, aligned at the last dimension.</summary>
public static class Broadcast
{
    /// <summary>Gets the value that meets element <paramref name="index"/> of a tensor of shape <paramref name="shape"/>.</summary>
    public static float At(ReadOnlySpan<float> values, ReadOnlySpan<int> ownShape, ReadOnlySpan<int> shape, int index)
    {
        int own = 0;
        int step = 1;

        for (int axis = 1; axis <= ownShape.Length; axis++)
        {
            int extent = axis <= shape.Length ? shape[^axis] : 1;

            if (ownShape[^axis] != 1)
            {
                own += index % extent * step;
            }

            step *= ownShape[^axis];
            index /= extent;
        }

        return values[own];
    }

    /// <summary>Combines every element of a tensor with the one of the small tensor that meets it.</summary>
    public static float[] Combine(
        float[] values, int[] shape, float[] other, int[] otherShape, Func<float, float, float> combine)
    {
        float[] result = new float[values.Length];

        for (int i = 0; i < values.Length; i++)
        {
            result[i] = combine(values[i], At(other, otherShape, shape, i));
        }

        return result;
    }
}
