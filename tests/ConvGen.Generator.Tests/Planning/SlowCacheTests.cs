using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which layers have a kernel of their own for processors whose last cache is slow beside their multiply-adds of 512 bits.</summary>
public sealed class SlowCacheTests
{
    [Theory]
    [InlineData("3x3", 512, 126, "10x10", "1", "F(2x4, 3x3)", "weights from the last cache for four tiles")]
    [InlineData("3x3", 192, 320, "7x7", "1", "F(2x2, 3x3)", "weights from the last cache for four tiles")]
    [InlineData("3x3", 256, 256, "14x14", "1", "F(3x5, 3x3)", "weights from the last cache for nine tiles")]
    [InlineData("3x3x3", 192, 384, "8x7x7", "1", "F(2x3x4, 3x3x3)", "weights from the last cache for eight tiles")]
    [InlineData("3x3x3", 48, 128, "8x7x7", "1", "F(2x4x4, 3x3x3)", "weights from the last cache for eight tiles")]
    [InlineData("3x3", 160, 192, "14x14", "1", "F(3x5, 3x3)", "weights from the last cache for nine tiles")]
    [InlineData("5", 512, 512, "32", "1", "F(2, 5)", "weights from the last cache for eight tiles")]
    [InlineData("3x3x3", 16, 16, "5x5x5", "1", "direct", "calls of tiles as long as their sums")]
    [InlineData("3x3", 153, 153, "5x5", "1", "direct", "more weights than sums")]
    [InlineData("2", 32, 32, "329", "1", "direct", "transforms that save a tenth")]
    [InlineData("3", 23, 64, "13", "1", "direct", "calls of tiles as long as their sums")]
    [InlineData("3x3", 128, 128, "56x56", "2", "direct", "phases of a single tap")]
    [InlineData("3x3", 256, 256, "28x28", "2", "direct", "phases of a single tap, which save a third")]
    [InlineData("3x3", 64, 64, "56x56", "1", null, "what is best for both")]
    [InlineData("3x3", 512, 512, "28x28", "1", null, "many tiles for far weights")]
    [InlineData("1x1", 256, 64, "56x56", "1", null, "never filtered")]
    [InlineData("3x3", 3, 64, "56x56", "1", null, "never filtered")]
    public void Layers_that_the_machines_disagree_about(string kernel, int channels, int filters, string input, string stride, string? own, string why)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, stride, padding: "same", input: input));
        Assert.True(own == (plan.SlowCache is null ? null : plan.SlowCache.Winograd?.Name ?? "direct"), $"{why}: {plan.SlowCache?.Winograd?.Name}");
        Assert.All(plan.Kernels, static kernel => Assert.False(kernel.Isa.HasSlowCache));
        Assert.Equal(plan.Kernels.Count + (own is null ? 0 : 1), plan.Candidates.Count());
    }

    [Theory]
    [InlineData("3x3", 512, 512, "56x56", 32, "direct", "16 channels of each pixel, half a page from the next")]
    [InlineData("3x3", 4096, 4096, "7x7", 32, "direct", "weights of all groups from memory for eight tiles")]
    [InlineData("3x3x3", 256, 64, "8x56x56", 8, "direct", "transforms of four channels a filter, and copies")]
    [InlineData("3x3", 1024, 1024, "28x28", 32, null, "copies that cost less than is saved")]
    [InlineData("3x3", 2048, 2048, "14x14", 32, null, "weights of all groups for nine tiles of each")]
    [InlineData("3x3x3", 256, 512, "2x14x14", 8, null, "weights of all groups from the last cache")]
    public void Groups_that_the_machines_disagree_about(string kernel, int channels, int filters, string input, int groups, string? own, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, padding: "same", input: input, groups: groups);
        ConvPlan plan = Planner.Plan(spec);
        Assert.NotNull(plan.Kernels[0].Winograd);
        Assert.True(own == (plan.SlowCache is null ? null : plan.SlowCache.Winograd?.Name ?? "direct"), $"{why}: {plan.SlowCache?.Winograd?.Name}");
    }

    [Theory]
    [InlineData(512, 12, "128x128", 64, 256)]
    [InlineData(1024, 256, "64x64", 48, 144)]
    [InlineData(256, 64, "56x56", 240, null)]
    [InlineData(64, 128, "300x300", 1008, null)]
    public void Copies_span_more_of_each_plane(int channels, int filters, string input, int columns, int? ofSlowCache)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("1x1", channels, filters, input: input) with { Layout = Models.Layout.ChannelsFirst });
        KernelPlan wide = plan.Kernels.First(static kernel => kernel.Isa.IsAvx512);
        Assert.Equal([1, 1, columns], wide.Input.Block);
        Assert.Equal(ofSlowCache is int more ? [1, 1, more] : [], wide.Input.BlockOfSlowCache);
        Assert.All(plan.Kernels.Where(static kernel => !kernel.Isa.IsAvx512), static kernel => Assert.Empty(kernel.Input.BlockOfSlowCache));
    }

    /// <summary>Copies are fetched ahead line by line where vectors are wide and, at run time, the last cache is fast; narrower ones leave no instructions for it.</summary>
    [Fact]
    public void Copies_are_fetched_ahead_where_that_gains()
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("1x1", 256, 64, input: "56x56") with { Layout = Models.Layout.ChannelsFirst });
        Assert.Equal([true, false, false], plan.Kernels.Select(static kernel => kernel.FetchesNextBlock));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_asked_for_is_done_on_both(bool filtered)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("3x3", 153, 153, padding: "same", input: "5x5") with { Algorithm = filtered ? Models.Algorithm.Winograd : Models.Algorithm.Direct });
        Assert.All(plan.Candidates.Where(static kernel => kernel.Isa.IsAvx512), kernel => Assert.Equal(filtered, kernel.Winograd is not null));
    }
}
