using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which 1x1 layers copy the pixels that they meet.</summary>
public sealed class GatherPlannerTests
{
    [Theory]
    [InlineData(1024, 256, "14x14", "1", true, false, "pixels in one set of the L1 cache")]
    [InlineData(2048, 512, "7x7", "1", true, false, "pixels in one set")]
    [InlineData(1024, 512, null, "1", true, false, "pixels in one set, however many")]
    [InlineData(512, 256, "28x28", "2", true, false, "every second of pixels in two sets")]
    [InlineData(256, 1024, "14x14", "2", true, false, "rows of seven pixels")]
    [InlineData(1024, 512, "14x14", "2", true, true, "rows of seven pixels in one set: tiles of four")]
    [InlineData(1024, 64, "14x14", "1", false, false, "filters too few for a copy to pay")]
    [InlineData(1024, 1024, "1x1", "1", false, false, "a lone pixel")]
    [InlineData(512, 256, "28x28", "1", false, false, "pixels in two sets: tiles of twelve")]
    [InlineData(1008, 256, "14x14", "1", false, false, "pixels in 64 sets")]
    [InlineData(128, 512, "28x28", "2", false, false, "rows of fourteen pixels in four sets")]
    [InlineData(64, 256, "56x56", "2", false, false, "weights that the L1 cache holds")]
    public void Pixels_are_copied_that_share_sets_or_lie_in_short_rows(int channels, int filters, string? input, string stride, bool avx512, bool avx2, string why)
    {
        ConvSpec spec = SpecOf.Conv("1x1", channels, filters, stride, input: input);
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels];
        Assert.True(avx512 == plans[0].Input.GathersPixels, why);
        Assert.True(avx2 == plans[1].Input.GathersPixels && avx2 != plans[1].Input.IsInPlace, why);
        Assert.All(plans.Skip(2), static plan => Assert.True(plan.Input is { GathersPixels: false, IsInPlace: true }));
        Assert.False(Planner.Plan(spec with { Layout = Models.Layout.ChannelsFirst }).Kernels[0].Input.GathersPixels);
    }

    [Fact]
    public void Copied_pixels_are_an_odd_number_of_lines_apart()
    {
        InputPlan input = Planner.Plan(SpecOf.Conv("1x1", 1024, 256, "2", input: "28x28")).Kernels[0].Input;
        Assert.Equal(1040, input.PixelFloats);
        Assert.Equal(14 * 14, input.FlatWidth);
        Assert.Equal(1040, CostModel.OddLines(1027));
        Assert.Equal(1040, CostModel.OddLines(1040));
    }

    [Theory]
    [InlineData("3x3", "1")]
    [InlineData("1x1", "0:1")]
    [InlineData("1x1", "valid")]
    public void Other_taps_padding_and_groups_are_not_copied_so(string kernel, string padding)
    {
        ConvSpec spec = SpecOf.Conv(kernel, 2048, 2048, padding: padding, input: "14x14", groups: padding == "valid" ? 2 : 1);
        Assert.False(Planner.Plan(spec).Kernels[0].Input.GathersPixels);
    }
}
