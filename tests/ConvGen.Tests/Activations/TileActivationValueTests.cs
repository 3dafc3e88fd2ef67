using System;
using System.Collections.Generic;
using Xunit;

namespace ConvGen.Tests.Activations;

/// <summary>The tile activations against values that PyTorch computed in float64, and at the edges of float.</summary>
public class TileActivationValueTests
{
    private const float Alpha = 1.25f;

    private const float Inf = float.PositiveInfinity;

    private static readonly float[] Inputs =
    [
        -100f, -20f, -10f, -5f, -3f, -1f, -0.5f, -1e-3f, 0f, 1e-3f, 0.5f, 1f, 3f, 5f, 10f, 20f, 100f,
    ];

    /// <summary>torch.nn.functional of <see cref="Inputs"/> in float64, Elu with alpha 1.25.</summary>
    private static readonly Dictionary<Activation, double[]> Expected = new()
    {
        [Activation.Elu] =
        [
            -1.25, -1.25, -1.24994325, -1.24157757, -1.18776616, -0.790150699, -0.491836675, -0.00124937521, 0,
            0.001, 0.5, 1, 3, 5, 10, 20, 100,
        ],
        [Activation.Sigmoid] =
        [
            3.72007598e-44, 2.06115362e-09, 4.53978687e-05, 0.00669285092, 0.0474258732, 0.268941421, 0.377540669,
            0.49975, 0.5, 0.50025, 0.622459331, 0.731058579, 0.952574127, 0.993307149, 0.999954602, 0.999999998, 1,
        ],
        [Activation.Tanh] =
        [
            -1, -1, -0.999999996, -0.999909204, -0.995054754, -0.761594156, -0.462117157, -0.000999999667, 0,
            0.000999999667, 0.462117157, 0.761594156, 0.995054754, 0.999909204, 0.999999996, 1, 1,
        ],
        [Activation.Silu] =
        [
            -3.72007598e-42, -4.12230724e-08, -0.000453978687, -0.0334642546, -0.14227762, -0.268941421,
            -0.188770334, -0.00049975, 0, 0.00050025, 0.311229666, 0.731058579, 2.85772238, 4.96653575, 9.99954602,
            20, 100,
        ],
        [Activation.Gelu] =
        [
            -0, -0, -0, -1.43325786e-06, -0.00404969409, -0.158655254, -0.154268769, -0.000499601058, 0,
            0.000500398942, 0.345731231, 0.841344746, 2.99595031, 4.99999857, 10, 20, 100,
        ],
        [Activation.GeluTanh] =
        [
            -0, -0, -0, -2.2917962e-07, -0.00363739208, -0.158808009, -0.15428599, -0.000499601058, 0,
            0.000500398942, 0.34571401, 0.841191991, 2.99636261, 4.99999977, 10, 20, 100,
        ],
        [Activation.Softplus] =
        [
            3.72007598e-44, 2.06115362e-09, 4.53988992e-05, 0.00671534849, 0.0485873516, 0.313261688, 0.474076984,
            0.692647306, 0.693147181, 0.693647306, 0.974076984, 1.31326169, 3.04858735, 5.00671535, 10.0000454, 20,
            100,
        ],
        [Activation.Mish] =
        [
            -3.72007598e-42, -4.12230724e-08, -0.000453988992, -0.0335762377, -0.145647461, -0.303401461,
            -0.220743775, -0.000599679984, 0, 0.000600319984, 0.375245211, 0.865098388, 2.986535, 4.99955208,
            9.99999996, 20, 100,
        ],
    };

    /// <summary>Gets the activations that are applied to a tile.</summary>
    public static TheoryData<Activation> Kinds => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void GivesWhatPyTorchGivesInEveryWidth(Activation kind)
    {
        foreach (int width in TileRunner.Widths)
        {
            for (int i = 0; i < Inputs.Length; i++)
            {
                double expected = Expected[kind][i];
                foreach (float actual in TileRunner.ApplyToLanes(kind, Alpha, Inputs[i], width))
                {
                    double tolerance = 1e-6 * Math.Max(1, Math.Abs(expected));
                    Assert.True(
                        Math.Abs(actual - expected) <= tolerance,
                        $"{kind}({Inputs[i]}) in a row of {width}: expected {expected}, got {actual}.");
                }
            }
        }
    }

    [Theory]
    [InlineData(Activation.Elu, -Alpha, Inf)]
    [InlineData(Activation.Sigmoid, 0f, 1f)]
    [InlineData(Activation.Tanh, -1f, 1f)]
    [InlineData(Activation.Silu, float.NaN, Inf)]
    [InlineData(Activation.Gelu, float.NaN, Inf)]
    [InlineData(Activation.GeluTanh, float.NaN, Inf)]
    [InlineData(Activation.Softplus, 0f, Inf)]
    [InlineData(Activation.Mish, float.NaN, Inf)]
    public void InfinitiesAndNaNAreAsInPyTorch(Activation kind, float atMinusInfinity, float atInfinity)
    {
        foreach (int width in TileRunner.Widths)
        {
            Assert.All(TileRunner.ApplyToLanes(kind, Alpha, -Inf, width), y => Assert.Equal(atMinusInfinity, y));
            Assert.All(TileRunner.ApplyToLanes(kind, Alpha, Inf, width), y => Assert.Equal(atInfinity, y));
            Assert.All(TileRunner.ApplyToLanes(kind, Alpha, float.NaN, width), y => Assert.Equal(float.NaN, y));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void LargestFloatsGiveTheLimitsAndNotNaN(Activation kind)
    {
        float atMost = kind is Activation.Sigmoid or Activation.Tanh ? 1f : float.MaxValue;
        float atLeast = kind switch { Activation.Elu => -Alpha, Activation.Tanh => -1f, _ => 0f };
        foreach (int width in TileRunner.Widths)
        {
            Assert.All(TileRunner.ApplyToLanes(kind, Alpha, float.MaxValue, width), y => Assert.Equal(atMost, y));
            Assert.All(TileRunner.ApplyToLanes(kind, Alpha, -float.MaxValue, width), y => Assert.True(y == atLeast));
        }
    }

    [Theory]
    [InlineData(Activation.Elu, 1.25)]
    [InlineData(Activation.Tanh, 1)]
    public void StaysAccurateRelativeToATinyResult(Activation kind, double slope)
    {
        foreach (int width in TileRunner.Widths)
        {
            foreach (float x in new[] { -1e-7f, -1e-20f, -1e-38f })
            {
                double expected = slope * x;
                Assert.All(
                    TileRunner.ApplyToLanes(kind, Alpha, x, width),
                    y => Assert.InRange(y / expected, 1 - 1e-6, 1 + 1e-6));
            }
        }
    }
}
