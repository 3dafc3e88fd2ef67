using System;
using ConvGen.Runtime;

namespace ConvGen.Tests.Activations;

/// <summary>Calls <see cref="TileActivations.Apply"/> on managed arrays.</summary>
internal static unsafe class TileRunner
{
    /// <summary>Row lengths that are met by exactly one register width each, down to the scalar.</summary>
    public static readonly int[] Widths = [16, 8, 4, 1];

    /// <summary>Applies an activation to rows of a copy of <paramref name="tile"/>.</summary>
    public static float[] Apply(Activation kind, float alpha, float[] tile, int start, int pixels, int stride, int filters)
    {
        float[] copy = (float[])tile.Clone();
        fixed (float* y = copy)
        {
            TileActivations.Apply(kind, alpha, y + start, pixels, stride, filters);
        }

        return copy;
    }

    /// <summary>Applies an activation to one value in every lane of a row of <paramref name="width"/> floats.</summary>
    public static float[] ApplyToLanes(Activation kind, float alpha, float value, int width)
    {
        float[] row = new float[width];
        Array.Fill(row, value);
        return Apply(kind, alpha, row, 0, 1, width, width);
    }
}
