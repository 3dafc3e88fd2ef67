using System;

namespace ConvGen.Tests.Support;

/// <summary>Numbers to put into layers.</summary>
public static class Data
{
    /// <summary>Gets uniform values in (−1, 1), the same ones for a seed.</summary>
    public static float[] Uniform(int length, int seed)
    {
        Random random = new(seed);
        float[] values = new float[length];

        for (int i = 0; i < length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }

    /// <summary>Gets 0, 1, 2, ...</summary>
    public static float[] Counting(int length)
    {
        float[] values = new float[length];

        for (int i = 0; i < length; i++)
        {
            values[i] = i;
        }

        return values;
    }

    /// <summary>Gets one value, repeated.</summary>
    public static float[] Constant(int length, float value)
    {
        float[] values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}
