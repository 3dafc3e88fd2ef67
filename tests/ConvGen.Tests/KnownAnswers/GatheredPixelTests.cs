using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>1x1 kernels of so many channels that AVX-512 copies the pixels they meet; a batch has two images, and blocks span both.</summary>
[Trait("Isa", "Every")]
public sealed class GatheredPixelTests
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
        LayerSource any = new(kernel, channels, filters) { Stride = stride, Activation = Activation.Relu };
        ReferenceCheck.Run(any, input);
        ReferenceCheck.Run(any with { Input = input }, input);
    }
}
