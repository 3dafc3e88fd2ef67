using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.BadInput;

/// <summary>The constructor takes exactly its weights and biases.</summary>
public sealed class ConstructorTests
{
    public static IEnumerable<object[]> Layers => BadLayers.Indices;

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_weights_of_another_length(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        LayerFactory factory = BadLayers.Factory(trial);
        int right = trial.Source.WeightCount;

        foreach (int length in (int[])[right - 1, right + 1, 2 * right, 1])
        {
            Refusal.Counts("weights", right, length, () => factory.Create(new float[length], trial.Bias()));
        }

        Refusal.Counts("weights", right, 0, () => factory.Create(default, trial.Bias()));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_a_bias_of_another_length(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);

        if (!trial.Source.Bias)
        {
            Assert.Equal(0, BadLayers.Create(trial).Constant("BiasCount"));
            return;
        }

        LayerFactory factory = BadLayers.Factory(trial);
        int right = trial.Source.Filters;

        foreach (int length in (int[])[right - 1, right + 1])
        {
            Refusal.Counts("bias", right, length, () => factory.Create(trial.Weights(), new float[length]));
        }

        Refusal.Counts("bias", right, 0, () => factory.Create(trial.Weights(), default));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_a_degree_below_one(int index)
    {
        CompiledLayer layer = BadLayers.Create(BadLayers.Trial(index));

        Assert.Equal(Environment.ProcessorCount, layer.MaxDegreeOfParallelism);
        Refusal.Names("value|MaxDegreeOfParallelism", () => layer.MaxDegreeOfParallelism = 0);
        Refusal.Names("value|MaxDegreeOfParallelism", () => layer.MaxDegreeOfParallelism = -1);
        layer.MaxDegreeOfParallelism = 1;
        Assert.Equal(1, layer.MaxDegreeOfParallelism);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Keeps_no_hold_of_the_weights(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        float[] weights = trial.Weights();
        float[] bias = trial.Bias();
        CompiledLayer layer = BadLayers.Factory(trial).Create(weights, bias);
        float[] input = trial.Input();
        float[] first = new float[trial.OutputLength()];
        float[] second = new float[first.Length];

        layer.Forward(input, first, trial.Extent, trial.Batch);
        weights.AsSpan().Fill(float.NaN);
        bias.AsSpan().Fill(float.NaN);
        layer.Forward(input, second, trial.Extent, trial.Batch);

        Assert.Equal(first, second);
        Assert.DoesNotContain(second, float.IsNaN);
    }
}
