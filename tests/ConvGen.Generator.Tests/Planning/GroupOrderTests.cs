using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which kernels have a tile's pixels meet all groups before those of the next tile, and which of them write past the caches.</summary>
public sealed class GroupOrderTests
{
    [Theory]
    [InlineData("1x1x1", 64, 256, 16, "8x56x56", true, true, "16 filters a group, 26 MB of output")]
    [InlineData("1x1x1", 64, 256, 8, "8x56x56", true, true, "32 filters a group, 26 MB of output")]
    [InlineData("1x1x1", 512, 1024, 16, "4x28x28", true, false, "13 MB of output")]
    [InlineData("1x1", 64, 384, 8, "140x140", true, true, "48 filters a group: three lines")]
    [InlineData("1x1", 64, 320, 8, "140x140", true, false, "40 filters a group: two and a half lines")]
    [InlineData("1x1", 512, 2048, 8, "7x7", true, false, "512 KB of weights")]
    [InlineData("1x1", 1024, 1024, 4, "14x14", false, false, "1 MB of weights")]
    [InlineData("1x1", 64, 64, 8, "14x14", false, false, "8 filters a group: they slide")]
    [InlineData("3x3", 256, 256, 4, "14x14", false, false, "nine taps")]
    [InlineData("1x1", 256, 256, 1, "14x14", false, false, "no groups")]
    public void Narrow_vectors_go_tile_by_tile(string kernel, int channels, int filters, int groups, string input, bool expected, bool streams, string why)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, input: input, groups: groups) with { Algorithm = Models.Algorithm.Direct });
        KernelPlan narrow = plan.Kernels[1];

        Assert.True(expected == narrow.IsTileByTile, why);
        Assert.True(streams == narrow.StreamsOutput, why);
    }

    /// <summary>Wide vectors do where they do not slide; half as many fill a group.</summary>
    [Theory]
    [InlineData("1x1x1", 64, 256, 16, "8x56x56", false, "16 filters a group: they slide")]
    [InlineData("1x1x1", 64, 256, 8, "8x56x56", true, "32 filters a group")]
    [InlineData("1x1", 512, 2048, 8, "7x7", true, "512 KB of weights")]
    [InlineData("1x1", 10, 20, 2, "16x16", true, "10 filters a group, which fill no vector")]
    [InlineData("1x1", 1024, 1024, 4, "14x14", false, "1 MB of weights")]
    public void Wide_vectors_go_tile_by_tile(string kernel, int channels, int filters, int groups, string input, bool expected, string why)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, input: input, groups: groups) with { Algorithm = Models.Algorithm.Direct });

        Assert.True(expected == plan.Kernels[0].IsTileByTile, why);
    }

    [Fact]
    public void All_blocks_have_the_tiles_of_the_first()
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("1x1", 64, 224, input: "28x28", groups: 4));
        KernelPlan narrow = plan.Kernels[1];

        Assert.True(narrow.IsTileByTile);
        Assert.Equal([32, 24], narrow.Runs.Select(static run => run.Block.Filters));
        Assert.All(narrow.Runs, run => Assert.Equal(narrow.Runs[0].Cover.Tiles.Select(static tile => tile.Pixels), run.Cover.Tiles.Select(static tile => tile.Pixels)));
    }

    [Theory]
    [InlineData("2", true)]
    [InlineData("1", false)]
    public void Strides_leave_rows(string stride, bool expected)
    {
        KernelPlan narrow = Planner.Plan(SpecOf.Conv("1x1", 64, 128, stride, input: "28x28", groups: 4)).Kernels[1];

        Assert.True(narrow.IsTileByTile);
        Assert.Equal(expected, !narrow.Input.IsFlat);
    }
}
