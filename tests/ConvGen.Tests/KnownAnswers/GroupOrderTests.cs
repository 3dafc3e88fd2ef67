using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Pointwise groups, all of which meet the pixels of a tile before the next: blocks of one and of two sizes, strides, few pixels, one and several planes.</summary>
[Trait("Isa", "Every")]
public sealed class GroupOrderTests
{
    [Theory]
    [InlineData("1x1", 32, 128, 4, "1", "7x19")]
    [InlineData("1x1", 24, 120, 3, "1", "5x5")]
    [InlineData("1x1", 80, 100, 5, "2", "9x31")]
    [InlineData("1x1", 10, 20, 2, "3x1", "8x8")]
    [InlineData("1x1x1", 64, 256, 16, "1", "2x5x7")]
    [InlineData("1x1x1", 36, 54, 2, "1x2x2", "3x4x13")]
    [InlineData("1", 34, 96, 2, "1", "3")]
    public void All_groups_of_a_tile(string kernel, int channels, int filters, int groups, string stride, string input)
    {
        LayerSource source = new(kernel, channels, filters) { Groups = groups, Stride = stride };
        ReferenceCheck.Run(source with { Input = input, Activation = Activation.Relu }, input);
        ReferenceCheck.Run(source with { Input = input, Activation = Activation.Gelu, Bias = false }, input);
        ReferenceCheck.Run(source with { Activation = Activation.Silu }, input);
    }
}
