using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Tiles of 1x1 layers fetch weights ahead where these come from afar and are met by more than one tile.</summary>
public sealed class FarWeightsTests
{
    [Theory]
    [InlineData("1x1", "10x10", 1536, 2048, true, true)]
    [InlineData("1x1", "14x14", 1024, 2048, true, true)]
    [InlineData("1x1", "14x14", 1024, 1024, true, true)]
    [InlineData("1x1", "14x14", 1024, 512, true, false)]
    [InlineData("1x1", "14x14", 1024, 256, false, false)]
    [InlineData("1x1", "2x2", 2048, 2048, false, false)]
    [InlineData("3x3", "9x3", 2048, 2048, false, false)]
    public void Are_fetched_ahead(string kernel, string input, int channels, int filters, bool avx2, bool avx512)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, input: input) with { Algorithm = Models.Algorithm.Direct });

        Assert.Equal([avx512, avx2, false], plan.Kernels.Take(3).Select(static kernel => WeightFetches.Far(kernel)));
    }

    /// <summary>A block of pixels that stays in the L2 cache is as many tiles as there are shares of the next block's 32 filters: a step fetches so many floats.</summary>
    [Theory]
    [InlineData("1x1", "1", "14x14", 1024, 2048, "14x2", 4)]
    [InlineData("1x1", "1", "8x8", 720, 1472, "14x2", 8)]
    [InlineData("1x1", "1", "10x10", 1536, 2048, "12x2", 11)]
    [InlineData("3x3", "2", "15x15", 512, 512, "14x2", null)]
    public void Are_shared_by_tiles(string kernel, string stride, string input, int channels, int filters, string tile, int? floats)
    {
        KernelPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, stride: stride, input: input)).Kernels.Single(static kernel => kernel.Isa == Isa.Avx512);

        Assert.Equal(tile, plan.Tile);
        Assert.Equal(floats, WeightFetches.Share(plan, plan.Runs[0]));
    }

    /// <summary>Shares of eight lines at most are fetched with each line of the pixels, larger ones and what is not shared with each iteration over channels.</summary>
    [Theory]
    [InlineData("1x1", "14x14", 1024, 2048, WeightFetch.WithLines, WeightFetch.WithSteps, "16 steps of 4 floats")]
    [InlineData("1x1", "8x8", 720, 1472, WeightFetch.WithLines, WeightFetch.WithSteps, "of 8 floats")]
    [InlineData("1x1", "10x10", 1536, 2048, WeightFetch.WithSteps, WeightFetch.WithSteps, "of 11 floats")]
    [InlineData("1x1", "14x14", 1024, 512, WeightFetch.None, WeightFetch.WithSteps, "2 MB come in time for wide vectors")]
    [InlineData("1x1", "14x14", 1024, 256, WeightFetch.None, WeightFetch.None, "1 MB comes in time")]
    public void Are_fetched_at_once_where_they_are_few(string kernel, string input, int channels, int filters, object avx512, object avx2, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, filters, input: input);
        WeightFetch[] fetches = [.. Planner.Plan(spec).Kernels.Take(2).Select(plan => Of(spec, plan))];
        Assert.True(fetches is [var wide, var narrow] && wide.Equals(avx512) && narrow.Equals(avx2), $"{why}: {string.Join(", ", fetches)}");
    }

    private static WeightFetch Of(ConvSpec spec, KernelPlan plan)
    {
        BlockRun run = plan.Runs[0];
        TapSpan taps = new(0, 1, 0, run.Cover.Tiles[0].Pixels);
        return TapPart.Of(spec, plan, taps, mergesTaps: true, run.Block, WeightFetches.Share(plan, run)).Fetches.FarWeights;
    }
}
