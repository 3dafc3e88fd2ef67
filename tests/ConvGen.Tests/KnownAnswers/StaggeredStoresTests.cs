using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Short sums, the last steps of which tiles sum pixel by pixel: steps alone, in pairs and in fours, those of lines, rows without a loop, windows of one row of data.</summary>
[Trait("Isa", "Every")]
public sealed class StaggeredStoresTests
{
    [Theory]
    [InlineData("3x3", 3, 32, "9x30", "2", "1")]
    [InlineData("3x3", 1, 32, "1x40", "1", "1")]
    [InlineData("1x1", 3, 64, "7x19", "1", "valid")]
    [InlineData("1x1", 18, 37, "7x19", "1", "valid")]
    [InlineData("1x1", 44, 24, "5x23", "2", "valid")]
    [InlineData("1x1", 64, 64, "3x23", "1", "valid")]
    [InlineData("1x1", 96, 32, "5x23", "1", "valid")]
    [InlineData("1x1", 72, 80, "5x23", "1", "valid")]
    [InlineData("1x1", 128, 96, "9x29", "2", "valid")]
    [InlineData("7x7", 3, 16, "12x50", "2", "3")]
    [InlineData("5x3", 2, 40, "3x33", "1", "4:3x1")]
    [InlineData("2x2", 16, 32, "8x42", "2", "valid")]
    [InlineData("5", 8, 48, "61", "3", "same")]
    public void Short_sums(string kernel, int channels, int filters, string input, string stride, string padding)
    {
        LayerSource source = new(kernel, channels, filters) { Input = input, Stride = stride, Padding = padding };
        ReferenceCheck.Run(source with { Activation = Activation.Relu }, input);
        ReferenceCheck.Run(source with { Activation = Activation.Gelu, Bias = false }, input);
        ReferenceCheck.Run(source with { Layout = Layout.ChannelsFirst }, input);
    }
}
