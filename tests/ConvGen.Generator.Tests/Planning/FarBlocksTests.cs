using System.Linq;
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

    /// <summary>Each block of positions meets all weights, which come from afar: fewer blocks take more of the L2 cache.</summary>
    [Theory]
    [InlineData("3x3", 512, 512, "14x14", null, 7, "9.4 MB of weights; wide vectors read copied windows")]
    [InlineData("3x3", 256, 512, "19x19", 10, 10, "4.7 MB of weights")]
    [InlineData("3x3", 128, 128, "38x38", 5, 5, "0.6 MB of weights, which the L2 cache and the last one bring in time")]
    public void Blocks_that_meet_far_weights_are_large(string kernel, int channels, int filters, string input, int? avx512, int avx2, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, "2", padding: "same", input: input) with { Algorithm = Models.Algorithm.Direct };
        (int?, int?) rows = (Rows(Isa.Avx512), Rows(Isa.Avx2));
        Assert.True((avx512, avx2) == rows, $"{rows}: {why}");

        int? Rows(Isa isa)
        {
            EquatableArray<int> block = Planner.Plan(spec).Kernels.Single(kernel => kernel.Isa == isa).Input.Block;
            return block.Count == 0 ? null : block[1];
        }
    }
}
