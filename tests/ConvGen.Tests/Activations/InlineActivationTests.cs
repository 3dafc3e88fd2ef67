using System;
using System.Runtime.Intrinsics;
using ConvGen.Runtime;
using Xunit;

namespace ConvGen.Tests.Activations;

/// <summary>The activations of a few instructions, in each vector width and as a scalar.</summary>
public class InlineActivationTests
{
    private const float Alpha = 0.125f;

    private const float Inf = float.PositiveInfinity;

    [Theory]
    [InlineData(Activation.Relu, -7.5f, 0f)]
    [InlineData(Activation.Relu, 2.5f, 2.5f)]
    [InlineData(Activation.Relu, 0f, 0f)]
    [InlineData(Activation.Relu, -Inf, 0f)]
    [InlineData(Activation.Relu, Inf, Inf)]
    [InlineData(Activation.Relu6, -7.5f, 0f)]
    [InlineData(Activation.Relu6, 5.5f, 5.5f)]
    [InlineData(Activation.Relu6, 9f, 6f)]
    [InlineData(Activation.Relu6, -Inf, 0f)]
    [InlineData(Activation.Relu6, Inf, 6f)]
    [InlineData(Activation.LeakyRelu, -8f, -1f)]
    [InlineData(Activation.LeakyRelu, 3f, 3f)]
    [InlineData(Activation.LeakyRelu, -Inf, -Inf)]
    [InlineData(Activation.LeakyRelu, Inf, Inf)]
    [InlineData(Activation.HardSigmoid, -3f, 0f)]
    [InlineData(Activation.HardSigmoid, -2f, 0.16666667f)]
    [InlineData(Activation.HardSigmoid, 0f, 0.5f)]
    [InlineData(Activation.HardSigmoid, 1f, 0.6666667f)]
    [InlineData(Activation.HardSigmoid, 3f, 1f)]
    [InlineData(Activation.HardSigmoid, -Inf, 0f)]
    [InlineData(Activation.HardSigmoid, Inf, 1f)]
    [InlineData(Activation.HardSwish, -7.5f, 0f)]
    [InlineData(Activation.HardSwish, -1f, -0.33333334f)]
    [InlineData(Activation.HardSwish, 0.25f, 0.13541667f)]
    [InlineData(Activation.HardSwish, 6f, 6f)]
    [InlineData(Activation.HardSwish, -Inf, float.NaN)]
    [InlineData(Activation.HardSwish, Inf, Inf)]
    public void GivesWhatPyTorchGives(Activation kind, float x, float expected) => CheckEveryWidth(kind, x, expected);

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Relu6)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.HardSigmoid)]
    [InlineData(Activation.HardSwish)]
    public void LetsNaNThrough(Activation kind) => CheckEveryWidth(kind, float.NaN, float.NaN);

    /// <summary>Puts the value in each lane in turn, among others that must not be mixed up with it.</summary>
    private static void CheckEveryWidth(Activation kind, float x, float expected)
    {
        CheckEqual(expected, Scalar(kind, x));
        for (int lane = 0; lane < 16; lane++)
        {
            Vector512<float> values = Vector512.Create(-1f).WithElement(lane, x);
            CheckEqual(expected, Wide(kind, values)[lane]);
            CheckEqual(expected, Middle(kind, lane < 8 ? values.GetLower() : values.GetUpper())[lane % 8]);
            CheckEqual(expected, Narrow(kind, Vector128.Create(-1f).WithElement(lane % 4, x))[lane % 4]);
        }
    }

    private static void CheckEqual(float expected, float actual)
    {
        bool equal = float.IsFinite(expected) ? Math.Abs(actual - expected) <= 1e-7f : actual.Equals(expected);
        Assert.True(equal, $"Expected {expected}, got {actual}.");
    }

    private static float Scalar(Activation kind, float x) => kind switch
    {
        Activation.Relu => InlineActivations.Relu(x),
        Activation.Relu6 => InlineActivations.Relu6(x),
        Activation.LeakyRelu => InlineActivations.LeakyRelu(x, Alpha),
        Activation.HardSigmoid => InlineActivations.HardSigmoid(x),
        _ => InlineActivations.HardSwish(x),
    };

    private static Vector512<float> Wide(Activation kind, Vector512<float> x) => kind switch
    {
        Activation.Relu => InlineActivations.Relu(x),
        Activation.Relu6 => InlineActivations.Relu6(x),
        Activation.LeakyRelu => InlineActivations.LeakyRelu(x, Alpha),
        Activation.HardSigmoid => InlineActivations.HardSigmoid(x),
        _ => InlineActivations.HardSwish(x),
    };

    private static Vector256<float> Middle(Activation kind, Vector256<float> x) => kind switch
    {
        Activation.Relu => InlineActivations.Relu(x),
        Activation.Relu6 => InlineActivations.Relu6(x),
        Activation.LeakyRelu => InlineActivations.LeakyRelu(x, Alpha),
        Activation.HardSigmoid => InlineActivations.HardSigmoid(x),
        _ => InlineActivations.HardSwish(x),
    };

    private static Vector128<float> Narrow(Activation kind, Vector128<float> x) => kind switch
    {
        Activation.Relu => InlineActivations.Relu(x),
        Activation.Relu6 => InlineActivations.Relu6(x),
        Activation.LeakyRelu => InlineActivations.LeakyRelu(x, Alpha),
        Activation.HardSigmoid => InlineActivations.HardSigmoid(x),
        _ => InlineActivations.HardSwish(x),
    };
}
