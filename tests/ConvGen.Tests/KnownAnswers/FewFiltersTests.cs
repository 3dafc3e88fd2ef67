using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Layers of few filters, whose lanes are input channels, with every count of channels that a loop and its rest can have.</summary>
[Trait("Isa", "Every")]
public sealed class FewFiltersTests
{
    /// <summary>An output of one position: vectors of channels take sums in turn.</summary>
    [Theory]
    [InlineData("1x1", "1x1", 1)]
    [InlineData("3x5", "3x5", 1)]
    [InlineData("3x5", "3x5", 3)]
    [InlineData("5", "5", 6)]
    public void One_position(string kernel, string input, int filters)
    {
        foreach (int channels in new[] { 16, 37, 64, 67, 80, 101, 131, 208 })
        {
            ReferenceCheck.Run(new LayerSource(kernel, channels, filters) { Input = input, Algorithm = Algorithm.Direct }, input);
        }
    }

    /// <summary>More filters than pixels: the inputs stay in registers, at the ends of rows too.</summary>
    [Theory]
    [InlineData("1x1", "5x7", "1", "0", 6)]
    [InlineData("1x1", "6x9", "2", "0", 5)]
    [InlineData("3x3", "8x9", "1x2", "1", 6)]
    [InlineData("3", "31", "3", "1", 7)]
    public void More_filters_than_pixels(string kernel, string input, string stride, string padding, int filters)
    {
        foreach (int channels in new[] { 4, 24, 64, 77, 200 })
        {
            foreach (string? known in new[] { input, null })
            {
                ReferenceCheck.Run(
                    new LayerSource(kernel, channels, filters) { Input = known, Stride = stride, Padding = padding, Algorithm = Algorithm.Direct }, input);
            }
        }
    }
}
