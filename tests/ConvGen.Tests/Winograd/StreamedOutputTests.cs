using System;
using System.Linq;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Winograd;

/// <summary>
/// A layer whose tensors no cache holds writes its output past the caches when it knows its extents; a layer of the
/// same weights that does not know them computes the same.
/// </summary>
[Trait("Isa", "Every")]
public sealed class StreamedOutputTests
{
    private const string Input = "211x200";

    private static readonly LayerSource Known = new("3x3", 64, 48) { Input = Input, Padding = "same", Algorithm = Algorithm.Winograd };

    private static readonly LayerSource Any = new("3x3", 64, 48) { Padding = "same", Algorithm = Algorithm.Winograd };

    private static readonly CompiledLayers Layers = CompiledLayers.Compile([Known, Any]);

    [Fact]
    public void Is_the_output_of_a_layer_of_any_extent()
    {
        LayerTrial trial = new(Seed: 5, Known, Extents.Parse(Input, Known.Rank), Batch: 1, Degree: 1);
        float[] input = trial.Input();
        float[] streamed = new float[211 * 200 * 48];
        float[] stored = new float[streamed.Length];
        Layers.New(Known, trial.Weights(), trial.Bias()).Forward(input, streamed, trial.Extent, 1);
        Layers.New(Any, trial.Weights(), trial.Bias()).Forward(input, stored, trial.Extent, 1);

        double rms = Math.Sqrt(stored.Average(static value => (double)value * value));
        double difference = streamed.Zip(stored, static (a, b) => Math.Abs((double)a - b)).Max();
        Assert.InRange(difference / rms, 0, 1e-4);
    }
}
