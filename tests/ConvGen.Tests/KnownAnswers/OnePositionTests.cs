using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Layers of one output position and many weights, which meets several blocks of filters at once: blocks that are left over, a last one that is not full.</summary>
[Trait("Isa", "Every")]
public sealed class OnePositionTests
{
    [Theory]
    [InlineData("1x1", 1024, 600, "1x1")]
    [InlineData("3x3", 160, 376, "3x3")]
    [InlineData("2x2x2", 128, 535, "2x2x2")]
    [InlineData("4", 300, 443, "4")]
    [InlineData("2x3", 5400, 65, "2x3")]
    public void Far_weights(string kernel, int channels, int filters, string input)
    {
        LayerSource source = new(kernel, channels, filters) { Input = input };
        ReferenceCheck.Run(source with { Activation = Activation.Relu }, input);
        ReferenceCheck.Run(source with { Activation = Activation.Gelu, Bias = false }, input);
    }
}
