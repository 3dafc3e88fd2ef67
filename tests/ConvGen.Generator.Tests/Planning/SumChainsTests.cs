using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>When the steps of a tile take two sums in turn, so that none waits for the one before.</summary>
public sealed class SumChainsTests
{
    [Theory]
    [InlineData(1, 1, 2, 2, "few sums")]
    [InlineData(3, 1, 2, 2, "few sums")]
    [InlineData(7, 1, 2, 2, "the last that wait")]
    [InlineData(8, 1, 1, 1, "enough to fill the time")]
    [InlineData(14, 2, 1, 1, "enough to fill the time")]
    [InlineData(1, 5, 2, 2, "10 sums, 5 weights and an input take 16 registers")]
    [InlineData(1, 6, 2, 1, "12 sums, 6 weights and an input take 19")]
    public void Are_two_where_sums_are_few_and_registers_hold_them(int pixels, int vectors, int avx512, int avx2, string why)
    {
        ConvSpec spec = SpecOf.Conv("3x3", 64, 64);
        (int, int) counts = (Count(Isa.Avx512), Count(Isa.Avx2));
        Assert.True((avx512, avx2) == counts, $"{why}: {counts}");

        int Count(Isa isa)
        {
            return SumChains.Of(spec, isa).Mark(RowCover.Exact(pixels, pixels), vectors).Tiles[0].Chains;
        }
    }

    [Theory]
    [InlineData(16, 2)]
    [InlineData(17, 1)]
    [InlineData(14, 1)]
    public void Need_an_even_number_of_steps_and_enough_of_them(int channels, int expected)
    {
        Assert.Equal(expected, SumChains.Of(SpecOf.Conv("3x3", channels, 16), Isa.Avx512).Mark(RowCover.Exact(3, 3), vectors: 1).Tiles[0].Chains);
    }

    /// <summary>Threads cut such a row anywhere: a pixel must not be summed in another order in the tile of its rest.</summary>
    [Theory]
    [InlineData(14, 1)]
    [InlineData(7, 2)]
    public void Are_the_same_in_all_tiles_of_a_row_of_any_width(int largest, int expected)
    {
        RowCover cover = SumChains.Of(SpecOf.Conv("1x1", 64, 16), Isa.Avx512).Mark(RowCover.Any(largest), vectors: 1);
        Assert.All(cover.Tiles, tile => Assert.Equal(expected, tile.Chains));
    }

    /// <summary>A row of three pixels and one vector would wait for half of the time that two sums of each fill.</summary>
    [Fact]
    public void Count_in_the_prediction()
    {
        double Predicted(int channels)
        {
            return Planner.Plan(SpecOf.Conv("3x3", 2 * channels, 32, stride: "2", input: "7x7", groups: 2)).Kernels[0].PredictedFraction;
        }

        Assert.Equal(2, Predicted(64) / Predicted(63), 0.2);
    }
}
