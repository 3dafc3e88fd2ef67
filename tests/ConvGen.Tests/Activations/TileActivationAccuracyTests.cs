using System;
using Xunit;

namespace ConvGen.Tests.Activations;

/// <summary>A fine sweep over [−20, 20] against the definitions in float64.</summary>
public class TileActivationAccuracyTests
{
    private const double Alpha = 0.75;

    [Theory]
    [MemberData(nameof(TileActivationValueTests.Kinds), MemberType = typeof(TileActivationValueTests))]
    public void IsWithinOneMillionthOfTheDefinition(Activation kind)
    {
        // 20001 floats: all widths, and a scalar at the end of the row.
        float[] x = new float[20001];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = -20f + (i * 0.002f);
        }

        float[] y = TileRunner.Apply(kind, (float)Alpha, x, 0, 1, x.Length, x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Define(kind, x[i]);
            double error = Math.Abs(y[i] - expected) / Math.Max(1, Math.Abs(expected));
            Assert.True(error <= 1e-6, $"{kind}({x[i]:R}): expected {expected:R}, got {y[i]:R}, error {error:E2}.");
        }
    }

    [Theory]
    [MemberData(nameof(TileActivationValueTests.Kinds), MemberType = typeof(TileActivationValueTests))]
    public void AResultDoesNotDependOnItsPlaceInTheRow(Activation kind)
    {
        for (float x = -110f; x <= 110f; x += 0.37f)
        {
            float scalar = TileRunner.ApplyToLanes(kind, (float)Alpha, x, 1)[0];
            Assert.All(TileRunner.ApplyToLanes(kind, (float)Alpha, x, 28), y => Assert.Equal(scalar, y));
        }
    }

    [Fact]
    public void TheTailOfTheExponentialIsAccurateRelativeToTheResult()
    {
        // Sigmoid at very negative x is the exponential; below −88.7 its reciprocal overflows.
        foreach (float x in new[] { -20.25f, -50.5f, -75.125f, -87f })
        {
            foreach (int width in TileRunner.Widths)
            {
                double expected = Sigmoid(x);
                Assert.All(
                    TileRunner.ApplyToLanes(Activation.Sigmoid, 0f, x, width),
                    y => Assert.InRange(y / expected, 1 - 1e-6, 1 + 1e-6));
            }
        }
    }

    private static double Define(Activation kind, double x) => kind switch
    {
        Activation.Elu => x > 0 ? x : Alpha * (Math.Exp(x) - 1),
        Activation.Sigmoid => Sigmoid(x),
        Activation.Tanh => Math.Tanh(x),
        Activation.Silu => x * Sigmoid(x),
        Activation.Gelu => x / 2 * (1 + Erf(x / Math.Sqrt(2))),
        Activation.GeluTanh => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.Softplus => Math.Log(1 + Math.Exp(x)),
        Activation.Mish => x * Math.Tanh(Math.Log(1 + Math.Exp(x))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No definition here."),
    };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>erf(x) = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)), in which all terms have one sign.</summary>
    private static double Erf(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
