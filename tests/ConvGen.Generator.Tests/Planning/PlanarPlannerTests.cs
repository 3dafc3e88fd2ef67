using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which layers take columns for lanes, with which tiles.</summary>
public sealed class PlanarPlannerTests
{
    [Theory]
    [InlineData("3x3", 32, 32, 32, "112x112", "same", true, "Planar 1x24", "Planar 1x10")]
    [InlineData("3x3", 32, 32, 32, "112x112", "same", false, "Depthwise 16x1", "Depthwise 11x1")]
    [InlineData("1x1", 256, 64, 1, "56x56", "valid", true, "Planar 8x3", "Planar 6x2")]
    [InlineData("1x1", 512, 2048, 1, "7x7", "valid", true, "Direct 7x2", "Direct 4x3")]
    [InlineData("3x3", 64, 64, 1, "56x56", "same", true, "Direct 14x2", "Direct 6x2")]
    [InlineData("5x5", 1, 1, 1, "512x512", "same", false, "Planar 1x16", "Planar 1x8")]
    [InlineData("3x3", 8, 8, 8, "30x3", "same", true, "Depthwise 3x1", "Depthwise 3x1")]
    public void Family(string kernel, int channels, int filters, int groups, string input, string padding, bool channelsFirst, string avx512, string avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, padding: padding, input: input, groups: groups);
        ConvPlan plan = Planner.Plan(spec with { Layout = channelsFirst ? Models.Layout.ChannelsFirst : Models.Layout.ChannelsLast, Algorithm = Models.Algorithm.Direct });

        Assert.Equal([avx512, avx2], plan.Kernels.Take(2).Select(static kernel => $"{kernel.Family} {kernel.Tile}"));
    }

    [Fact]
    public void A_strided_kernel_whose_taps_lie_in_several_phases_apart_is_not_planar()
    {
        ConvSpec spec = SpecOf.Conv("3x3", 8, 8, padding: "valid", input: "64x64", groups: 8);
        EquatableArray<int> two = new(2, 2);
        ConvPlan plan = Planner.Plan(spec with { Layout = Models.Layout.ChannelsFirst, Stride = two, Dilation = two });

        Assert.All(plan.Kernels, static kernel => Assert.Null(kernel.Planar));
    }
}
