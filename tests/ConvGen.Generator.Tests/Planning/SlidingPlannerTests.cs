using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which layers slide along the row, with which tiles, and how they read their input.</summary>
public sealed class SlidingPlannerTests
{
    [Theory]
    [InlineData("3x3", 32, 32, 32, "Depthwise", "Depthwise", "Depthwise")]
    [InlineData("3x3", 32, 64, 32, "Grouped", "Grouped", "Depthwise")]
    [InlineData("3x3", 128, 128, 32, "Grouped", "Grouped", "Grouped")]
    [InlineData("3x3", 256, 256, 32, "Grouped", "Grouped", "Grouped")]
    [InlineData("3x3", 512, 512, 32, "Grouped", "Grouped", "Grouped")]
    [InlineData("3x3", 15, 15, 5, "Direct", "Direct", "Direct")]
    [InlineData("3x3", 256, 256, 2, "Direct", "Direct", "Direct")]
    [InlineData("33", 32, 32, 32, "Lanewise", "Lanewise", "Lanewise")]
    [InlineData("3x3", 32, 32, 1, "Direct", "Direct", "Direct")]
    public void Family(string kernel, int channels, int filters, int groups, params string[] families)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, padding: "same", groups: groups);
        ConvPlan plan = Planner.Plan(spec with { Algorithm = Models.Algorithm.Direct });

        Assert.Equal(families, plan.Kernels.Select(static kernel => kernel.Family.ToString()));
    }

    /// <summary>Two vectors that share what they load of a group multiply more than one that slides along the row, unless it comes from afar, and not tile by tile.</summary>
    [Theory]
    [InlineData("1x1", "14x14", 1024, "Direct", "Direct")]
    [InlineData("1x1", "56x56", 2048, "Direct", "Direct")]
    [InlineData("1x1", "14x14", 256, "Grouped", "Direct")]
    [InlineData("1x1", "14x14", 128, "Grouped", "Grouped")]
    [InlineData("3x3", "14x14", 1024, "Direct", "Direct")]
    [InlineData("3x3", "14x14", 128, "Grouped", "Grouped")]
    [InlineData("3x3", "112x112", 1024, "Grouped", "Grouped")]
    public void Family_of_two_vectors(string kernel, string input, int filters, string avx512, string avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, 256, filters, padding: "same", input: input, groups: 16) with { Algorithm = Models.Algorithm.Direct });

        Assert.Equal([avx512, avx2], plan.Kernels.Take(2).Select(static kernel => kernel.Family.ToString()));
    }

    /// <summary>
    /// Eight filters of a group have two lanes each where channels are even and windows long enough for the sums of both to be worth it;
    /// a tile has two sums of each pixel then, so that it takes fewer of these.
    /// </summary>
    [Theory]
    [InlineData("3x3", 64, 64, 8, "Pairs", "12x1", "Broadcast")]
    [InlineData("3x3", 256, 64, 8, "Pairs", "12x1", "Broadcast")]
    [InlineData("1x1", 64, 64, 8, "Pairs", "14x1", "Broadcast")]
    [InlineData("1x1", 16, 64, 8, "Permuted", "14x1", "Broadcast")]
    [InlineData("3x3", 24, 24, 3, "Permuted", "14x1", "Broadcast")]
    [InlineData("3x3", 32, 32, 8, "Permuted", "14x1", "Permuted")]
    [InlineData("3x3", 128, 128, 8, "Broadcast", "14x1", "Broadcast")]
    public void Lanes_of_groups(string kernel, int channels, int filters, int groups, string avx512, string tile, string avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, padding: "same", input: "56x56", groups: groups) with { Algorithm = Models.Algorithm.Direct };
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels.Take(2)];

        Assert.Equal([avx512, avx2], plans.Select(plan => LaneInput.For(spec, plan.Family, plan.Runs[0].Block.Width)!.Source.ToString()));
        Assert.Equal(tile, plans[0].Tile);
    }

    [Theory]
    [InlineData("3x3", "112x112", 32, "16x1", "11x1")]
    [InlineData("3x3", "56x56", 32, "14x1", "10x1")]
    [InlineData("5x5", "14x14", 240, "14x1", "7x1")]
    [InlineData("7x7", "7x7", 768, "7x2", "4x2")]
    [InlineData("3x3", "56x56", 256, "12x2", "4x2")]
    [InlineData("3x3", "14x14", 512, "4x4", "4x2")]
    [InlineData("3x3", "7x7", 1024, "4x4", "4x2")]
    [InlineData("3x3", "14x14", 728, "14x1", "7x1")]
    [InlineData("3x3", "56x56", 128, "14x1", "10x1")]
    [InlineData("3x3", "56x56", 128, "10x2", "4x2", 2)]
    [InlineData("3x3", "64x64", 80, "16x1", "4x2", 2)]
    [InlineData("3x3", "64x64", 84, "16x1", "11x1", 2)]
    [InlineData("3x3", "40x40", 80, "10x1", "10x1", 2)]
    [InlineData("3x3", "22x22", 400, "11x1", "11x1", 2)]
    [InlineData("3x3", "200x200", 64, "16x1", "4x2")]
    public void Tile(string kernel, string input, int channels, string avx512, string avx2, int stride = 1)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, channels, padding: "same", input: input, groups: channels, stride: $"{stride}x{stride}"));

        Assert.Equal(avx512, plan.Kernels[0].Tile);
        Assert.Equal(avx2, plan.Kernels[1].Tile);
    }

    /// <summary>
    /// Tiles of one vector read what comes from beyond the L2 cache as whole pixels, wide ones where the last cache is slow, and what comes from beyond the caches all of them; others as many vectors as
    /// stay in the L1 cache.
    /// </summary>
    [Theory]
    [InlineData("3x3", "37x37", 728, 7, 45, 91)]
    [InlineData("3x3", "56x56", 128, 4, 8, 16)]
    [InlineData("3x3x3", "8x56x56", 54, 2, 3, 6)]
    [InlineData("3x3", "14x14", 728, 6, null, 19)]
    [InlineData("3x3", "56x56", 256, 3, null, 8)]
    [InlineData("3x3", "266x266", 56, 3, null, 7)]
    public void VectorsTogether(string kernel, string input, int channels, int avx512, int? slowCache, int avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, channels, padding: "same", input: input, groups: channels));

        Assert.Equal([avx512, avx2], plan.Kernels.Take(2).Select(static kernel => kernel.BlocksTogether));
        Assert.Equal([slowCache, null, null], plan.Kernels.Select(static kernel => kernel.BlocksTogetherOfSlowCache));
    }

    /// <summary>Layers beyond the caches that are not streamed out fetch ahead, unless a tile computes long with what it reads.</summary>
    [Theory]
    [InlineData("3x3", "147x147", 128, 128, 1, false, false)]
    [InlineData("3x3", "266x266", 56, 56, 1, true, true)]
    [InlineData("3x3", "56x56", 128, 128, 1, false, false)]
    [InlineData("3x3", "240x240", 512, 128, 1, true, true)]
    [InlineData("3x3", "240x240", 512, 128, 2, false, false)]
    [InlineData("3x3", "240x240", 512, 32, 1, false, false)]
    public void FetchesNextTile(string kernel, string input, int channels, int groups, int stride, bool avx512, bool avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, channels, padding: "same", input: input, groups: groups, stride: $"{stride}x{stride}");
        ConvPlan plan = Planner.Plan(spec with { Algorithm = Models.Algorithm.Direct });

        Assert.Equal([avx512, avx2, false], plan.Kernels.Select(static kernel => kernel.FetchesAhead == FetchAhead.NextTile));
    }

    /// <summary>
    /// Strided windows of wide pixels from beyond the caches are met in strips down the whole image, as wide as the sets of the L1 cache hold and with the row below fetched ahead;
    /// other wide pixels are copied 64 channels at a time.
    /// </summary>
    [Theory]
    [InlineData("3x3", "240x240", 512, 128, 2, null, "120, 120", 7, "NextRow")]
    [InlineData("3x3", "240x240", 512, 64, 2, null, "120, 120", 7, "NextRow")]
    [InlineData("5x5", "240x240", 512, 64, 2, null, "120, 120", 6, "NextRow")]
    [InlineData("3x3", "240x240", 512, 64, 1, null, "1, 56", 12, "NextTile")]
    [InlineData("3x3", "240x240", 1024, 128, 2, 8, "1, 120", 12, "None")]
    [InlineData("3x3", "56x56", 512, 64, 2, 8, "7, 28", 10, "None")]
    public void FarStrips(string kernel, string input, int channels, int groups, int stride, int? copied, string block, int pixels, string ahead)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, channels, padding: "same", input: input, groups: groups, stride: $"{stride}x{stride}");
        KernelPlan plan = Planner.Plan(spec with { Algorithm = Models.Algorithm.Direct }).Kernels[0];

        Assert.Equal(copied, plan.Input.GroupsTogether);
        Assert.Equal($"1, {block}", string.Join(", ", plan.Input.Block));
        Assert.Equal($"{pixels}x1", plan.Tile);
        Assert.Equal(ahead, plan.FetchesAhead.ToString());
    }

    /// <summary>Outputs of whole lines beyond the caches are written past them, but for long sums of grouped tiles: by half lines where two stand side by side.</summary>
    [Theory]
    [InlineData("3x3", "147x147", 128, 128, true, true)]
    [InlineData("3x3", "266x266", 56, 56, false, false)]
    [InlineData("3x3", "56x56", 128, 128, false, false)]
    [InlineData("3x3", "240x240", 512, 128, false, false)]
    [InlineData("1x1", "240x240", 512, 128, true, false)]
    [InlineData("3x3x3", "8x56x56", 256, 64, true, false)]
    public void StreamsOutput(string kernel, string input, int channels, int groups, bool avx512, bool avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, channels, padding: "same", input: input, groups: groups);
        ConvPlan plan = Planner.Plan(spec with { Algorithm = Models.Algorithm.Direct });

        Assert.Equal([avx512, avx2, false], plan.Kernels.Select(static kernel => kernel.StreamsOutput));
        Assert.All(
            plan.Kernels.Where(static kernel => kernel.StreamsOutput),
            static kernel => Assert.Equal(0, kernel.Runs[0].Block.Width % MachineCosts.CacheLine));
    }

    /// <summary>
    /// Lines that are written in halves, to memory, are few enough to be there for the other half; whole ones and those that the last cache holds may be many. Two vectors meet the groups of
    /// whole lines tile by tile, whatever the block.
    /// </summary>
    [Theory]
    [InlineData("8x56x56", 64, 256, 16, "1, 14, 56", "")]
    [InlineData("8x56x56", 128, 128, 16, "1, 8, 56", "1, 1, 56")]
    [InlineData("8x28x28", 64, 64, 16, "1, 28, 28", "1, 28, 28")]
    [InlineData("4x28x28", 128, 512, 8, "", "")]
    public void Blocks_of_half_lines(string input, int channels, int filters, int groups, string avx512, string avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("1x1x1", channels, filters, input: input, groups: groups));

        Assert.Equal([avx512, avx2], plan.Kernels.Take(2).Select(static kernel => string.Join(", ", kernel.Input.Block)));
    }

    /// <summary>Rows of short pixels that come from beyond the caches are fetched a row ahead; half lines from beyond the L2 cache too.</summary>
    [Theory]
    [InlineData("3x3", "147x147", 128, 1, true, true)]
    [InlineData("1x7", "200x200", 64, 1, true, false)]
    [InlineData("3x3", "75x75", 128, 1, false, true)]
    [InlineData("3x3", "75x75", 128, 2, false, false)]
    [InlineData("3x3", "32x32", 480, 1, false, false)]
    [InlineData("3x3", "19x19", 128, 1, false, false)]
    [InlineData("1x7", "75x75", 128, 1, false, false)]
    [InlineData("4x4", "75x75", 128, 1, false, false)]
    [InlineData("3x3", "266x266", 56, 1, false, false)]
    [InlineData("3x3x3", "8x112x112", 54, 2, true, true)]
    [InlineData("3x3x3", "8x56x56", 108, 2, false, false)]
    public void FetchesNextRow(string kernel, string input, int channels, int stride, bool avx512, bool avx2)
    {
        string strides = kernel.Length > 3 ? $"1x{stride}x{stride}" : $"{stride}x{stride}";
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, channels, padding: "same", input: input, groups: channels, stride: strides));

        Assert.Equal([avx512, avx2, false], plan.Kernels.Select(static plan => plan.FetchesAhead == FetchAhead.NextRow));
    }

    /// <summary>
    /// Where windows share no rows, and these come from beyond the L2 cache, they are met one after the other, as the processor foresees them; where windows share some, if pixels are short
    /// and strided or from memory, or shorter yet.
    /// </summary>
    [Theory]
    [InlineData("1x7", "202x202", 16, "1", true, "None")]
    [InlineData("1x7", "202x202", 64, "1", true, "None")]
    [InlineData("1x7", "202x202", 12, "1x2", true, "None")]
    [InlineData("1x7", "32x32", 16, "1", false, "None")]
    [InlineData("7x1", "202x202", 16, "1", true, "NextRow")]
    [InlineData("7x1", "202x202", 24, "1", false, "NextRow")]
    [InlineData("3x3", "128x128", 16, "1", true, "NextRow")]
    [InlineData("3x3", "128x128", 12, "1", false, "NextRow")]
    [InlineData("3x3", "128x128", 32, "1", false, "NextRow")]
    [InlineData("3x3", "128x128", 32, "2", true, "None")]
    [InlineData("3x3", "128x128", 72, "2", false, "None")]
    [InlineData("3x3", "64x64", 32, "2", false, "None")]
    [InlineData("3x3x3", "8x80x80", 16, "1x2x2", true, "None")]
    [InlineData("3x3x3", "8x80x80", 32, "1x2x2", false, "None")]
    [InlineData("5x1x1", "8x112x112", 24, "1", true, "NextTile")]
    [InlineData("5x1x1", "8x56x56", 24, "1", true, "None")]
    [InlineData("1x1x5", "8x112x112", 24, "1", true, "None")]
    [InlineData("7", "40000", 16, "1", false, "None")]
    [InlineData("3x3", "512x512", 32, "1", true, "NextRow")]
    [InlineData("3x3", "300x300", 64, "1", true, "NextRow")]
    [InlineData("3x3", "400x400", 40, "1", true, "NextTile")]
    [InlineData("3x3", "300x300", 72, "1", false, "NextTile")]
    [InlineData("3x3x3", "16x100x100", 32, "1", true, "None")]
    [InlineData("3x3x3", "8x130x130", 40, "1", true, "NextTile")]
    [InlineData("1x3x3", "16x128x128", 32, "1", true, "NextRow")]
    [InlineData("3x3", "512x512", 20, "1", false, "NextTile")]
    [InlineData("3x3", "640x640", 32, "2", true, "None")]
    [InlineData("3x3", "256x256", 32, "1", false, "NextRowAndOutput")]
    public void IsRowByRow(string kernel, string input, int channels, string stride, bool expected, string ahead)
    {
        KernelPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, channels, padding: "same", input: input, groups: channels, stride: stride)).Kernels[1];

        Assert.Equal((expected, ahead), (plan.IsRowByRow, plan.FetchesAhead.ToString()));
    }

    /// <summary>A copy is near, so that the rows that windows share had better come from the L1 cache.</summary>
    [Fact]
    public void Copies_are_met_in_strips()
    {
        ConvSpec spec = SpecOf.Conv("3x3", 16, 16, padding: "same", input: "128x128", groups: 16) with { PaddingMode = Models.PaddingMode.Reflect };
        KernelPlan plan = Planner.Plan(spec).Kernels[1];

        Assert.Equal((false, false), (plan.Input.IsInPlace, plan.IsRowByRow));
    }

    /// <summary>Half lines of more than half of the last cache are fetched before they are overwritten; more than all of it are written past the caches, less stays in them.</summary>
    [Theory]
    [InlineData("3x3", "74x74", 256, true)]
    [InlineData("7x1", "202x202", 32, true)]
    [InlineData("3x3", "75x75", 128, false)]
    [InlineData("3x3", "147x147", 128, false)]
    [InlineData("3x3x3", "8x112x112", 54, false)]
    public void FetchesNextOutput(string kernel, string input, int channels, bool avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, channels, padding: "same", input: input, groups: channels));

        Assert.Equal([false, avx2, false], plan.Kernels.Take(3).Select(static plan => plan.FetchesAhead == FetchAhead.NextRowAndOutput));
    }

    [Theory]
    [InlineData(32, 1, 2, "16")]
    [InlineData(33, 2, 3, "16, 4")]
    [InlineData(31, 2, 2, "16, 16")]
    [InlineData(13, 2, 2, "8, 8")]
    [InlineData(5, 2, 2, "4, 4")]
    public void Vectors(int channels, int runs, int vectors, string lanes)
    {
        KernelPlan plan = Planner.Plan(SpecOf.Conv("3x3", channels, channels, groups: channels)).Kernels[0];

        Assert.Equal(runs, plan.Runs.Count);
        Assert.Equal(vectors, plan.Runs.Sum(static run => run.Count));
        Assert.Equal(lanes, string.Join(", ", plan.Runs.Select(static run => run.Block.Width)));
        Assert.All(plan.Runs, static run => Assert.Equal(run.Block.Width, run.Block.Filters));
    }

    [Theory]
    [InlineData(32, 32, 32, true)]
    [InlineData(128, 128, 32, true)]
    [InlineData(3, 3, 3, false)]
    public void Padded_input_is_read_in_place(int channels, int filters, int groups, bool inPlace)
    {
        KernelPlan plan = Planner.Plan(SpecOf.Conv("3x3", channels, filters, padding: "same", groups: groups)).Kernels[0];

        Assert.Equal(inPlace, plan.Input.IsInPlace);
    }

    [Fact]
    public void Other_padding_and_layouts_are_copied()
    {
        ConvSpec spec = SpecOf.Conv("3x3", 32, 32, padding: "1", groups: 32);

        Assert.False(Planner.Plan(spec with { PaddingMode = Models.PaddingMode.Reflect }).Kernels[0].Input.IsInPlace);
        Assert.False(Planner.Plan(spec with { Layout = Models.Layout.ChannelsFirst }).Kernels[0].Input.IsInPlace);
    }

    [Fact]
    public void Tiles_at_the_borders_know_their_columns_that_are_not_there()
    {
        ConvSpec spec = SpecOf.Conv("5x5", 16, 16, padding: "same", input: "48x48", groups: 16);
        KernelPlan plan = Planner.Plan(spec).Kernels[0];

        Assert.Equal(
            [(new ColumnTile(16, 2, 0), 1), (new ColumnTile(16, 0, 0), 1), (new ColumnTile(16, 0, 2), 1)],
            ColumnTile.Of(plan.Runs[0].Cover, new Shape3(spec), clips: true));
    }
}
