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
    [InlineData("3x3", 32, 32, 32, "112x112", "same", true, "Planar 1x8", "Planar 1x8")]
    [InlineData("3x3", 32, 32, 32, "112x112", "same", false, "Depthwise 16x1", "Depthwise 11x1")]
    [InlineData("1x1", 256, 64, 1, "56x56", "valid", true, "Planar 8x3", "Planar 6x2")]
    [InlineData("1x1", 512, 2048, 1, "7x7", "valid", true, "Direct 14x2", "Direct 5x2")]
    [InlineData("3x3", 64, 64, 1, "56x56", "same", true, "Direct 14x2", "Direct 6x2")]
    [InlineData("5x5", 1, 1, 1, "512x512", "same", false, "Planar 1x16", "Planar 1x8")]
    [InlineData("3x3", 8, 8, 8, "30x3", "same", true, "Depthwise 3x1", "Depthwise 3x1")]
    public void Family(string kernel, int channels, int filters, int groups, string input, string padding, bool channelsFirst, string avx512, string avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, padding: padding, input: input, groups: groups);
        ConvPlan plan = Planner.Plan(spec with { Layout = channelsFirst ? Models.Layout.ChannelsFirst : Models.Layout.ChannelsLast, Algorithm = Models.Algorithm.Direct });

        Assert.Equal([avx512, avx2], plan.Kernels.Take(2).Select(static kernel => $"{kernel.Family} {kernel.Tile}"));
    }

    /// <summary>Few channels make a small copy, and planes of outputs need not be transposed: rows of a vector or two, windows of one plane.</summary>
    [Theory]
    [InlineData("3x3", 3, 64, "224x224", "1", "Planar 8x3", "Planar 6x2")]
    [InlineData("3x3", 3, 32, "224x224", "2", "Planar 8x3", "Planar 6x2")]
    [InlineData("7x7", 3, 64, "112x112", "2", "Direct 14x2", "Direct 6x2")]
    [InlineData("3x3", 4, 64, "56x56", "1", "Planar 13x2", "Planar 2x4")]
    [InlineData("3x3", 5, 64, "56x56", "1", "Direct 6x4", "Direct 6x2")]
    [InlineData("3x3", 3, 64, "16x16", "1", "Planar 4x4", "Planar 6x2")]
    [InlineData("3x3", 3, 64, "15x15", "1", "Direct 5x4", "Direct 5x2")]
    [InlineData("3x3x3", 3, 64, "8x56x56", "1", "Direct 6x4", "Direct 6x2")]
    [InlineData("1x3x3", 3, 64, "8x56x56", "1", "Planar 13x2", "Planar 2x4")]
    [InlineData("3x3", 3, 9, "56x56", "1", "Planar 3x7", "Planar 1x8")]
    public void Few_channels(string kernel, int channels, int filters, string input, string stride, string avx512, string avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, stride, padding: "same", input: input) with { Layout = Models.Layout.ChannelsFirst, Algorithm = Models.Algorithm.Direct };
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels.Take(2)];

        Assert.All(plans, static plan => Assert.False(plan.Input.IsInPlace));
        Assert.Equal([avx512, avx2], plans.Select(static kernel => $"{kernel.Family} {kernel.Tile}"));
    }

    /// <summary>Rows × vectors of lanes, and the groups of a call.</summary>
    [Theory]
    [InlineData("3x3", 128, "56x56", "1", "8 x 2 of 16, 8", "8 x 1 of 8, 4")]
    [InlineData("3x3", 512, "19x19", "1", "5 x 1.5 of 16, 64", "7 x 1 of 8, 32")]
    [InlineData("3x3", 64, "14x14", "1", "14 x 1 of 16, 64", "7 x 1 of 8, 64")]
    [InlineData("3x3", 1024, "7x7", "1", "7 x 1 of 16, 512", "7 x 1 of 8, 512")]
    [InlineData("3x3", 127, "10x10", "1", "10 x 1 of 16, 127", "10 x 1 of 8, 127")]
    [InlineData("3x3", 64, "112x112", "2", "4 x 2 of 16, 8", "2 x 2 of 8, 2")]
    [InlineData("3x3", 8, "112x112", "2", "4 x 2 of 16, 8", "5 x 1 of 8, 4")]
    [InlineData("3x3", 128, "56x56", "2", "4 x 2 of 16, 32", "2 x 2 of 8, 8")]
    [InlineData("3x3", 256, "28x28", "2", "7 x 1 of 16, 64", "5 x 1 of 8, 32")]
    public void Planes_read_where_they_lie(string kernel, int channels, string input, string stride, string avx512, string avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, channels, stride: stride, padding: "same", input: input, groups: channels) with { Layout = Models.Layout.ChannelsFirst };
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels.Take(2)];

        Assert.All(plans, static plan => Assert.True(plan.Input.IsInPlace));
        Assert.Equal(
            [avx512, avx2],
            plans.Select(static plan => $"{plan.Planar!.Rows} x {(double)plan.Planar.Columns / plan.Planar.Lanes} of {plan.Planar.Lanes}, {plan.Input.GroupsTogether}"));
    }

    /// <summary>Planes that a deep kernel meets again would be copied for each output plane: strided ones are read in place where their blocks are single rows.</summary>
    [Theory]
    [InlineData(184, "8x28x28", "Planar")]
    [InlineData(384, "8x20x20", "Depthwise")]
    public void Planes_copied_again_and_again(int channels, string input, string avx2)
    {
        ConvSpec spec = SpecOf.Conv("5x3x3", channels, channels, stride: "1x2x2", padding: "2:2x0:1x0:1", input: input, groups: channels) with { Layout = Models.Layout.ChannelsFirst };
        Assert.Equal(avx2, $"{Planner.Plan(spec).Kernels[1].Family}");
    }

    /// <summary>Small planes whose sums are all in registers: vectors of some rows, where one or two input vectors hold the rows they meet.</summary>
    [Theory]
    [InlineData("3x3", "8x8", "1", "1", "4 of 2")]
    [InlineData("3x3", "4x4", "1", "1", "1 of 4")]
    [InlineData("5x5", "7x7", "1", "2", "4 of 2")]
    [InlineData("3x3", "10x10", "1", "1", "10 of 1")]
    [InlineData("3x3", "14x14", "2", "1:0", "4 of 2")]
    [InlineData("3x3", "8x8", "2", "1:0", "2 of 2")]
    [InlineData("3x3", "16x16", "2", "1:0", "8 of 1")]
    [InlineData("3x3", "17x17", "1", "1", "none")]
    [InlineData("3x3", "40x8", "1", "1", "none")]
    [InlineData("3", "16", "1", "1", "1 of 1")]
    [InlineData("1x5x5", "8x7x7", "1", "0x2x2", "4 of 2")]
    public void Whole_planes(string kernel, string input, string stride, string padding, string expected)
    {
        ConvSpec spec = SpecOf.Conv(kernel, 96, 96, stride: stride, padding: padding, input: input, groups: 96) with { Layout = Models.Layout.ChannelsFirst };
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels.Take(2)];

        Assert.Equal(expected, plans[0].Planar is { HoldsPlane: true } tile ? $"{tile.Sums} of {tile.PlaneRows}" : "none");
    }

    /// <summary>The same with AVX2, in the order of memory: vectors and the floats from one to the next.</summary>
    [Theory]
    [InlineData("3x3", "8x8", "1", "1", "8 every 8")]
    [InlineData("3x3", "7x7", "1", "1", "7 every 7")]
    [InlineData("3x3", "4x4", "1", "1", "4 every 4")]
    [InlineData("3x3", "3x5", "1", "1", "3 every 5")]
    [InlineData("3x3", "9x9", "1", "1", "11 every 8")]
    [InlineData("3x3", "10x10", "1", "1", "none")]
    [InlineData("5x5", "7x7", "1", "2", "7 every 7")]
    [InlineData("5x5", "4x4", "1", "2", "none")]
    [InlineData("3x3", "14x14", "2", "1:0", "7 every 7")]
    [InlineData("3x3", "20x20", "2", "1:0", "none")]
    [InlineData("3", "16", "1", "1", "2 every 8")]
    [InlineData("3", "100", "1", "1", "13 every 8")]
    [InlineData("1x5x5", "8x7x7", "1", "0x2x2", "7 every 7")]
    public void Whole_planes_in_the_order_of_memory(string kernel, string input, string stride, string padding, string expected)
    {
        ConvSpec spec = SpecOf.Conv(kernel, 96, 96, stride: stride, padding: padding, input: input, groups: 96) with { Layout = Models.Layout.ChannelsFirst };
        PlanarTile? tile = Planner.Plan(spec).Kernels[1].Planar;

        Assert.Equal(expected, tile is { IsLinear: true } ? $"{tile.Sums} every {tile.PlaneStep}" : "none");
    }

    /// <summary>Planes that are one row each: lanes, filters × vectors, and what is done about data far away.</summary>
    [Theory]
    [InlineData(128, 64, 1, "61x61", "2", "Planar 8x3 of 16, half tail, fetches", "Planar 6x2 of 8")]
    [InlineData(512, 256, 1, "28x28", "2", "Direct 14x2 of ", "Direct 6x2 of ")]
    [InlineData(64, 256, 16, "56x56", "1", "Planar 8x3 of 16", "Planar 6x2 of 8")]
    [InlineData(64, 64, 1, "256x256", "1", "Planar 8x3 of 16, fetches, streams", "Planar 6x2 of 8")]
    [InlineData(512, 36, 1, "128x128", "1", "Planar 9x3 of 16, fetches, streams", "Planar 6x2 of 8")]
    [InlineData(64, 128, 1, "150x150", "1", "Planar 8x3 of 16, half tail, fetches", "Planar 6x2 of 8")]
    [InlineData(256, 128, 1, "9x9", "1", "Direct 9x2 of ", "Direct 5x2 of ")]
    public void Pointwise(int channels, int filters, int groups, string input, string stride, string avx512, string avx2)
    {
        ConvSpec spec = SpecOf.Conv("1x1", channels, filters, stride: stride, input: input, groups: groups) with { Layout = Models.Layout.ChannelsFirst };
        Assert.Equal([avx512, avx2], Planner.Plan(spec).Kernels.Take(2).Select(Describe));

        static string Describe(KernelPlan plan)
        {
            string tail = plan.Planar?.TailIsHalf == true ? ", half tail" : string.Empty;
            string fetches = plan.FetchesNextBlock ? ", fetches" : string.Empty;
            return $"{plan.Family} {plan.Tile} of {plan.Planar?.Lanes}{tail}{fetches}{(plan.StreamsOutput ? ", streams" : string.Empty)}";
        }
    }

    /// <summary>
    /// With AVX2 the first filters copy the planes as they meet them, or meet them once if they are all; planes a multiple of 32 KB apart that come from far away are copied before, and so is what
    /// a stride leaves.
    /// </summary>
    [Theory]
    [InlineData("1x1", 256, 64, "56x56", "1", "by the first filters")]
    [InlineData("1x1", 512, 6, "16x16", "1", "not at all")]
    [InlineData("1x1", 512, 12, "64x64", "1", "by the first filters")]
    [InlineData("1x1", 512, 12, "128x128", "1", "before")]
    [InlineData("1x1", 96, 24, "128x128", "1", "by the first filters")]
    [InlineData("1x1", 256, 64, "150x188", "1", "by the first filters")]
    [InlineData("1x1", 128, 64, "61x61", "2", "before")]
    [InlineData("1x1x1", 192, 16, "32x28x28", "1", "by the first filters")]
    public void Copied_by_whom(string kernel, int channels, int filters, string input, string stride, string avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, stride: stride, input: input) with { Layout = Models.Layout.ChannelsFirst };
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels.Take(2)];

        Assert.Equal(avx2, plans[1].MeetsPlanesOnce ? "not at all" : plans[1].CopiesPlanes ? "by the first filters" : "before");
        Assert.False(plans[0].CopiesPlanes);
    }

    /// <summary>A copy of planes takes a quarter of the L2 cache, which is smaller where vectors are narrow; from memory it comes in runs as long as with wide ones.</summary>
    [Theory]
    [InlineData(256, 64, "56x56", 240, 112)]
    [InlineData(256, 64, "150x188", 240, 240)]
    public void Copied_columns(int channels, int filters, string input, int avx512, int avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("1x1", channels, filters, input: input) with { Layout = Models.Layout.ChannelsFirst });

        Assert.Equal([avx512, avx2], plan.Kernels.Take(2).Select(static kernel => kernel.Input.Block[2]));
    }

    /// <summary>The planes of a channel are one row where they lie one behind the other and every position is met.</summary>
    [Theory]
    [InlineData("ChannelsFirst", "1", true)]
    [InlineData("ChannelsFirst", "1x2x2", false)]
    [InlineData("ChannelsFirst", "2x1x1", false)]
    [InlineData("FramesFirst", "1", false)]
    public void Joined_planes(string layout, string stride, bool joins)
    {
        ConvSpec spec = SpecOf.Conv("1x1x1", 64, 24, stride: stride, input: "16x14x14") with { Layout = System.Enum.Parse<Models.Layout>(layout) };
        KernelPlan plan = Planner.Plan(spec).Kernels[0];

        Assert.Equal(joins, plan.Planar!.JoinsPlanes);

        // 3136 positions are whole vectors, planes leave some columns each.
        Assert.Equal(!joins, plan.Planar.TailIsHalf);
    }

    [Theory]
    [InlineData("3x3", "1x1", true)]
    [InlineData("1x1", "1x1", true)]
    [InlineData("1x1", "1x2", false)]
    [InlineData("1x1", null, false)]
    public void One_position_lies_the_same_in_every_layout(string kernel, string? input, bool same)
    {
        ConvSpec spec = SpecOf.Conv(kernel, 32, 32, padding: "same", input: input) with { Layout = Models.Layout.ChannelsFirst };
        Assert.Equal(same ? Models.Layout.ChannelsLast : Models.Layout.ChannelsFirst, spec.MemoryLayout);
    }

    [Theory]
    [InlineData(true, "28x28", true)]
    [InlineData(false, "28x28", false)]
    [InlineData(true, null, false)]
    public void Planes_are_read_where_they_lie_if_their_extents_are_known_and_their_padding_is_zero(bool zeros, string? input, bool inPlace)
    {
        ConvSpec spec = SpecOf.Conv("3x3", 32, 32, padding: "1", input: input, groups: 32) with { Layout = Models.Layout.ChannelsFirst, PaddingMode = zeros ? Models.PaddingMode.Zeros : Models.PaddingMode.Reflect };
        KernelPlan[] plans = [.. Planner.Plan(spec).Kernels];

        // The third instruction set has no masked loads.
        Assert.Equal([inPlace, inPlace, false], plans.Select(static plan => plan.Input.IsInPlace));
    }

    /// <summary>Half lines come late from 8 MB on, whole ones from 16 MB on.</summary>
    [Theory]
    [InlineData("112x112", false, false)]
    [InlineData("147x147", false, true)]
    [InlineData("200x200", true, true)]
    public void Tiles_fetch_ahead_the_rows_that_come_late(string input, bool avx512, bool avx2)
    {
        ConvSpec spec = SpecOf.Conv("3x3", 64, 64, padding: "same", input: input, groups: 64) with { Layout = Models.Layout.ChannelsFirst };
        bool[] fetch = [.. Planner.Plan(spec).Kernels.Take(2).Select(static plan => plan.FetchesAhead == FetchAhead.NextTile)];
        Assert.Equal([avx512, avx2], fetch);
    }

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 5)]
    public void Tiles_overlap_only_where_no_pass_over_the_output_follows(bool inline, int rows)
    {
        ConvSpec spec = SpecOf.Conv("3x3", 32, 32, padding: "same", input: "20x16", groups: 32) with { Layout = Models.Layout.ChannelsFirst, Activation = inline ? Models.Activation.Relu : Models.Activation.Gelu };
        Assert.Equal(rows, Planner.Plan(spec).Kernels[0].Planar!.Rows);
    }

    /// <summary>Each group loads and shuffles its own two vectors: an even number of taps makes half as many groups, if they may begin with the first.</summary>
    [Theory]
    [InlineData("4x4", "3", 2, 2)]
    [InlineData("4x4", "2", 2, 2)]
    [InlineData("2x2", "1", 1, 2)]
    [InlineData("5x5", "1", 3, 3)]
    public void Columns_of_a_stride_are_met_in_pairs(string kernel, string padding, int avx512, int avx2)
    {
        Shape3 shape = new(SpecOf.Conv(kernel, 8, 8, stride: "2", padding: padding, input: "64x64", groups: 8));
        Assert.Equal((avx512, avx2), (Of(Isa.Avx512), Of(Isa.Avx2)));

        int Of(Isa isa)
        {
            return ColumnGroup.Of(shape, isa, new PlanarTile(isa.Lanes, 1, 1, FlattensPlanes: false)).Count;
        }
    }

    /// <summary>With AVX2 the columns of taps that need no mask come first, those that need the same masks are one loop; with AVX-512 one text serves all.</summary>
    [Theory]
    [InlineData("3x3", "56x56", 2, "1x1 0x1 2x1")]
    [InlineData("5x5", "56x56", 2, "2x1 0x2 3x2")]
    [InlineData("3x3", "7x7", 1, "0x3")]
    [InlineData("3x3", "8x8", 1, "1x1 0x1 2x1")]
    [InlineData("1x1", "56x56", 2, "0x1")]
    public void Columns_without_masks_are_met_first(string kernel, string input, int vectors, string groups)
    {
        Shape3 shape = new(SpecOf.Conv(kernel, 8, 8, padding: "same", input: input, groups: 8));

        Assert.Equal(groups, Of(Isa.Avx2));
        Assert.Equal($"0x{shape.Kernel[2]}", Of(Isa.Avx512));

        string Of(Isa isa)
        {
            PlanarTile tile = new(isa.Lanes, vectors, 4, FlattensPlanes: false);
            return string.Join(' ', ColumnGroup.Of(shape, isa, tile).Select(static group => $"{group.Even}x{group.Count}"));
        }
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
