using System;

namespace MriDenoiser;

/// <summary>How far two volumes are from each other.</summary>
internal static class Metrics
{
    /// <summary>The peak signal-to-noise ratio for a peak of 1.</summary>
    /// <param name="actual">The volume to judge.</param>
    /// <param name="clean">What it should be.</param>
    /// <returns>10·log10(1 / mean squared error), in decibels.</returns>
    public static double Psnr(ReadOnlySpan<float> actual, ReadOnlySpan<float> clean)
    {
        double sum = 0;
        for (int i = 0; i < clean.Length; i++)
        {
            double error = actual[i] - clean[i];
            sum += error * error;
        }

        return 10 * Math.Log10(clean.Length / sum);
    }

    /// <summary>The largest absolute difference; NaN if there is a NaN.</summary>
    /// <param name="first">A volume.</param>
    /// <param name="second">A volume of the same size.</param>
    /// <returns>The difference.</returns>
    public static float MaxDifference(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        float largest = 0;
        for (int i = 0; i < first.Length; i++)
        {
            largest = MathF.Max(largest, MathF.Abs(first[i] - second[i]));
        }

        return largest;
    }
}
