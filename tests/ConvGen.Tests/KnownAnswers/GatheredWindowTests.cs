using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Kernels that read a copy of the windows they meet with AVX-512, as GatherPlannerTests tell: pixels of 1x1 kernels and taps with their padding; a batch has two images, and blocks span both.</summary>
[Trait("Isa", "Every")]
public sealed class GatheredWindowTests
{
    [Theory]
    [InlineData("1", 1024, 200, "19", "1")]
    [InlineData("1", 1032, 520, "300", "3")]
    [InlineData("1x1", 1024, 200, "9x11", "1")]
    [InlineData("1x1", 1024, 197, "9x12", "2")]
    [InlineData("1x1", 512, 520, "13x8", "2x3")]
    [InlineData("1x1x1", 1024, 256, "3x4x5", "2x1x2")]
    [InlineData("1x1x1", 512, 256, "5x9x10", "2")]
    public void Pixels_of_many_channels(string kernel, int channels, int filters, string input, string stride)
    {
        foreach (Layout layout in (Layout[])[Layout.ChannelsLast, Layout.ChannelsFirst])
        {
            LayerSource any = new(kernel, channels, filters) { Stride = stride, Activation = Activation.Relu, Layout = layout };
            ReferenceCheck.Run(any, input);
            ReferenceCheck.Run(any with { Input = input }, input);
        }
    }

    /// <summary>Channels first: rows of all lengths and strides, channels that fill no cache line, planes of more positions than are transposed at a time.</summary>
    [Theory]
    [InlineData("1", 210, 130, "301", "2")]
    [InlineData("1x1", 207, 207, "5x5", "1")]
    [InlineData("1x1", 1030, 96, "13x15", "2")]
    [InlineData("1x1", 1027, 96, "13x16", "2")]
    [InlineData("1x1", 520, 96, "37x35", "2")]
    [InlineData("1x1", 516, 96, "7x40", "3x1")]
    [InlineData("1x1", 513, 96, "11x40", "1x3")]
    [InlineData("1x1", 256, 130, "3x3", "1")]
    [InlineData("1x1", 256, 130, "30x30", "2")]
    [InlineData("1x1x1", 528, 64, "6x7x7", "2x1x1")]
    [InlineData("1x1x1", 528, 64, "6x7x7", "1x2x2")]
    public void Pixels_of_planes(string kernel, int channels, int filters, string input, string stride)
    {
        LayerSource any = new(kernel, channels, filters) { Stride = stride, Activation = Activation.Gelu, Layout = Layout.ChannelsFirst };
        ReferenceCheck.Run(any, input);
        ReferenceCheck.Run(any with { Input = input }, input);
    }

    [Theory]
    [InlineData("3x3", 512, 512, "14x14", "2", "1", "1")]
    [InlineData("3x3", 256, 324, "9x9", "3", "1:0", "1")]
    [InlineData("3x3", 192, 320, "17x17", "2", "0", "1")]
    [InlineData("3", 512, 512, "40", "4", "1", "3")]
    [InlineData("3", 512, 520, "38", "4", "2:5", "3")]
    [InlineData("2x3x3", 192, 512, "3x9x9", "1x2x2", "0", "1")]
    [InlineData("2x3x3", 192, 512, "2x10x8", "2", "0:1", "1")]
    public void Windows_of_several_taps(string kernel, int channels, int filters, string input, string stride, string padding, string dilation)
    {
        string each = string.Join('x', System.Array.ConvertAll(kernel.Split('x'), _ => padding));
        LayerSource source = new(kernel, channels, filters) { Stride = stride, Padding = each, Dilation = dilation, Activation = Activation.Relu, Algorithm = Algorithm.Direct, Input = input };
        ReferenceCheck.Run(source, input);
    }
}
