using ConvGen.Generator.Models;
using Xunit;

namespace ConvGen.Generator.Tests.Specs;

/// <summary>Shapes and parameter counts that textbooks and other frameworks publish.</summary>
public sealed class KnownAnswerTests
{
    [Fact]
    public void AFilterSpansAllInputChannels()
    {
        ConvSpec spec = SpecOf.Conv("4x4", 5, 56, input: "9x9", bias: false);

        Assert.Equal([6, 6], spec.Output);
        Assert.Equal(80, spec.WeightCount / spec.Filters);
        Assert.Equal(280, spec.ChannelsPerGroup * spec.Filters);
        Assert.Equal(4480, spec.WeightCount);
    }

    [Fact]
    public void KerasStackWithoutBias()
    {
        ConvSpec[] layers =
        [
            SpecOf.Conv("5x5", 3, 32, input: "28x28", padding: "same", bias: false),
            SpecOf.Conv("3x3", 32, 17, input: "28x28", padding: "same", bias: false),
            SpecOf.Conv("3x3", 17, 13, input: "28x28", padding: "same", bias: false),
            SpecOf.Conv("3x3", 13, 7, input: "28x28", padding: "same", bias: false),
        ];

        Assert.Equal([2400L, 4896L, 1989L, 819L], System.Array.ConvertAll(layers, static layer => layer.ParameterCount));
        Assert.All(layers, static layer => Assert.Equal([28, 28], layer.Output));
    }

    [Fact]
    public void KerasStackWithBias()
    {
        ConvSpec first = SpecOf.Conv("3x3", 1, 40, input: "28x28");
        ConvSpec second = SpecOf.Conv("3x3", 40, 8, input: "26x26");

        Assert.Equal([26, 26], first.Output);
        Assert.Equal(400, first.ParameterCount);
        Assert.Equal([24, 24], second.Output);
        Assert.Equal(2888, second.ParameterCount);
        Assert.Equal(4608, second.OutputLength);
    }

    [Fact]
    public void PyTorchTwoByTwo()
    {
        ConvSpec first = SpecOf.Conv("2x2", 2, 2, input: "3x3", bias: false);
        ConvSpec second = SpecOf.Conv("2x2", 2, 2, input: "2x2", bias: false);

        Assert.Equal([2, 2], first.Output);
        Assert.Equal(16, first.ParameterCount);
        Assert.Equal([1, 1], second.Output);
    }

    [Theory]
    [InlineData("3x3x3", "1x64x64", 1312)]
    [InlineData("3x3x3", "5x64x64", 1312)]
    [InlineData("1x3x3", "5x64x64", 448)]
    public void PyTorchConv3d(string kernel, string input, long parameters)
    {
        ConvSpec spec = SpecOf.Conv(kernel, 3, 16, input: input, padding: "same");

        Assert.Equal(spec.Input, spec.Output);
        Assert.Equal(parameters, spec.ParameterCount);
    }

    [Fact]
    public void AKernelAsDeepAsTheInputGivesOneSlice()
    {
        Assert.Equal([1, 62, 62], SpecOf.Conv("5x3x3", 3, 16, input: "5x64x64").Output);
    }

    [Fact]
    public void KerasConv2DSame()
    {
        Assert.Equal([32, 32], SpecOf.Conv("3x3", 3, 16, input: "32x32", padding: "same").Output);
    }
}
