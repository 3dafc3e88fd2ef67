using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.RandomSpecs;

/// <summary>Layers drawn over the whole table of attributes, against the float64 reference.</summary>
[Trait("Isa", "Every")]
[Collection("Random layers")]
public sealed class RandomSpecTests
{
    public static IEnumerable<object[]> Seeds => Trials.Seeds.Select(seed => new object[] { seed });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Agrees_with_the_reference(int seed)
    {
        LayerTrial trial = TrialGenerator.Draw(seed);
        CompiledLayer layer = Trials.Layers.New(trial.Source, trial.Weights(), trial.Bias());
        layer.MaxDegreeOfParallelism = trial.Degree;
        float[] first = Run(layer, trial);

        // The number of threads is nothing the result may show.
        layer.MaxDegreeOfParallelism = 3 - trial.Degree;
        Assert.Equal(first, Run(layer, trial));

        if (trial.Source.Input is null)
        {
            Run(layer, TrialGenerator.WithOtherExtent(trial));
            Assert.Equal(first, Run(layer, trial));
        }
    }

    private static float[] Run(CompiledLayer layer, LayerTrial trial)
    {
        float[] input = trial.Input();
        ReferenceResult reference = trial.Reference(input);
        float[] output = new float[reference.Values.Length];
        Array.Fill(output, float.NaN);

        Assert.Equal(reference.OutputExtent, layer.GetOutputExtent(trial.Extent));
        layer.Forward(input, output, trial.Extent, trial.Batch);

        if (Tolerance.Compare(trial.Source, reference, output) is string wrong)
        {
            Assert.Fail($"{trial}\n{wrong}");
        }

        return output;
    }
}
