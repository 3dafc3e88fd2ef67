using System;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>
/// The choice between direct summation and minimal filtering, the tile of outputs, the tiles at a time and the register
/// tile (tiles × vectors of filters), so that a change of the cost model shows where it chooses otherwise.
/// </summary>
public sealed class WinogradPlannerTests
{
    [Theory]
    [InlineData("3x3", "56x56", 64, 64, "1", "1", "F(6x4, 3x3), 14 at a time, 14x2", "F(6x4, 3x3), 28 at a time, 6x2")]
    [InlineData("3x3", "28x28", 128, 128, "1", "1", "F(5x4, 3x3), 14 at a time, 14x2", "F(4x5, 3x3), 6 at a time, 6x2")]
    [InlineData("3x3", "14x14", 256, 256, "1", "1", "F(5x5, 3x3), the last row F(4x5, 3x3), the last column F(5x4, 3x3), 9 at a time, 9x2", "F(3x5, 3x3), the last row F(2x5, 3x3), the last column F(3x4, 3x3), 15 at a time, 5x2")]
    [InlineData("3x3", "7x7", 512, 512, "1", "1", "F(2x4, 3x3), the last row F(1x4, 3x3), the last column F(2x3, 3x3), 8 at a time, 8x2", "F(2x2, 3x3), the last row F(1x2, 3x3), the last column F(2x1, 3x3), 16 at a time, 6x2")]
    [InlineData("3x3", "14x14", 512, 512, "1", "1", "F(4x5, 3x3), the last row F(2x5, 3x3), the last column F(4x4, 3x3), 12 at a time, 12x2", "F(3x5, 3x3), the last row F(2x5, 3x3), the last column F(3x4, 3x3), 15 at a time, 5x2")]
    [InlineData("3x3", "28x28", 256, 512, "1", "1", "F(4x5, 3x3), 42 at a time, 14x2", "F(4x5, 3x3), 42 at a time, 6x2")]
    [InlineData("3x3", "32x32", 512, 512, "1", "1", "F(4x4, 3x3), 64 at a time, 13x2", "F(4x4, 3x3), 64 at a time, 6x2")]
    [InlineData("3x3", "19x19", 1024, 1024, "1", "1", "F(4x5, 3x3), 20 at a time, 10x2", "F(5x5, 3x3), the last row F(4x5, 3x3), the last column F(5x4, 3x3), 16 at a time, 6x2")]
    [InlineData("3x3", "112x112", 16, 16, "1", "1", "F(4x6, 3x3), 19 at a time, 19x1", "F(6x4, 3x3), 6 at a time, 6x2")]
    [InlineData("3x3", "8x8", 16, 32, "1", "1", "F(4x4, 3x3), 4 at a time, 4x2", "F(4x4, 3x3), 4 at a time, 4x2")]
    [InlineData("3x3", "28x28", 4, 64, "1", "1", "Direct 6x4", "Direct 6x2")]
    [InlineData("3x3", "8x8", 448, 384, "1", "1", "F(2x4, 3x3), 8 at a time, 8x3", "F(2x3, 3x3), 12 at a time, 6x2")]
    [InlineData("3x3", "14x14", 64, 2, "1", "1", "FewFilters 7x2", "FewFilters 5x2")]
    [InlineData("5x5", "14x14", 32, 64, "1", "1", "F(3x4, 5x5), 20 at a time, 10x2", "F(3x4, 5x5), the last row F(2x4, 5x5), the last column F(3x2, 5x5), 20 at a time, 5x2")]
    [InlineData("7x7", "28x28", 32, 32, "1", "1", "F(2x2, 7x7), 14 at a time, 14x2", "F(2x2, 7x7), 28 at a time, 6x2")]
    [InlineData("1x7", "17x17", 128, 128, "1", "1", "F(2, 7), 9 at a time, 9x2", "F(2, 7), 18 at a time, 6x2")]
    [InlineData("3x3", "56x56", 64, 128, "2", "1", "F(7x4, 3x3) by phases of stride 2x2, 14 at a time, 14x2", "F(4x7, 3x3) by phases of stride 2x2, 12 at a time, 6x2")]
    [InlineData("3x3", "28x28", 256, 256, "2", "1", "F(3x3, 3x3) by phases of stride 2x2, 25 at a time, 13x2", "F(3x5, 3x3) by phases of stride 2x2, 15 at a time, 5x2")]
    [InlineData("3x3", "14x14", 512, 512, "2", "1", "Direct 14x2", "Direct 4x2")]
    [InlineData("5x5", "35x35", 64, 64, "2", "1", "F(3x6, 5x5) by phases of stride 2x2, 9 at a time, 9x2", "F(3x6, 5x5) by phases of stride 2x2, 6 at a time, 6x2")]
    [InlineData("3x3", "28x28", 64, 64, "1", "2", "F(5x5, 3x3) by phases of dilation 2x2, 12 at a time, 12x2", "F(5x5, 3x3) by phases of dilation 2x2, 12 at a time, 6x2")]
    [InlineData("3x3", "28x28", 128, 128, "1", "4", "F(4x4, 3x3) by phases of dilation 4x4, 16 at a time, 8x2", "F(4x4, 3x3) by phases of dilation 4x4, 16 at a time, 6x2")]
    [InlineData("3x3x3", "8x56x56", 64, 64, "1", "1", "F(4x4x4, 3x3x3), 14 at a time, 14x2", "F(4x4x4, 3x3x3), 5 at a time, 5x2")]
    [InlineData("3x3x3", "4x14x14", 256, 256, "1", "1", "F(4x3x4, 3x3x3), the last row F(4x2x4, 3x3x3), the last column F(4x3x2, 3x3x3), 20 at a time, 10x2", "F(4x3x5, 3x3x3), the last row F(4x2x5, 3x3x3), the last column F(4x3x4, 3x3x3), 15 at a time, 5x2")]
    [InlineData("3x3x3", "16x14x14", 32, 128, "1", "1", "F(4x4x4, 3x3x3), the last row F(4x2x4, 3x3x3), the last column F(4x4x2, 3x3x3), 16 at a time, 8x2", "F(4x4x4, 3x3x3), the last row F(4x2x4, 3x3x3), the last column F(4x4x2, 3x3x3), 16 at a time, 6x2")]
    [InlineData("3x3", "56x56", 35, 32, "1", "1", "F(6x4, 3x3), 14 at a time, 14x2", "F(6x4, 3x3), 28 at a time, 6x2")]
    [InlineData("3x3x3", "13x13x13", 47, 37, "1", "1", "F(4x4x4, 3x3x3), the last plane F(1x4x4, 3x3x3), the last row F(4x1x4, 3x3x3), 16 at a time, 8x3", "F(4x4x4, 3x3x3), the last plane F(1x4x4, 3x3x3), the last row F(4x1x4, 3x3x3), 16 at a time, 4x3")]
    [InlineData("3x3", "14x14", 509, 64, "1", "1", "F(4x4, 3x3), the last row F(2x4, 3x3), the last column F(4x2, 3x3), 8 at a time, 8x2", "F(4x4, 3x3), the last row F(2x4, 3x3), the last column F(4x2, 3x3), 8 at a time, 4x2")]
    [InlineData("3", "4096", 64, 64, "1", "1", "F(6, 3), 28 at a time, 14x2", "F(6, 3), 12 at a time, 6x2")]
    public void Choice(string kernel, string input, int channels, int filters, string stride, string dilation, string avx512, string avx2)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, stride, dilation, padding: "same", input: input);
        ConvPlan plan = Planner.Plan(spec);

        Assert.Equal(avx512, Text(plan.Kernels[0]));
        Assert.Equal(avx2, Text(plan.Kernels[1]));
    }

    /// <summary>Groups are copied one by one, which with less than a line of a pixel each fetches lines again: with wide vectors they are summed directly.</summary>
    [Theory]
    [InlineData("3x3x3", "4x28x28", 128, 256, 16, "Grouped", "Winograd")]
    [InlineData("3x3x3", "4x28x28", 128, 256, 8, "Winograd", "Winograd")]
    [InlineData("3x3x3", "4x28x28", 8, 16, 1, "Winograd", "Winograd")]
    public void Groups_of_less_than_a_line(string kernel, string input, int channels, int filters, int groups, string avx512, string avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, padding: "same", input: input, groups: groups));

        Assert.Equal([avx512, avx2], plan.Kernels.Take(2).Select(static kernel => kernel.Family.ToString()));
    }

    /// <summary>With AVX2, what multiply-adds do not hide weighs against minimal filtering: groups copied from pixels far apart, tensors and weights from the far end of the last cache.</summary>
    [Theory]
    [InlineData("3x3", "28x28", 2048, 2048, 32, "2", "Direct")]
    [InlineData("3x3", "56x56", 512, 512, 32, "1", "Winograd")]
    [InlineData("2", "42175", 32, 32, 1, "1", "Direct")]
    [InlineData("2", "2635", 32, 32, 1, "1", "Winograd")]
    [InlineData("3x3", "17x17", 192, 320, 1, "2", "Direct")]
    [InlineData("3x3", "56x56", 64, 128, 1, "2", "Winograd")]
    public void What_is_far(string kernel, string input, int channels, int filters, int groups, string stride, string avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, stride, padding: "same", input: input, groups: groups));

        Assert.Equal(avx2, $"{plan.Kernels[1].Family}");
    }

    /// <summary>Rows of tiles go to planes at once but for one axis and for dilation; their lines are fetched where tensors are beyond half of the last cache.</summary>
    [Theory]
    [InlineData("3x3", "28x28", 1, "ChannelsFirst", true, "None")]
    [InlineData("3x3", "150x150", 1, "ChannelsFirst", true, "TileRow")]
    [InlineData("3x3", "150x150", 1, "ChannelsLast", false, "None")]
    [InlineData("3x3", "150x150", 2, "ChannelsFirst", false, "None")]
    [InlineData("3x3x3", "4x14x14", 1, "FramesFirst", true, "None")]
    [InlineData("3", "70000", 1, "ChannelsFirst", false, "None")]
    public void Rows_stored_to_planes(string kernel, string input, int dilation, string layout, bool stores, string fetched)
    {
        ConvSpec spec = SpecOf.Conv(kernel, 64, 64, padding: "same", dilation: $"{dilation}", input: input) with { Layout = Enum.Parse<Models.Layout>(layout), Algorithm = Models.Algorithm.Winograd };
        Assert.All(Planner.Plan(spec).Kernels, plan => Assert.Equal((stores, fetched), (plan.StoresPlanes, $"{plan.FetchesAhead}")));
    }

    /// <summary>A kernel as deep as its input, not padded in depth, is filtered as a 2D kernel over channels × depth.</summary>
    [Fact]
    public void Deep_kernels_are_filtered_in_the_plane()
    {
        ConvSpec spec = SpecOf.Conv("3x3x3", 64, 64, padding: "0x1x1", input: "3x56x56");
        ConvPlan plan = Planner.Plan(spec);

        Assert.All(plan.Kernels.Take(3), static kernel =>
        {
            Assert.Equal(3, kernel.Winograd!.Planes);
            Assert.Equal(192, kernel.Winograd.Channels);
            Assert.Equal(1, kernel.Winograd.Outputs[0]);
        });
    }

    /// <summary>Its depth is none of the filtered extents, so that it may be longer than any of them.</summary>
    [Fact]
    public void Deep_kernels_may_be_deeper_than_filtered_extents()
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("9x3x3", 17, 24, padding: "0x1x1", input: "9x28x28"));

        Assert.All(plan.Kernels.Take(3), static kernel => Assert.Equal(9, kernel.Winograd!.Planes));
    }

    /// <summary>Weights that the L2 cache does not hold are fetched ahead where a block's tiles meet them too briefly or the processor does not foresee them.</summary>
    [Theory]
    [InlineData("3x3", "56x56", 32, false, false)]
    [InlineData("3x3", "28x28", 128, false, true)]
    [InlineData("3x3", "14x14", 256, true, true)]
    [InlineData("3x3", "21x21", 128, true, true)]
    public void Prefetch(string kernel, string input, int channels, bool avx512, bool avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, channels, padding: "same", input: input));

        Assert.Equal(avx512, WeightFetches.Far(plan.Kernels[0]));
        Assert.Equal(avx2, WeightFetches.Far(plan.Kernels[1]));
        Assert.False(WeightFetches.Far(plan.Kernels[2]));
    }

    /// <summary>
    /// The register tiles of a row fetch a share each of far weights: three of 14 the 42 of a block, five of 13 and less all 64 (the last
    /// overlaps its neighbour), a lone one all. With AVX2 seven of six the 42 of a block, ten of six and one of four all 64, three of five all 15, and four of six
    /// and one of four 28.
    /// </summary>
    [Theory]
    [InlineData("28x28", 256, 512, 3, 7)]
    [InlineData("32x32", 512, 512, 5, 10)]
    [InlineData("14x14", 512, 512, 1, 3)]
    [InlineData("60x56", 64, 64, null, 4)]
    public void Shares_of_weights(string input, int channels, int filters, int? avx512, int? avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("3x3", channels, filters, padding: "same", input: input));

        Assert.Equal(avx512, WeightFetches.TilesSharing(plan.Kernels[0], plan.Kernels[0].Runs[0]));
        Assert.Equal(avx2, WeightFetches.TilesSharing(plan.Kernels[1], plan.Kernels[1].Runs[0]));
        Assert.Null(WeightFetches.TilesSharing(plan.Kernels[2], plan.Kernels[2].Runs[0]));
    }

    /// <summary>Weights that stay in the L2 cache are fetched into L1 some steps ahead with AVX-512, unless L1 holds them or a lone tile waits for far ones.</summary>
    [Theory]
    [InlineData("3x3", "56x56", 64, true)]
    [InlineData("3x3", "56x56", 8, false)]
    [InlineData("3x3", "14x14", 512, false)]
    public void Near_weights(string kernel, string input, int channels, bool avx512)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, channels, padding: "same", input: input));

        Assert.Equal(avx512, PrefetchesNear(plan.Kernels[0]));
        Assert.False(PrefetchesNear(plan.Kernels[1]));

        bool PrefetchesNear(KernelPlan kernel)
        {
            Assert.NotNull(kernel.Winograd);
            return WeightFetches.Near(kernel, kernel.Runs[0].Cover.Tiles[0].Pixels, kernel.Runs[0].Block, channels);
        }
    }

    /// <summary>Where weights are far, as many blocks of filters meet a point together as the L2 cache holds the products of.</summary>
    [Theory]
    [InlineData("3x3", "28x28", 128, 128, 1, 1)]
    [InlineData("3x3", "14x14", 256, 256, 4, 4)]
    [InlineData("3x3", "14x14", 256, 64, 1, 1)]
    [InlineData("3x3x3", "16x14x14", 128, 256, 1, 2)]
    [InlineData("3x3x3", "12x24x24", 128, 256, 1, 2)]
    [InlineData("3x3", "32x32", 512, 512, 3, 4)]
    public void Blocks_of_a_point(string kernel, string input, int channels, int filters, int avx512, int avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, padding: "same", input: input));

        Assert.Equal(avx512, plan.Kernels[0].Winograd!.BlocksOfPoint);
        Assert.Equal(avx2, plan.Kernels[1].Winograd!.BlocksOfPoint);
    }

    private static string Text(KernelPlan kernel)
    {
        return kernel.Winograd is { } winograd ? $"{winograd.Name}, {winograd.Tiles} at a time, {kernel.Tile}" : $"{kernel.Family} {kernel.Tile}";
    }
}
