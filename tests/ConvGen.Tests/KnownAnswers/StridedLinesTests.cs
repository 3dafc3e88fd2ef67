using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Strided kernels of several taps, of whose pixels AVX-512 tiles take a line at a time: also where tiles at the ends of a row leave out taps.</summary>
[Trait("Isa", "Every")]
public sealed class StridedLinesTests
{
    [Theory]
    [InlineData("3x3", 48, 40, "9x29", "2", "1")]
    [InlineData("3x3", 32, 64, "12x31", "2", "0:1")]
    [InlineData("3x3", 24, 96, "10x22", "3", "1:0")]
    [InlineData("5x5", 16, 32, "11x37", "2x3", "2")]
    [InlineData("3", 64, 33, "59", "2", "1")]
    [InlineData("2x3x3", 18, 32, "3x8x18", "1x2x2", "1")]
    public void Strided_rows(string kernel, int channels, int filters, string input, string stride, string padding)
    {
        LayerSource source = new(kernel, channels, filters) { Stride = stride, Padding = string.Join('x', System.Array.ConvertAll(kernel.Split('x'), _ => padding)), Activation = Activation.Relu, Algorithm = Algorithm.Direct };
        ReferenceCheck.Run(source, input);
        ReferenceCheck.Run(source with { Input = input }, input);
    }
}
