using System.Linq;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>What AVX-512 tiles fetch shortly before its use: the next lines of their pixels, the next steps' weights.</summary>
public sealed class LinesAheadTests
{
    [Theory]
    [InlineData("1x1", "1", "56x56", 256, 64, true, "each pixel is met once")]
    [InlineData("1x1", "2", "56x56", 256, 64, true, "strided pixels too")]
    [InlineData("1x1", "1", "256x256", 64, 64, true, "from memory too")]
    [InlineData("2x2", "2", "56x56", 16, 32, false, "the rows of a window are short")]
    [InlineData("3x3", "2", "56x56", 256, 64, true, "two windows meet a third of the lines")]
    [InlineData("3x3", "3", "56x56", 256, 64, false, "windows of nine pixels side by side are fetched otherwise")]
    [InlineData("5x5", "2", "56x56", 16, 64, true, "up to three windows meet a line")]
    [InlineData("3x3", "2", "56x56", 15, 64, false, "less than a line")]
    [InlineData("3x3", "1", "56x56", 256, 64, false, "neighbours meet the same lines")]
    public void Lines_are_fetched_that_few_windows_meet(string kernel, string stride, string input, int channels, int filters, bool expected, string why)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, stride: stride, input: input) with { Algorithm = Models.Algorithm.Direct });
        bool[] fetches = [.. plan.Kernels.Take(3).Select(static kernel => TileFetches.NextLines(kernel, 14, 2))];
        Assert.True(fetches is [var avx512, false, false] && avx512 == expected, why);
    }

    [Theory]
    [InlineData(14, 2, true)]
    [InlineData(4, 2, false)]
    [InlineData(16, 1, false)]
    public void Lines_of_points_are_fetched_where_multiply_adds_leave_time(int pixels, int vectors, bool expected)
    {
        KernelPlan plan = Planner.Plan(SpecOf.Conv("3x3", 64, 64, input: "56x56")).Kernels[0];
        Assert.NotNull(plan.Winograd);
        Assert.Equal(expected, TileFetches.NextLines(plan with { Input = plan.Input with { LinesComeLate = true } }, pixels, vectors));
    }

    [Theory]
    [InlineData("1x1", "1", "56x56", false, "a line's steps are long enough for the last cache")]
    [InlineData("1x1", "1", "256x256", true, "not for memory")]
    [InlineData("1x1", "2", "256x256", false, "strided pixels are no run")]
    public void Pixels_are_fetched_a_tile_ahead_from_memory(string kernel, string stride, string input, bool expected, string why)
    {
        Models.ConvSpec spec = SpecOf.Conv(kernel, 64, 64, stride: stride, input: input);
        Assert.True(expected == TileFetches.NextPixelsBesideLines(Planner.Plan(spec).Kernels[0], spec), why);
    }

    [Theory]
    [InlineData(256, 14, 32, true, "32 KB")]
    [InlineData(64, 6, 64, false, "16 KB stay in the L1 cache")]
    [InlineData(256, 5, 32, true, "10 multiply-adds, 7 loads and 2 fetches")]
    [InlineData(256, 4, 32, false, "8 multiply-adds, 6 loads and 2 fetches")]
    [InlineData(512, 1, 64, false, "all of it is loads")]
    public void Weights_are_fetched_that_the_first_cache_does_not_hold(int channels, int pixels, int filters, bool expected, string why)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv("1x1", channels, filters, input: "14x14"));
        bool[] fetches = [.. plan.Kernels.Take(3).Select(kernel => WeightFetches.Near(kernel, pixels, new VectorBlock(filters, new Models.EquatableArray<int>(Enumerable.Repeat(16, filters / 16))), channels))];
        Assert.True(fetches is [var avx512, false, false] && avx512 == expected, why);
    }

    [Theory]
    [InlineData(256, 14, 2, 16, 16, 1, "a line of each pixel, one with each iteration")]
    [InlineData(256, 6, 4, 16, 8, 2, "half as many iterations do for six pixels")]
    [InlineData(80, 14, 2, 5, 16, 1, "five lines")]
    [InlineData(24, 14, 2, 2, 12, 1, "parts of lines")]
    [InlineData(24, 7, 1, 2, 6, 2, "two sums in turn take two steps")]
    [InlineData(18, 7, 1, 0, 9, 2, "and nine steps are not even")]
    [InlineData(16, 14, 2, 0, 16, 1, "a single line")]
    [InlineData(101, 14, 2, 0, 101, 1, "a prime")]
    public void Loops_take_a_line_at_a_time(int channels, int pixels, int vectors, int lines, int iterations, int steps, string why)
    {
        Models.ConvSpec spec = SpecOf.Conv("1x1", channels, vectors * 16, input: "56x56");
        KernelPlan plan = Planner.Plan(spec).Kernels[0];
        RowLoop loop = RowLoop.Choose(spec, plan, taps: 1, mergesTaps: true, pixels, vectors);
        Assert.True(new RowLoop(1, iterations, steps, lines) == loop, $"{why}: {loop}");
    }
}
