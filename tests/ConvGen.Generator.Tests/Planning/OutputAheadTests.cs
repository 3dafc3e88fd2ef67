using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which direct tiles fetch the lines of the output that the next one writes.</summary>
public sealed class OutputAheadTests
{
    [Theory]
    [InlineData("28x28", 512, false, true, "1.6 MB")]
    [InlineData("14x14", 512, false, false, "0.4 MB stay in the L2 cache")]
    [InlineData("256x256", 512, false, true, "128 MB")]
    [InlineData("256x256", 504, false, true, "no whole lines, so read before they are written")]
    [InlineData("28x28", 512, true, false, "written to a block first, which stays near")]
    [InlineData(null, 512, false, false, "not known while compiling")]
    public void Outputs_are_fetched_that_the_second_cache_does_not_hold(string? input, int filters, bool channelsFirst, bool expected, string why)
    {
        ConvSpec spec = SpecOf.Conv("1x1", 128, filters, input: input) with { Layout = channelsFirst ? Models.Layout.ChannelsFirst : Models.Layout.ChannelsLast };
        Assert.True(expected == TileFetches.NextOutput(Planner.Plan(spec).Kernels[0], spec, pixels: 6, Block(16), iterations: 6), why);
    }

    [Theory]
    [InlineData("1x1", 32, 1, false, "32 steps hide a line's way from memory and back")]
    [InlineData("1x1", 31, 1, true, "31 do not")]
    [InlineData("3x3", 3, 1, true, "27 neither")]
    [InlineData("1x1", 1024, 16, true, "the pixels of a group are short runs")]
    public void Far_outputs_are_written_past_the_caches_where_little_is_summed(string kernel, int channels, int groups, bool expected, string why)
    {
        KernelPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, 512, input: "256x256", groups: groups)).Kernels[0];
        Assert.True(expected == plan.StreamsOutput, why);
        Assert.Equal(KernelFamily.Direct, plan.Family);
    }

    [Theory]
    [InlineData(23, 32, 1, "2x4", "two lines of a pixel at a time")]
    [InlineData(24, 32, 1, null, "24 steps hide a line's way from memory and back")]
    [InlineData(16, 96, 1, "2x4", "and again, three times over")]
    [InlineData(16, 16, 1, "6x2", "one line is a pixel")]
    [InlineData(16, 48, 1, "2x4", "two lines, and one")]
    [InlineData(16, 40, 1, null, "no whole lines")]
    [InlineData(16, 32, 2, "2x4", "groups that are met tile by tile")]
    [InlineData(512, 512, 2, null, "groups that are met one after the other")]
    public void Narrow_vectors_write_lines_past_the_caches_in_halves(int channels, int filters, int groups, string? tile, string why)
    {
        KernelPlan plan = Planner.Plan(SpecOf.Conv("1x1", channels * groups, filters * groups, input: "512x512", groups: groups)).Kernels[1];
        Assert.True((tile is not null) == plan.StreamsOutput, why);
        Assert.True(tile is null || tile == plan.Tile, $"{why}: {plan.Tile}");
    }

    [Theory]
    [InlineData(14, 32, 8, true, "two pixels of two lines with each of eight lines of channels")]
    [InlineData(6, 64, 4, true, "two pixels of four lines")]
    [InlineData(14, 32, 3, true, "five pixels of two lines with each row of the kernel")]
    [InlineData(14, 32, 28, true, "each line twice")]
    [InlineData(14, 32, 29, false, "lines of tiles far behind")]
    [InlineData(14, 32, 2, false, "14 lines at a time")]
    [InlineData(6, 16, 1, true, "6 lines at once")]
    [InlineData(14, 16, 1, false, "14 lines at once")]
    [InlineData(6, 40, 2, true, "three pixels of two and a half lines")]
    public void A_few_lines_are_fetched_at_a_time(int pixels, int filters, int iterations, bool expected, string why)
    {
        ConvSpec spec = SpecOf.Conv("1x1", 128, 512, input: "28x28");
        Assert.True(expected == TileFetches.NextOutput(Planner.Plan(spec).Kernels[0], spec, pixels, Block(filters), iterations), why);
    }

    [Theory]
    [InlineData("1x1", 8, 8, true, "each line of the pixels")]
    [InlineData("1x1", 0, 1, false, "the one row of a kernel whose tiles fetch no lines")]
    [InlineData("3x3", 0, 3, false, "each row of the kernel")]
    [InlineData("3x3", 8, 3, false, "each row too, a loop around that over lines")]
    public void Lines_go_with_the_outermost_loop(string kernel, int lines, int iterations, bool withLines, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, 128, 512, input: "30x30") with { Algorithm = Models.Algorithm.Direct };
        OutputFetch? fetch = OutputFetch.Of(spec, Planner.Plan(spec).Kernels[0], pixels: 6, Block(16), lines);
        Assert.True(new OutputFetch(iterations, withLines) == fetch, $"{why}: {fetch}");
    }

    private static VectorBlock Block(int filters)
    {
        return new VectorBlock(filters, new EquatableArray<int>(Enumerable.Repeat(16, (filters + 15) / 16)));
    }
}
