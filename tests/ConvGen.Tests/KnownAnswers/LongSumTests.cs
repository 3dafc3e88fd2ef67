using System;
using System.Linq;
using ConvGen.Testing;
using ConvGen.Tests.Isa;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>A sum of millions of products, which one float after the other would lose digits of, is summed in parts.</summary>
[Trait("Isa", "Every")]
public sealed class LongSumTests
{
    private static readonly LayerSource Layer = new("1024x1024", 8, 1) { Input = "1024x1024" };

    private static readonly CompiledLayers Layers = CompiledLayers.Compile([Layer]);

    [Fact]
    public void Keeps_its_digits()
    {
        LayerTrial trial = new(Seed: 8, Layer, Extents.Parse(Layer.Input!, Layer.Rank), Batch: 1, Degree: 1);
        float[] input = trial.Input();
        float[] output = new float[1];
        Layers.New(Layer, trial.Weights(), trial.Bias()).Forward(input, output, trial.Extent, 1);

        // Of the products of two uniform values in (−1, 1) each has the variance 1/9.
        double rms = Math.Sqrt(input.Length / 9.0);
        double error = Math.Abs(output[0] - trial.Reference(input).Values.Single());

        // The scalar path sums all of them one after the other.
        Assert.InRange(error / rms, 0, InstructionSet.Current == InstructionSet.Scalar ? 3e-4 : 1e-6);
    }
}
