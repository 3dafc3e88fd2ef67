using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Groups of eight filters, each of which has two lanes of the widest vectors, for two channels.</summary>
[Trait("Isa", "Every")]
public sealed class GroupedPairsTests
{
    [Theory]
    [InlineData("3x3", 64, 64, 8, "1", "1", "7x29", Activation.None)]
    [InlineData("3x3", 64, 64, 8, "2", "1", "9x31", Activation.Relu)]
    [InlineData("3x3", 16, 32, 4, "1", "2", "9x17", Activation.Gelu)]
    [InlineData("3x3", 128, 32, 4, "1x2", "1", "6x27", Activation.None)]
    [InlineData("1x1", 16, 16, 2, "1", "1", "5x23", Activation.None)]
    [InlineData("1x1", 4, 16, 2, "1", "1", "5x23", Activation.None)]
    [InlineData("1x9", 32, 32, 4, "1", "1", "3x26", Activation.None)]
    [InlineData("5", 48, 48, 6, "3", "1", "40", Activation.LeakyRelu)]
    [InlineData("3", 24, 24, 3, "1", "1", "19", Activation.None)]
    [InlineData("2x3x3", 32, 64, 8, "1x1x2", "1", "4x5x15", Activation.None)]
    public void Channels_in_pairs(string kernel, int channels, int filters, int groups, string stride, string dilation, string input, Activation activation)
    {
        foreach (Layout layout in new[] { Layout.ChannelsLast, Layout.ChannelsFirst })
        {
            LayerSource source = new(kernel, channels, filters)
            {
                Groups = groups,
                Stride = stride,
                Dilation = dilation,
                Padding = stride == "1" ? "same" : "1",
                Layout = layout,
                Activation = activation,
                Algorithm = Algorithm.Direct,
            };
            ReferenceCheck.Run(source with { Input = input }, input);
            ReferenceCheck.Run(source, input);
        }
    }
}
