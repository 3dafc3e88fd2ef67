using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Rows so narrow that padding or the kernel's own width decides how they are computed.</summary>
[Trait("Isa", "Every")]
public sealed class NarrowRowTests
{
    /// <summary>Many taps meet padding: the tiles at the ends of a row leave them out.</summary>
    [Theory]
    [InlineData("1x7", "5x17", "1", "1", "0x3")]
    [InlineData("3", "15", "1", "6", "6")]
    [InlineData("3", "19", "1", "6", "6")]
    [InlineData("3x3", "9x7", "2", "1", "1")]
    [InlineData("3x7", "6x5", "1", "1", "1:1x4:3")]
    [InlineData("3x5", "8x6", "1x3", "1x2", "0x5")]
    [InlineData("2x3x3", "3x5x13", "1", "1", "0:1x1x0:1")]
    public void Rows_mostly_of_padding(string kernel, string input, string stride, string dilation, string padding)
    {
        foreach (Layout layout in new[] { Layout.ChannelsLast, Layout.ChannelsFirst })
        {
            foreach (int groups in new[] { 1, 2 })
            {
                ReferenceCheck.Run(new LayerSource(kernel, 10, 70)
                {
                    Input = input,
                    Stride = stride,
                    Dilation = dilation,
                    Padding = padding,
                    Groups = groups,
                    Layout = layout,
                    Algorithm = Algorithm.Direct,
                }, input);
            }
        }
    }

    /// <summary>The kernel is as wide as its input: the tiles run down the rows.</summary>
    [Theory]
    [InlineData("5x6", "40x6", "1", "0")]
    [InlineData("3x4", "23x4", "2x1", "0")]
    [InlineData("3x1", "19x1", "1", "0")]
    [InlineData("2x3x5", "4x9x5", "1", "1:0x0x0")]
    public void Columns_of_pixels(string kernel, string input, string stride, string padding)
    {
        foreach (Layout layout in new[] { Layout.ChannelsLast, Layout.ChannelsFirst })
        {
            ReferenceCheck.Run(
                new LayerSource(kernel, 5, 36) { Input = input, Stride = stride, Padding = padding, Layout = layout, Algorithm = Algorithm.Direct }, input);
        }
    }
}
