using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Outputs that meet nothing but padding, written between those that the kernel computes; a batch has two images.</summary>
[Trait("Isa", "Every")]
public sealed class PaddedOutputsTests
{
    [Fact]
    public void Are_the_bias_activated()
    {
        foreach (LayerTrial trial in PaddedTrials.All)
        {
            ReferenceCheck.Run(trial.Source, trial.Source.Input!);
        }
    }
}
