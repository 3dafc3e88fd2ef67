using System;
using ConvGen.Runtime;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Isa;

/// <summary>
/// Layers that have a kernel, or blocks of it, for processors whose last cache is slow beside their multiply-adds and another for the others, as SlowCacheTests of the planner
/// tell. IsaMatrix runs them again as on the other kind.
/// </summary>
[Trait("Isa", "Every")]
[Trait("Caches", "Every")]
public sealed class SlowCacheTests
{
    /// <summary>Holds a child process to the kind it was started for.</summary>
    [Fact]
    public void The_kind_in_force_is_the_one_asked_for()
    {
        Assert.True(Environment.GetEnvironmentVariable("CONVGEN_SLOW_CACHE") is not { Length: > 0 } asked || Processor.HasSlowCache == (asked == "1"));
    }

    [Theory]
    [InlineData("3x3", 512, 126, "10x10", "1", "1")]
    [InlineData("3x3", 192, 320, "7x7", "1", "1")]
    [InlineData("3x3", 160, 192, "14x14", "1", "1")]
    [InlineData("5", 512, 512, "32", "1", "2")]
    [InlineData("3x3x3", 48, 128, "8x7x7", "1", "1")]
    [InlineData("3x3", 153, 153, "5x5", "1", "1")]
    [InlineData("2", 32, 32, "329", "1", "0:1")]
    [InlineData("3", 23, 64, "13", "1", "1")]
    [InlineData("3x3x3", 16, 16, "5x5x5", "1", "1")]
    [InlineData("4x4", 16, 32, "20x20", "2", "0")]
    public void Both_kernels_are_right(string kernel, int channels, int filters, string input, string stride, string padding)
    {
        string each = string.Join('x', Array.ConvertAll(kernel.Split('x'), _ => padding));
        LayerSource source = new(kernel, channels, filters) { Stride = stride, Padding = each, Activation = Activation.Relu, Input = input };
        ReferenceCheck.Run(source, input);
    }

    /// <summary>Depthwise kernels that meet fewer vectors of a row at a time where the last cache is not slow: whole vectors, and a last one that computes some channels again.</summary>
    [Theory]
    [InlineData("3x3", 480, "32x32", "1")]
    [InlineData("3x3", 246, "64x64", "2")]
    [InlineData("3x3x3", 54, "8x56x56", "1")]
    public void Vectors_met_together_are_right(string kernel, int channels, string input, string stride)
    {
        LayerSource source = new(kernel, channels, channels) { Groups = channels, Stride = stride, Padding = "same", Input = input };
        ReferenceCheck.Run(source, input);
    }

    [Theory]
    [InlineData(512, 24, "28x40", "1")]
    [InlineData(1024, 40, "33x31", "2")]
    public void Both_blocks_of_planes_are_right(int channels, int filters, string input, string stride)
    {
        LayerSource source = new("1x1", channels, filters) { Stride = stride, Layout = Layout.ChannelsFirst, Activation = Activation.Relu, Input = input };
        ReferenceCheck.Run(source, input);
    }

    [Fact]
    public void Both_kernels_of_groups_are_right()
    {
        LayerSource source = new("3x3", 512, 512) { Groups = 32, Padding = "1", Activation = Activation.Relu, Input = "56x56" };
        ReferenceCheck.Run(source, source.Input!);
    }
}
