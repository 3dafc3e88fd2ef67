using ConvGen.Generator.Models;
using Xunit;

namespace ConvGen.Generator.Tests.Specs;

/// <summary>Parameter counts and how they are written out.</summary>
public sealed class ParameterTests
{
    [Theory]
    [InlineData("3x3x3", 3, 16, 1, true, 1296, 16, "3·3·3·3·16 + 16 = 1,312")]
    [InlineData("3x3", 3, 16, 1, false, 432, 0, "3·3·3·16 = 432")]
    [InlineData("5", 2, 4, 1, true, 40, 4, "5·2·4 + 4 = 44")]
    [InlineData("3x3", 32, 32, 32, false, 288, 0, "3·3·1·32 = 288")]
    [InlineData("3x3", 32, 64, 4, true, 4608, 64, "3·3·8·64 + 64 = 4,672")]
    [InlineData("1x1", 1024, 2048, 1, true, 2097152, 2048, "1·1·1,024·2,048 + 2,048 = 2,099,200")]
    public void AddUp(
        string kernel, int inChannels, int filters, int groups, bool bias, long weights, long biases, string arithmetic)
    {
        ConvSpec spec = SpecOf.Conv(kernel, inChannels, filters, groups: groups, bias: bias);

        Assert.Equal(weights, spec.WeightCount);
        Assert.Equal(biases, spec.BiasCount);
        Assert.Equal(weights + biases, spec.ParameterCount);
        Assert.Equal(arithmetic, spec.ParameterArithmetic);
    }

    [Fact]
    public void StopAtTheLargestLong()
    {
        ConvSpec spec = SpecOf.Conv("2147483647x2147483647x2147483647", 2147483647, 2147483647);

        Assert.Equal(long.MaxValue, spec.WeightCount);
        Assert.Equal(long.MaxValue, spec.ParameterCount);
    }

    [Theory]
    [InlineData("3x3", 64, 64, "56x56", "same", 1, 115_605_504)]
    [InlineData("3x3", 32, 32, "112x112", "same", 32, 3_612_672)]
    [InlineData("3x3x3", 3, 16, "5x64x64", "same", 1, 26_542_080)]
    public void MultiplyAddsAreTapsTimesOutputs(
        string kernel, int inChannels, int filters, string input, string padding, int groups, long expected)
    {
        ConvSpec spec = SpecOf.Conv(kernel, inChannels, filters, input: input, padding: padding, groups: groups);

        Assert.Equal(expected, spec.MultiplyAdds);
    }
}
