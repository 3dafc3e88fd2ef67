using System;
using ConvGen.Generator.Models;
using Xunit;

namespace ConvGen.Generator.Tests.Specs;

/// <summary>Output extents against tables worked out by hand from PyTorch's and TensorFlow's definitions.</summary>
public sealed class OutputExtentTests
{
    [Theory]
    [InlineData(7, "3", "1", "valid", "1", 5)]
    [InlineData(7, "3", "2", "valid", "1", 3)]
    [InlineData(8, "3", "2", "valid", "1", 3)] // the last column is not reached
    [InlineData(224, "7", "2", "3", "1", 112)]
    [InlineData(112, "3", "2", "1", "1", 56)]
    [InlineData(28, "5", "1", "2", "1", 28)]
    [InlineData(10, "3", "1", "valid", "2", 6)]
    [InlineData(10, "3", "3", "1:2", "2", 3)]
    [InlineData(5, "2", "2", "0:1", "1", 3)]
    [InlineData(5, "2", "2", "1:0", "1", 3)]
    [InlineData(5, "2", "2", "0", "1", 2)]
    [InlineData(3, "5", "1", "1", "1", 1)]
    [InlineData(0, "3", "1", "2:1", "1", 1)] // an empty input in padding that holds the kernel
    public void PyTorchsRule(int input, string kernel, string stride, string padding, string dilation, int expected)
    {
        ConvSpec spec = SpecOf.Conv(kernel, stride: stride, padding: padding, dilation: dilation);

        Assert.Equal(expected, spec.OutputExtent(0, input));
    }

    [Theory]
    [InlineData(4, "5", "1", "valid", "1")]
    [InlineData(4, "5", "3", "valid", "1")] // −1/3 truncates to 0, which is not one output
    [InlineData(2, "5", "3", "valid", "1")]
    [InlineData(4, "3", "1", "valid", "2")]
    [InlineData(0, "3", "1", "1", "1")]
    [InlineData(0, "3", "1", "same", "1")]
    [InlineData(0, "3", "2", "same-lower", "1")]
    public void IsNotPositiveWhenTheKernelDoesNotFit(
        int input, string kernel, string stride, string padding, string dilation)
    {
        ConvSpec spec = SpecOf.Conv(kernel, stride: stride, padding: padding, dilation: dilation);

        Assert.True(spec.OutputExtent(0, input) <= 0);
    }

    [Theory]
    [InlineData(28, "5", "1", "1", 28, 2, 2)]
    [InlineData(5, "2", "1", "1", 5, 0, 1)]
    [InlineData(4, "4", "1", "1", 4, 1, 2)]
    [InlineData(224, "7", "2", "1", 112, 2, 3)]
    [InlineData(224, "3", "2", "1", 112, 0, 1)]
    [InlineData(225, "3", "2", "1", 113, 1, 1)]
    [InlineData(5, "3", "2", "1", 3, 1, 1)]
    [InlineData(6, "3", "2", "1", 3, 0, 1)]
    [InlineData(7, "2", "3", "1", 3, 0, 1)]
    [InlineData(6, "2", "3", "1", 2, 0, 0)] // the stride steps over the kernel
    [InlineData(10, "3", "1", "2", 10, 2, 2)]
    [InlineData(10, "3", "2", "2", 5, 1, 2)]
    [InlineData(10, "1", "2", "1", 5, 0, 0)]
    [InlineData(1, "3", "1", "1", 1, 1, 1)]
    public void TensorFlowsRule(
        int input, string kernel, string stride, string dilation, int output, int begin, int end)
    {
        ConvSpec upper = SpecOf.Conv(kernel, stride: stride, dilation: dilation, padding: "same");
        ConvSpec lower = SpecOf.Conv(kernel, stride: stride, dilation: dilation, padding: "same-lower");

        Assert.Equal(
            (output, begin, end),
            (upper.OutputExtent(0, input), upper.PaddingBegin(0, input), upper.PaddingEnd(0, input)));
        Assert.Equal(
            (output, end, begin),
            (lower.OutputExtent(0, input), lower.PaddingBegin(0, input), lower.PaddingEnd(0, input)));
    }

    [Fact]
    public void SamePaddingIsTheLeastThatHoldsAllOutputs()
    {
        for (int kernel = 1; kernel <= 5; kernel++)
        {
            for (int stride = 1; stride <= 4; stride++)
            {
                ConvSpec spec = SpecOf.Conv($"{kernel}", stride: $"{stride}", padding: "same");
                int maxBegin = 0;
                int maxEnd = 0;

                for (int input = 1; input <= 20; input++)
                {
                    int needed = ((spec.OutputExtent(0, input) - 1) * stride) + kernel - input;
                    int begin = spec.PaddingBegin(0, input);
                    int end = spec.PaddingEnd(0, input);

                    Assert.Equal(Math.Max(needed, 0), begin + end);
                    Assert.InRange(end - begin, 0, 1);
                    maxBegin = Math.Max(maxBegin, begin);
                    maxEnd = Math.Max(maxEnd, end);
                }

                Assert.Equal((maxBegin, maxEnd), (spec.MaxPaddingBegin(0), spec.MaxPaddingEnd(0)));
                Assert.Equal(stride > 1 && kernel > 1, spec.PaddingDependsOnInput(0));
            }
        }
    }

    [Fact]
    public void AxesAreIndependent()
    {
        ConvSpec spec = SpecOf.Conv(
            "1x3x5", stride: "1x2x3", dilation: "1x1x2", padding: "0x1:0x4", input: "4x9x20");

        Assert.Equal([1, 3, 9], [spec.EffectiveKernel(0), spec.EffectiveKernel(1), spec.EffectiveKernel(2)]);
        Assert.Equal([4, 4, 7], spec.Output);
    }

    [Fact]
    public void NothingWraps()
    {
        Assert.Equal(int.MaxValue, SpecOf.Conv("1").OutputExtent(0, int.MaxValue));
        Assert.Equal(int.MaxValue, SpecOf.Conv("1", padding: "2147483647").OutputExtent(0, int.MaxValue));
        Assert.Equal(int.MaxValue, SpecOf.Conv("3", dilation: "2147483647").EffectiveKernel(0));
        Assert.Equal(1 << 30, SpecOf.Conv("3", stride: "2", padding: "same").OutputExtent(0, int.MaxValue));
        Assert.Equal(long.MaxValue, SpecOf.Conv("1x1x1", input: "2147483647x2147483647x2147483647").OutputLength);
    }

    [Fact]
    public void IsEmptyWithoutAnInput()
    {
        ConvSpec spec = SpecOf.Conv("3x3");

        Assert.Empty(spec.Output);
        Assert.Equal(0, spec.InputLength + spec.OutputLength + spec.MultiplyAdds);
    }
}
