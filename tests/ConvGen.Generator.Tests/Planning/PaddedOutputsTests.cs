using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which pointwise layers sum only the outputs that meet input.</summary>
public sealed class PaddedOutputsTests
{
    [Theory]
    [InlineData(2048, 512, "7x7", "2", "3", 1, "3x3", "3x3", "short rows, of which the padding is most")]
    [InlineData(1024, 200, "7x7", "2", "3", 1, "3x3", "3x3", "the same")]
    [InlineData(1024, 200, "7x5", "2x3", "3:2x1:4", 1, "3x1", "3x1", "the same, of which the first lies behind the first position")]
    [InlineData(2048, 512, "7x7", "2", "3", 2, "3x3", "7x7", "of groups too")]
    [InlineData(1024, 512, "14x14", "2", "1", 1, "7x7", "7x7", "pixels in one set of the L1 cache, which are copied")]
    [InlineData(1024, 2048, "14x14", "1", "1", 1, "14x14", "14x14", "pixels in one set")]
    [InlineData(1024, 64, "2x3", "1", "2", 1, "2x3", "2x3", "a tile that weights are met by once")]
    [InlineData(1024, 24, "3x4", "3", "5", 1, "1x1", "5x5", "a lone output")]
    [InlineData(512, 2, "5x5", "1", "3", 1, "5x5", "11x11", "few filters, all positions one row")]
    [InlineData(512, 2, "5x5", "2", "3", 1, "2x2", "6x6", "few filters of rows")]
    [InlineData(512, 8, "3x3", "2", "3", 1, "1x1", "5x5", "few filters of a lone output")]
    [InlineData(1024, 40, "2x2x2", "1", "2", 1, "2x2x2", "6x6x6", "planes of padding")]
    [InlineData(512, 512, "7x7", "1", "2", 1, "11x11", "11x11", "rows of one tile, which leaves out what lies in padding")]
    [InlineData(512, 64, "14x14", "1", "1", 1, "16x16", "14x14", "rows of 16 outputs, of which tiles leave out two")]
    [InlineData(256, 256, "11x7x9", "1", "1", 1, "13x9x11", "13x9x11", "tiles of rows cost as much as the outputs moved")]
    [InlineData(16, 16, "10x10", "1", "3", 1, "16x16", "16x16", "few channels")]
    [InlineData(64, 64, "480x480", "1", "4", 1, "488x488", "488x488", "outputs beyond the caches")]
    public void Are_left_out_where_that_spares_more_than_moving_the_others_costs(
        int channels, int filters, string input, string stride, string padding, int groups, string summed, string summedOfPlanes, string why)
    {
        ConvSpec spec = Pointwise(channels, filters, input, stride, padding, groups);
        ConvPlan plan = Planner.Plan(spec);
        Assert.True(summed == string.Join("x", plan.Summed.Output), $"{string.Join("x", plan.Summed.Output)}: {why}");
        Assert.Equal(spec, plan.Spec);
        ConvSpec planes = spec with { Layout = Models.Layout.ChannelsFirst };
        string output = string.Join("x", Planner.Plan(planes).Summed.Output);
        Assert.True(summedOfPlanes == output, $"planes, {output}: {why}");
    }

    [Fact]
    public void Values_in_padding_and_taps_beside_it_are_summed()
    {
        ConvSpec spec = Pointwise(1024, 200, "7x7", "2", "3", groups: 1);
        Assert.NotNull(spec.WithoutPadding());
        Assert.Null((spec with { PaddingMode = Models.PaddingMode.Replicate }).WithoutPadding());
        Assert.Null((spec with { Input = default }).WithoutPadding());
        Assert.Null((spec with { Kernel = new EquatableArray<int>(1, 2) }).WithoutPadding());
        Assert.NotNull((spec with { Layout = Models.Layout.ChannelsFirst }).WithoutPadding());
        Assert.Null((spec with { Layout = Models.Layout.FramesFirst }).WithoutPadding());

        // The lone output of a lone position would lie in another layout than the others.
        ConvSpec lone = Pointwise(1024, 200, "1x1", "1", "1", groups: 1);
        Assert.NotNull(lone.WithoutPadding());
        Assert.Null((lone with { Layout = Models.Layout.ChannelsFirst }).WithoutPadding());
        Assert.Null(Pointwise(1024, 200, "7x7", "2", "0", groups: 1).WithoutPadding());
    }

    /// <summary>Every stride and padding of a row: as many outputs as positions are met, the first where the first of them is.</summary>
    [Fact]
    public void The_others_are_as_many_as_meet_input()
    {
        foreach (int input in (int[])[1, 2, 5, 6])
        {
            foreach (int stride in (int[])[1, 2, 3, 4])
            {
                for (int padding = 0; padding < 49; padding++)
                {
                    (int begin, int end) = (padding / 7, padding % 7);
                    ConvSpec spec = Pointwise(8, 8, $"{input}", $"{stride}", $"{begin}:{end}", groups: 1);
                    int[] met = [.. Enumerable.Range(0, spec.Output[0]).Select(output => (output * stride) - begin).Where(position => position >= 0 && position < input)];

                    if (begin + end == 0 || met.Length == 0)
                    {
                        Assert.Null(spec.WithoutPadding());
                        continue;
                    }

                    ConvSpec inner = spec.WithoutPadding()!;
                    Assert.Equal([met.Length], inner.Output);
                    Assert.Equal(-met[0], inner.PaddingEnd(0, input));
                    Assert.False(new Shape3(inner).PadsAny());
                }
            }
        }
    }

    private static ConvSpec Pointwise(int channels, int filters, string input, string stride, string padding, int groups)
    {
        string kernel = string.Join("x", input.Split('x').Select(static _ => "1"));
        string each = padding.Contains('x') ? padding : string.Join("x", input.Split('x').Select(_ => padding));
        return SpecOf.Conv(kernel, channels, filters, stride, padding: each, input: input, groups: groups);
    }
}
