using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.RandomSpecs;

/// <summary>A NaN or an infinity in the input reaches the outputs whose window holds it, and no other.</summary>
/// <remarks>Code that reads past a row and multiplies by a weight of zero gives itself away here.</remarks>
[Trait("Isa", "Every")]
public sealed class NonFiniteTests
{
    private static readonly int[] DrawnSeeds = [.. Enumerable.Range(5000, 40)];

    private static readonly Lazy<CompiledLayers> Layers = new(() => CompiledLayers.Compile(DrawnSeeds.Select(seed => Draw(seed).Source)));

    public static IEnumerable<object[]> Seeds => DrawnSeeds.Select(seed => new object[] { seed });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Stays_in_its_windows(int seed)
    {
        LayerTrial trial = Draw(seed);
        CompiledLayer layer = Layers.Value.New(trial.Source, trial.Weights(), trial.Bias());
        float[] input = trial.Input();
        Random random = new(seed);

        foreach (float special in (ReadOnlySpan<float>)[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            int position = random.Next(input.Length);
            float before = input[position];
            input[position] = special;
            ReferenceResult reference = trial.Reference(input);
            float[] output = new float[reference.Values.Length];
            layer.Forward(input, output, trial.Extent, trial.Batch);
            input[position] = before;

            for (int i = 0; i < output.Length; i++)
            {
                double expected = reference.Values[i];
                bool same = double.IsFinite(expected) ? float.IsFinite(output[i]) : expected.Equals(output[i]);
                Assert.True(same, $"{trial}\n{special} at {position}: output {i} is {output[i]} instead of {expected}");
            }
        }
    }

    private static LayerTrial Draw(int seed)
    {
        LayerTrial trial = TrialGenerator.Draw(seed);
        return trial with { Source = trial.Source with { Algorithm = Algorithm.Direct, Activation = Activation.None, Alpha = null } };
    }
}
