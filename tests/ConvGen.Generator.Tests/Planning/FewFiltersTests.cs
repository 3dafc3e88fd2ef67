using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>When the lanes of a kernel are input channels, and how its tiles read them.</summary>
public sealed class FewFiltersTests
{
    [Theory]
    [InlineData("3x3x3", 16, 1, "Avx512 Avx2 Vector128")]
    [InlineData("3x3", 64, 3, "Avx512 Avx2 Vector128")]
    [InlineData("1x1", 32, 1, "Avx512 Avx2 Vector128")]
    [InlineData("3x3", 64, 4, "Avx512 Avx2 Vector128")]
    [InlineData("3x3", 64, 5, "Avx512 Avx2 Vector128")]
    [InlineData("3x3", 64, 7, "Avx512")]
    [InlineData("3x3", 64, 9, "")]
    [InlineData("3x3", 64, 64, "")]
    [InlineData("1x1", 3, 1, "")]
    [InlineData("3x3", 1, 1, "")]
    public void Is_chosen_where_filters_leave_lanes_empty(string kernel, int channels, int filters, string instructionSets)
    {
        IEnumerable<KernelPlan> chosen = Plan(SpecOf.Conv(kernel, channels, filters)).Where(IsFewFilters);

        Assert.Equal(instructionSets, string.Join(' ', chosen.Select(static plan => plan.Isa.Name)));
    }

    /// <summary>Such as the squeezing layers between channel attention's two: lanes of filters would make a single sum.</summary>
    [Theory]
    [InlineData("1x1", 10, true)]
    [InlineData("1x1", 14, true)]
    [InlineData("2x1", 10, false)]
    public void Is_chosen_for_more_filters_of_one_position(string input, int filters, bool isChosen)
    {
        Assert.Equal(isChosen, IsFewFilters(Widest(SpecOf.Conv("1x1", 240, filters, input: input))));
    }

    [Fact]
    public void Groups_keep_filters_in_their_lanes()
    {
        Assert.DoesNotContain(Plan(SpecOf.Conv("3x3", 64, 4, groups: 2)), IsFewFilters);
    }

    [Theory]
    [InlineData(64, 16, 0, 4)]
    [InlineData(24, 16, 8, 2)]
    [InlineData(70, 16, 6, 5)]
    public void The_last_vector_adds_what_is_left(int channels, int lanes, int tail, int vectors)
    {
        ChannelVectors plan = Widest(SpecOf.Conv("3x3", channels, 3, padding: "1", input: "56x56")).Channels!;

        Assert.Equal((lanes, tail, vectors), (plan.Lanes, plan.Tail, plan.Count));
    }

    /// <summary>Only sums that would lose digits otherwise are summed row by row.</summary>
    [Theory]
    [InlineData("192x192x192", 32, true)]
    [InlineData("1024x1024", 8, true)]
    [InlineData("3x3x3", 16, false)]
    [InlineData("32x32x32", 64, false)]
    public void Long_sums_have_parts(string kernel, int channels, bool sumsRows)
    {
        Assert.Equal(sumsRows, Widest(SpecOf.Conv(kernel, channels, 1, input: kernel)).SumsRows);
    }

    /// <summary>Sixteen registers do not hold the weights of six filters beside twelve sums, but the inputs of two pixels.</summary>
    [Fact]
    public void Filters_of_a_single_tap_pass_by_the_inputs_of_several_pixels()
    {
        KernelPlan plan = Plan(SpecOf.Conv("1x1", 512, 6, input: "16x16")).Single(static plan => plan.Isa == Isa.Avx2);

        Assert.Equal("2x6", plan.Tile);
        Assert.True(plan.Channels!.KeepsInputs(2, 6));
    }

    [Theory]
    [InlineData("3x5", "3x5", 1, 4)]
    [InlineData("3x5", "3x5", 2, 4)]
    [InlineData("3x5", "3x5", 6, 2)]
    [InlineData("3x5", "3x5", 8, 1)]
    [InlineData("3x5", "3x30", 1, 1)]
    public void Vectors_of_a_lone_pixel_take_sums_in_turn(string kernel, string input, int filters, int chains)
    {
        Assert.Equal(chains, Widest(SpecOf.Conv(kernel, 80, filters, input: input)).Runs[0].Cover.Tiles[0].Chains);
    }

    [Fact]
    public void Taps_that_lie_side_by_side_fill_a_vector_together()
    {
        ChannelVectors plan = Widest(SpecOf.Conv("3x3", 5, 1)).Channels!;

        Assert.Equal((1, 15), (plan.Taps, plan.Run));
    }

    [Fact]
    public void Taps_apart_do_not()
    {
        Assert.True(Widest(SpecOf.Conv("3x3", 8, 1, dilation: "2")).Channels is { Taps: 3, Run: 8, Lanes: 8 });
    }

    [Fact]
    public void A_row_of_known_width_is_read_where_it_lies()
    {
        KernelPlan plan = Widest(SpecOf.Conv("3x3", 64, 3, padding: "same", input: "56x56"));
        TileRun[] tiles = [.. plan.Runs[0].Cover.Tiles];

        Assert.True(plan.Input.IsInPlace);
        Assert.Equal((1, 1), (plan.Input.ColumnsBefore, plan.Input.ColumnsAfter));
        Assert.Equal(RowEdge.Left, tiles[0].Edge);
        Assert.Equal(RowEdge.Right, tiles[^1].Edge);
        Assert.All(tiles[1..^1], static tile => Assert.Equal(RowEdge.None, tile.Edge));
        Assert.Equal(56, tiles.Sum(static tile => tile.Pixels * tile.Count));
    }

    /// <summary>A row is not cut for the cache's sake: its copy would cost more, and what comes from beyond the caches is fetched ahead.</summary>
    [Theory]
    [InlineData("3x3", 64, 3, "1", "100x512", false)]
    [InlineData("3x3", 64, 3, "1", "512x512", true)]
    [InlineData("3x3", 64, 1, "1", "512x512", true)]
    [InlineData("3x3", 64, 3, "2", "512x512", true)]
    public void A_long_row_is_read_where_it_lies(string kernel, int channels, int filters, string stride, string input, bool fetchesAhead)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, stride: stride, padding: "same", input: input);

        Assert.All(Plan(spec).Take(2), plan =>
        {
            Assert.True(IsFewFilters(plan) && plan.Input.IsInPlace && plan.Input.RowWidth is not null);
            Assert.Equal(fetchesAhead, TileFetches.NextPixels(plan));
        });
    }

    /// <summary>Planes from memory are met a row of each at a time, so that each comes once, where the L2 cache holds the rows that are met again.</summary>
    [Theory]
    [InlineData("3x3x3", 16, 1, "24x96x128", "1", "24, 1, 128", "19 MB")]
    [InlineData("3x3x3", 16, 1, "12x96x128", "1", "3, 4, 128", "10 MB")]
    [InlineData("3x3x3", 16, 1, "48x96x128", "1", "3, 4, 128", "19 MB, and 1.2 of rows")]
    [InlineData("3x3x3", 16, 1, "24x192x128", "2", "2, 2, 64", "a stride: rows are not met again by the next")]
    public void Far_planes_are_met_row_by_row(string kernel, int channels, int filters, string input, string stride, string block, string why)
    {
        KernelPlan[] plans = [.. Plan(SpecOf.Conv(kernel, channels, filters, stride, padding: "same", input: input))];

        Assert.True(IsFewFilters(plans[0]) && block == string.Join(", ", plans[0].Input.Block), $"{string.Join(", ", plans[0].Input.Block)}: {why}");
        Assert.NotEqual(1, plans[1].Input.Block[1]);
    }

    [Fact]
    public void A_stride_that_ends_before_the_padding_leaves_no_edge_there()
    {
        KernelPlan plan = Widest(SpecOf.Conv("3x3", 64, 3, stride: "2", padding: "1", input: "56x56"));

        Assert.Equal((1, 0), (plan.Input.ColumnsBefore, plan.Input.ColumnsAfter));
        Assert.DoesNotContain(plan.Runs[0].Cover.Tiles, static tile => tile.Edge.HasFlag(RowEdge.Right));
    }

    [Fact]
    public void A_row_of_any_width_is_copied_with_its_padding()
    {
        Assert.False(Widest(SpecOf.Conv("3x3", 64, 3, padding: "1")).Input.IsInPlace);
    }

    private static KernelPlan Widest(ConvSpec spec)
    {
        return Plan(spec)[0];
    }

    private static EquatableArray<KernelPlan> Plan(ConvSpec spec)
    {
        return Planner.Plan(spec).Kernels;
    }

    private static bool IsFewFilters(KernelPlan plan)
    {
        return plan.Family == KernelFamily.FewFilters;
    }
}
