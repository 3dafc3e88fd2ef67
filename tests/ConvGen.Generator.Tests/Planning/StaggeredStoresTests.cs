using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which tiles store each pixel as soon as it is summed.</summary>
public sealed class StaggeredStoresTests
{
    [Theory]
    [InlineData("3x3", 3, 32, "2", "1", "224x224", true, "27 steps, 12 sums")]
    [InlineData("7x7", 3, 64, "2", "3", "224x224", true, "147 steps")]
    [InlineData("7x7", 4, 64, "2", "3", "224x224", false, "196 steps")]
    [InlineData("1x1", 32, 48, "1", "valid", "160x256", true, "32 steps")]
    [InlineData("1x1", 2, 64, "1", "valid", "56x56", false, "none but the last two steps")]
    [InlineData("1x1", 3, 64, "1", "valid", "56x56", true, "a step before them, and no loop")]
    [InlineData("1x1", 5, 64, "1", "valid", "56x56", false, "a loop of three steps, which the JIT would unroll")]
    [InlineData("1x1", 32, 32, "1", "valid", "2x2", false, "eight sums at most")]
    [InlineData("3x3", 3, 32, "1", "3", "64x64", false, "windows in the padding alone")]
    [InlineData("3x3", 3, 32, "1", "2", "64x64", true, "a row of each window meets data")]
    [InlineData("3x3x3", 3, 32, "1", "valid", "8x32x32", false, "several planes")]
    public void Are_those_of_short_sums(string kernel, int channels, int filters, string stride, string padding, string input, bool expected, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, stride, padding: padding, input: input) with { Algorithm = Models.Algorithm.Direct };
        ConvPlan plan = Planner.Plan(spec);

        Assert.True(expected == Applies(spec, plan.Kernels[1]), $"{plan.Kernels[1].Tile}: {why}");
    }

    [Theory]
    [InlineData("3x3", 3, 32, "2", "1", "224x224", true, "14x2: 27 steps")]
    [InlineData("3x3", 3, 16, "2", "1", "224x224", false, "24x1: each pixel would load the weights of its steps for one vector")]
    [InlineData("1x1", 64, 64, "1", "valid", "56x56", true, "6x4: of the eight iterations over the last line, the last stands behind it")]
    [InlineData("1x1", 96, 32, "1", "valid", "56x56", true, "14x2: the last two of sixteen do")]
    [InlineData("1x1", 144, 40, "1", "valid", "64x64", false, "8x3: seven iterations fetch no eight lines")]
    [InlineData("1x1", 256, 64, "1", "valid", "56x56", false, "256 steps")]
    public void Are_those_of_short_sums_of_several_wide_vectors(string kernel, int channels, int filters, string stride, string padding, string input, bool expected, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, stride, padding: padding, input: input) with { Algorithm = Models.Algorithm.Direct };
        KernelPlan wide = Planner.Plan(spec).Kernels[0];

        Assert.True(expected == Applies(spec, wide), $"{wide.Tile}: {why}");
    }

    /// <summary>Whether the first tile of a row that lies at none of its ends does so.</summary>
    private static bool Applies(ConvSpec spec, KernelPlan plan)
    {
        BlockRun run = plan.Runs[0];
        TileRun tile = run.Cover.Tiles.FirstOrDefault(static tile => tile.Edge == RowEdge.None) ?? run.Cover.Tiles[0] with { Edge = RowEdge.None };
        Shape3 shape = new(spec);
        TapSpan span = Assert.Single(TapSpan.Of(shape, tile.Pixels, tile.Edge));
        return StaggeredStores.LoopBefore(spec, plan, tile, run.Block, TapPart.Of(spec, plan, span, mergesTaps: true, run.Block, share: null)) is not null;
    }
}
