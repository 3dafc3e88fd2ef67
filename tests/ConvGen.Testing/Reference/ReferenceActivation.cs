using System;

namespace ConvGen.Testing;

/// <summary>The activations by their textbook formulas, in float64.</summary>
public static class ReferenceActivation
{
    /// <summary>Applies an activation; a null <paramref name="alpha"/> is the activation's default.</summary>
    public static double Apply(Activation activation, double x, double? alpha = null)
    {
        return activation switch
        {
            Activation.None => x,
            Activation.Relu => Math.Max(x, 0),
            Activation.Relu6 => Math.Min(Math.Max(x, 0), 6),
            Activation.LeakyRelu => x > 0 ? x : (alpha ?? 0.01) * x,
            Activation.Elu => x > 0 ? x : (alpha ?? 1) * (Math.Exp(x) - 1),
            Activation.Sigmoid => Sigmoid(x),
            Activation.HardSigmoid => HardSigmoid(x),
            Activation.Tanh => Math.Tanh(x),
            Activation.Silu => x * Sigmoid(x),
            Activation.HardSwish => x * HardSigmoid(x),
            Activation.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
            Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
            Activation.Softplus => Softplus(x),
            Activation.Mish => x * Math.Tanh(Softplus(x)),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No formula for this activation."),
        };
    }

    /// <summary>Gets the steepest slope of an activation: how much it can enlarge an error.</summary>
    public static double Steepness(Activation activation, double? alpha = null)
    {
        return activation switch
        {
            Activation.LeakyRelu or Activation.Elu => Math.Max(1, Math.Abs(alpha ?? 1)),
            Activation.HardSwish => 1.5,
            _ => 1.2,
        };
    }

    /// <summary>Says whether float32 code computes the activation by approximation.</summary>
    public static bool IsTranscendental(Activation activation)
    {
        return activation is not (Activation.None or Activation.Relu or Activation.Relu6 or Activation.LeakyRelu
            or Activation.HardSigmoid or Activation.HardSwish);
    }

    private static double Sigmoid(double x)
    {
        return 1 / (1 + Math.Exp(-x));
    }

    private static double HardSigmoid(double x)
    {
        return Math.Min(Math.Max(x + 3, 0), 6) / 6;
    }

    private static double Softplus(double x)
    {
        return Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
    }

    // Maclaurin's series to 4, where the rest of the way to 1 is below 2e-8 and the asymptotic series takes over.
    private static double Erf(double x)
    {
        double magnitude = Math.Abs(x);

        if (magnitude > 4)
        {
            double inverse = 1 / (2 * x * x);
            double tail = Math.Exp(-x * x) / (magnitude * Math.Sqrt(Math.PI));
            return Math.Sign(x) * (1 - (tail * (1 - inverse + (3 * inverse * inverse))));
        }

        double term = magnitude;
        double sum = magnitude;

        for (int n = 1; n < 120; n++)
        {
            term *= -magnitude * magnitude / n;
            sum += term / ((2 * n) + 1);
        }

        return Math.Sign(x) * 2 / Math.Sqrt(Math.PI) * sum;
    }
}
