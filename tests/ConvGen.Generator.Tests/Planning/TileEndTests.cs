using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which layers take small tiles, that end sooner, and which large ones, that read weights more seldom.</summary>
public sealed class TileEndTests
{
    [Theory]
    [InlineData("1x1", 64, 64, 1, "56x56", "4x2", "64 steps")]
    [InlineData("1x1", 192, 64, 1, "56x56", "4x2", "192 steps, the most that leave half of the L1 cache to pixels")]
    [InlineData("1x1", 193, 64, 1, "56x56", "6x2", "193 steps")]
    [InlineData("3x3", 3, 32, 1, "224x224", "4x2", "27 steps, in rows of known width")]
    [InlineData("3x3", 3, 32, 1, null, "4x2", "27 steps, in rows of any width")]
    [InlineData("3x3", 64, 64, 1, "56x56", "6x2", "576 steps")]
    [InlineData("1x1", 64, 8, 1, "56x56", "14x1", "a lone vector has as many broadcasts as multiply-adds")]
    [InlineData("1x1", 512, 512, 8, "56x56", "6x2", "the filters of a group lie far from those of the next pixel")]
    public void Tiles_of_few_steps_have_sums_that_end_without_waiting(string kernel, int channels, int filters, int groups, string? input, string avx2, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, padding: "same", input: input, groups: groups) with { Algorithm = Models.Algorithm.Direct };
        KernelPlan plan = Planner.Plan(spec).Kernels[1];
        Assert.True(avx2 == plan.Tile, $"{plan.Tile}: {why}");
    }

    /// <summary>The tile at the end of a row leaves out taps in the padding, and no other tile may meet it: a smaller tile would.</summary>
    [Fact]
    public void Tiles_are_as_large_as_the_padding_at_the_ends()
    {
        ConvSpec spec = SpecOf.Conv("1x13", 1, 32, padding: "same", input: "8x60");
        KernelPlan? plan = TilePlanner.PlanClipped(spec, new Shape3(spec), Isa.Avx2);
        Assert.NotNull(plan);
        Assert.All(plan.Runs.SelectMany(static run => run.Cover.Tiles).Where(static tile => tile.Edge != RowEdge.None), static tile => Assert.True(tile.Pixels >= 6));
    }
}
