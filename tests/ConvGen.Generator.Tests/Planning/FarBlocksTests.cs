using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>How many filters a tile takes whose weights the L2 cache does not hold from one tile to the next.</summary>
public sealed class FarBlocksTests
{
    [Theory]
    [InlineData("3x3", 1024, 1024, "2", "14x14", 2, "4x2", "64 filters would be 1.2 MB, which four pixels do not hide")]
    [InlineData("3x3x3", 2048, 512, "2", "2x14x14", 8, "7x2", "32 filters are 0.9 MB, which seven pixels hide")]
    public void Filters_are_as_few_as_wait_least(string kernel, int channels, int filters, string stride, string input, int groups, string expected, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, stride, padding: "same", input: input, groups: groups) with { Algorithm = Models.Algorithm.Direct };
        KernelPlan plan = Planner.Plan(spec).Kernels[0];
        Assert.True(expected == plan.Tile, $"{plan.Tile}: {why}");
    }
}
