using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which layers of one output position meet several blocks of filters at once, as many streams of weights.</summary>
public sealed class WeightStreamsTests
{
    [Theory]
    [InlineData("1x1", 2048, 1024, 1, "1x1", 4, "8.4 MB")]
    [InlineData("1x1", 2048, 1000, 1, "1x1", 1, "8.2 MB, of which the L2 cache holds one block for a batch, but not four")]
    [InlineData("1x1", 1536, 1000, 1, "1x1", 4, "6.1 MB, four blocks of which the L2 cache holds")]
    [InlineData("7x7", 512, 4096, 1, "7x7", 4, "411 MB")]
    [InlineData("1x1", 1024, 512, 1, "1x1", 4, "2 MB, the least")]
    [InlineData("1x1", 1024, 511, 1, "1x1", 1, "less than 2 MB")]
    [InlineData("1x1", 256, 2048, 1, "1x1", 4, "256 steps, the fewest")]
    [InlineData("1x1", 255, 4096, 1, "1x1", 1, "255 steps")]
    [InlineData("3x3", 160, 376, 1, "3x3", 4, "1440 steps, and not minimal filtering")]
    [InlineData("2x2x2", 128, 535, 1, "2x2x2", 4, "1024 steps")]
    [InlineData("4", 300, 443, 1, "4", 4, "1200 steps")]
    [InlineData("2x3", 5400, 65, 1, "2x3", 4, "four blocks and a rest")]
    [InlineData("3x3", 4096, 64, 1, "3x3", 4, "four blocks, the fewest")]
    [InlineData("3x3", 4096, 63, 1, "3x3", 1, "three blocks and a rest")]
    [InlineData("7x7", 512, 4096, 1, "8x7", 1, "two positions")]
    [InlineData("1x1", 2048, 1000, 1, null, 1, "positions that are not known")]
    [InlineData("1x1", 4096, 4096, 2, "1x1", 1, "groups")]
    public void Are_those_that_read_far_weights_once(string kernel, int channels, int filters, int groups, string? input, int expected, string why)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, input: input, groups: groups));

        Assert.True(expected == plan.Kernels[1].BlocksAtOnce, $"{plan.Kernels[1].BlocksAtOnce}: {why}");
        Assert.Equal(1, plan.Kernels[0].BlocksAtOnce);
        Assert.True(expected == 1 || plan.Kernels[1].Tile == "1x2", plan.Kernels[1].Tile);
    }
}
