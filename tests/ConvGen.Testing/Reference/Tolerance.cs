using System;
using System.Globalization;

namespace ConvGen.Testing;

/// <summary>How far float32 may lie from the reference: tight enough that one wrong tap is an error.</summary>
public static class Tolerance
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    // The bar of Algorithm.Auto, in units of the output's root mean square.
    private const double AutoBar = 2e-5;

    private const double WinogradBar = 1e-4;

    // What an approximated exponential may add.
    private const double TranscendentalError = 1e-6;

    /// <summary>Compares outputs with the reference, activation included.</summary>
    /// <returns>Null if all are near enough, else the worst one, in words.</returns>
    public static string? Compare(LayerSource source, ReferenceResult reference, ReadOnlySpan<float> actual)
    {
        if (actual.Length != reference.Values.Length)
        {
            return $"{actual.Length} outputs instead of {reference.Values.Length}";
        }

        double steepness = ReferenceActivation.Steepness(source.Activation, source.Alpha);
        double fast = source.Algorithm switch { Algorithm.Auto => AutoBar, Algorithm.Winograd => WinogradBar, _ => 0 };
        double extra = fast * RootMeanSquare(reference.Values);

        // Rounding errors add up like a random walk; the worst case would be Terms times the roundoff.
        double factor = (4 + (2 * Math.Sqrt(reference.Terms))) * UnitRoundoff;
        double worst = 1;
        string? message = null;

        for (int i = 0; i < actual.Length; i++)
        {
            double expected = ReferenceActivation.Apply(source.Activation, reference.Values[i], source.Alpha);
            double allowed = steepness * ((factor * reference.Magnitudes[i]) + extra);

            if (ReferenceActivation.IsTranscendental(source.Activation))
            {
                allowed += TranscendentalError * (1 + Math.Abs(expected));
            }
            else if (source.Activation != Activation.None)
            {
                allowed += 2 * UnitRoundoff * (1 + Math.Abs(expected));
            }

            double error = Math.Abs(actual[i] - expected);

            // Written so that a NaN is an error.
            if (!(error <= allowed * worst))
            {
                worst = Math.Max(worst, error / Math.Max(allowed, double.Epsilon));
                message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"output {i} of {actual.Length} is {actual[i]:R} instead of {expected:R}: error {error:G3}, allowed {allowed:G3}");

                if (double.IsNaN(error))
                {
                    break;
                }
            }
        }

        return message;
    }

    private static double RootMeanSquare(double[] values)
    {
        double sum = 0;

        foreach (double value in values)
        {
            sum += value * value;
        }

        return values.Length == 0 ? 0 : Math.Sqrt(sum / values.Length);
    }
}
