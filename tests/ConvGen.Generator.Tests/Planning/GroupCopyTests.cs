using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Which groups are computed from a copy of their channels.</summary>
public sealed class GroupCopyTests
{
    [Theory]
    [InlineData("3x3x3", "4x28x28", 256, 8, "2", null, 2, "lines of a group a kilobyte apart, in windows of several planes")]
    [InlineData("3x3x3", "2x14x14", 512, 16, "2", null, 2, "two kilobytes")]
    [InlineData("3x3x3", "8x56x56", 128, 16, "2", null, null, "half a kilobyte")]
    [InlineData("3x3x3", "4x28x28", 256, 8, "1", null, null, "windows side by side")]
    [InlineData("3x3", "14x14", 256, 8, "2", null, null, "one plane")]
    [InlineData("3x3", "14x14", 1024, 32, "2", 2, 2, "a tile's pixels share one set of the L1 cache")]
    public void Groups_are_copied_whose_lines_lie_far_apart(string kernel, string input, int channels, int groups, string stride, int? avx512, int? avx2, string why)
    {
        ConvSpec spec = SpecOf.Conv(kernel, channels, channels, padding: "1", input: input, groups: groups, stride: stride) with { Algorithm = Models.Algorithm.Direct };
        int?[] copied = [.. Planner.Plan(spec).Kernels.Take(2).Select(static plan => plan.Input.GroupsTogether)];

        Assert.True(copied.SequenceEqual([avx512, avx2]), $"{why}: {string.Join(", ", copied)}");
    }
}
