using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>The steps that the loop of a tile takes between two branches.</summary>
public sealed class RowLoopTests
{
    [Theory]
    [InlineData(64, 14, 2, 1, "28 multiply-adds leave 12 instructions free beside 16 loads")]
    [InlineData(64, 12, 2, 1, "24 multiply-adds are enough")]
    [InlineData(64, 5, 4, 2, "20 are not")]
    [InlineData(64, 8, 2, 2, "two steps leave 12 free")]
    [InlineData(64, 7, 2, 4, "two steps leave 10 free")]
    [InlineData(64, 6, 2, 4, "two steps leave 8")]
    [InlineData(64, 4, 3, 4, "two steps leave 10")]
    [InlineData(64, 12, 1, 4, "a lone vector leaves none")]
    [InlineData(6, 6, 2, 2, "six channels are no multiple of four")]
    [InlineData(3, 6, 2, 1, "odd channels")]
    [InlineData(2, 6, 2, 2, "no more steps than channels")]
    public void Steps_leave_instructions_free_for_the_loop(int channels, int pixels, int vectors, int expected, string why)
    {
        Models.ConvSpec spec = SpecOf.Conv("3x3", channels, 64, input: "56x56") with { Algorithm = Models.Algorithm.Direct };
        KernelPlan plan = Planner.Plan(spec).Kernels[1];
        RowLoop loop = RowLoop.Choose(spec, plan, taps: 1, mergesTaps: true, pixels, vectors);
        Assert.True(new RowLoop(1, channels / expected, expected) == loop, $"{why}: {loop}");
    }
}
