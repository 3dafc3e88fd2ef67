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
    [InlineData(1024, 256, "14x14", "1", true, false, true, "pixels in one set of the L1 cache")]
    [InlineData(2048, 512, "7x7", "1", true, false, true, "pixels in one set")]
    [InlineData(1024, 512, null, "1", true, false, false, "pixels in one set, however many")]
    [InlineData(512, 256, "28x28", "2", true, false, true, "every second of pixels in two sets")]
    [InlineData(256, 1024, "14x14", "2", true, false, true, "rows of seven pixels")]
    [InlineData(1024, 512, "14x14", "2", true, true, true, "rows of seven pixels in one set: tiles of four")]
    [InlineData(1024, 64, "14x14", "1", false, false, false, "filters too few for a copy to pay")]
    [InlineData(1024, 1024, "1x1", "1", false, false, false, "a lone pixel")]
    [InlineData(512, 256, "28x28", "1", false, false, false, "pixels in two sets: tiles of twelve")]
    [InlineData(1008, 256, "14x14", "1", false, false, false, "pixels in 64 sets")]
    [InlineData(128, 512, "28x28", "2", false, false, false, "rows of fourteen pixels in four sets")]
    [InlineData(64, 256, "56x56", "2", false, false, false, "weights that the L1 cache holds")]
    public void Pixels_are_copied_that_share_sets_or_lie_in_short_rows(int channels, int filters, string? input, string stride, bool avx512, bool avx2, bool planes, string why)
    {
        ConvSpec spec = SpecOf.Conv("1x1", channels, filters, stride, input: input);
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels];
        Assert.True(avx512 == plans[0].Input.GathersWindows, why);
        Assert.True(avx2 == plans[1].Input.GathersWindows && avx2 != plans[1].Input.IsInPlace, why);
        Assert.All(plans.Skip(2), static plan => Assert.True(plan.Input is { GathersWindows: false, IsInPlace: true }));
        Assert.True(planes == Planner.Plan(spec with { Layout = Models.Layout.ChannelsFirst }).Kernels[0].Input.GathersWindows, $"planes: {why}");
    }

    /// <summary>Planes are transposed whatever the kernel: windows an odd number of lines apart let tiles be large, and columns for lanes save the transposition.</summary>
    [Theory]
    [InlineData(832, 256, "7x7", "1", true, true, "rows of seven pixels")]
    [InlineData(512, 512, "14x14", "1", true, false, "pixels in two sets of the L1 cache")]
    [InlineData(256, 126, "3x3", "1", true, false, "rows of three pixels")]
    [InlineData(512, 256, "28x28", "2", true, true, "rows of fourteen pixels in two sets")]
    [InlineData(256, 512, "56x56", "2", false, true, "planes of many positions, whose columns are lanes")]
    [InlineData(64, 128, "300x300", "2", false, false, "few channels: what a stride leaves is copied for few filters")]
    [InlineData(256, 256, "56x56", "1", false, false, "long rows of planes")]
    public void Pixels_of_planes_are_copied(int channels, int filters, string input, string stride, bool avx512, bool avx2, string why)
    {
        ConvSpec spec = SpecOf.Conv("1x1", channels, filters, stride, input: input) with { Layout = Models.Layout.ChannelsFirst };
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels];
        Assert.True(avx512 == plans[0].Input.GathersWindows, why);
        Assert.True(avx2 == plans[1].Input.GathersWindows, why);
        ConvSpec frames = SpecOf.Conv("1x1x1", channels, filters, stride, input: $"2x{input}") with { Layout = Models.Layout.FramesFirst };
        Assert.All(Planner.Plan(frames).Kernels, static plan => Assert.False(plan.Input.GathersWindows));
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
    [InlineData("3x3", 512, 512, "14x14", "2", "1", "1", true, "seven pixels in one set of the L1 cache")]
    [InlineData("3x3", 256, 256, "28x28", "2", "1", "1", false, "blocks of 1 MB, where they lie, hide the weights from the last cache")]
    [InlineData("3x3", 192, 320, "17x17", "2", "0", "1", true, "rows of eight pixels")]
    [InlineData("3x3", 256, 324, "9x9", "3", "1:0", "1", true, "rows of three pixels")]
    [InlineData("3", 512, 512, "40", "4", "1", "3", true, "of dilated taps too")]
    [InlineData("2x3x3", 192, 512, "3x9x9", "1x2x2", "0", "1", true, "of planes too")]
    [InlineData("3x3", 128, 128, "56x56", "2", "1", "1", false, "the copy of few filters costs more than it gains")]
    [InlineData("3x3", 192, 192, "17x17", "2", "0", "1", false, "the L2 cache holds most of the weights")]
    [InlineData("3x3", 8, 512, "15x15", "2", "0", "1", false, "half a line of channels")]
    [InlineData("3x3", 512, 512, null, "2", "1", "1", false, "rows of any length")]
    [InlineData("7x7", 512, 512, "28x28", "2", "3", "1", false, "14 windows leave the L2 cache")]
    public void Windows_are_copied_whose_rows_are_short_or_share_sets(
        string kernel, int channels, int filters, string? input, string stride, string padding, string dilation, bool expected, string why)
    {
        string each = string.Join("x", kernel.Split('x').Select(_ => padding));
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, stride, padding: each, input: input, dilation: dilation) with { Algorithm = Models.Algorithm.Direct };
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels];
        Assert.True(expected == plans[0].Input.GathersWindows, why);
        Assert.All(plans.Skip(1), static plan => Assert.False(plan.Input.GathersWindows));
        Assert.False(Planner.Plan(spec with { Layout = Models.Layout.ChannelsFirst }).Kernels[0].Input.GathersWindows);
        Assert.False(Planner.Plan(spec with { Groups = 2 }).Kernels[0].Input.GathersWindows);
    }

    [Fact]
    public void Values_in_the_padding_are_not_copied_with_windows()
    {
        ConvSpec zeros = SpecOf.Conv("3x3", 512, 512, "2", padding: "1", input: "14x14") with { Algorithm = Models.Algorithm.Direct };
        Assert.True(Planner.Plan(zeros).Kernels[0].Input.GathersWindows);
        Assert.False(Planner.Plan(zeros with { PaddingMode = Models.PaddingMode.Replicate }).Kernels[0].Input.GathersWindows);
    }

    [Fact]
    public void A_window_is_the_channels_of_its_taps()
    {
        ConvSpec windows = SpecOf.Conv("3x3", 512, 512, "2", padding: "1", input: "14x14").OverWindows();
        Assert.Equal(9 * 512, windows.InChannels);
        Assert.Equal([7, 7], windows.Input);
        Assert.Equal([7, 7], windows.Output);
        Assert.Equal(0, windows.PaddingBegin(0, 7));
    }

    [Theory]
    [InlineData("0:1", 1)]
    [InlineData("valid", 2)]
    public void Pixels_padded_with_values_and_groups_are_not_copied(string padding, int groups)
    {
        ConvSpec spec = SpecOf.Conv("1x1", 2048, 2048, padding: padding, input: "14x14", groups: groups) with { PaddingMode = Models.PaddingMode.Replicate };
        Assert.False(Planner.Plan(spec).Kernels[0].Input.GathersWindows);
    }
}
