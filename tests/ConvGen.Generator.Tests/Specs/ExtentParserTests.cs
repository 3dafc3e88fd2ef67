using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;
using Xunit;

namespace ConvGen.Generator.Tests.Specs;

/// <summary>What the extent and padding strings mean.</summary>
public sealed class ExtentParserTests
{
    [Theory]
    [InlineData("3", new[] { 3 })]
    [InlineData("3x5", new[] { 3, 5 })]
    [InlineData("1X2x3", new[] { 1, 2, 3 })]
    [InlineData(" 3 x 5 ", new[] { 3, 5 })]
    [InlineData("1x2x3x4", new[] { 1, 2, 3, 4 })]
    [InlineData("2147483647", new[] { 2147483647 })]
    public void ReadsExtents(string text, int[] expected)
    {
        Assert.True(ExtentParser.TryParse(text, out EquatableArray<int> extent));
        Assert.Equal(expected, extent);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("3x")]
    [InlineData("x3")]
    [InlineData("3xx3")]
    [InlineData("3,3")]
    [InlineData("3 3")]
    [InlineData("-3")]
    [InlineData("+3")]
    [InlineData("3.0")]
    [InlineData("1e1")]
    [InlineData("2147483648")]
    [InlineData("same")]
    public void RefusesOtherText(string? text)
    {
        Assert.False(ExtentParser.TryParse(text, out _));
    }

    [Theory]
    [InlineData("1", new[] { 1 }, new[] { 1 })]
    [InlineData("0:1x2:3", new[] { 0, 2 }, new[] { 1, 3 })]
    [InlineData("0 : 1 X 2", new[] { 0, 2 }, new[] { 1, 2 })]
    public void ReadsPaddingAmounts(string text, int[] begin, int[] end)
    {
        Assert.True(PaddingParser.TryParse(text, out PaddingSpec padding));
        Assert.Equal(PaddingKind.Explicit, padding.Kind);
        Assert.Equal(begin, padding.Begin);
        Assert.Equal(end, padding.End);
    }

    [Theory]
    [InlineData("valid", nameof(PaddingKind.Valid))]
    [InlineData(" VALID ", nameof(PaddingKind.Valid))]
    [InlineData("Same", nameof(PaddingKind.Same))]
    [InlineData("same-lower", nameof(PaddingKind.SameLower))]
    public void ReadsPaddingWords(string text, string kind)
    {
        Assert.True(PaddingParser.TryParse(text, out PaddingSpec padding));
        Assert.Equal(kind, padding.Kind.ToString());
        Assert.Empty(padding.Begin);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("same-upper")]
    [InlineData("1:2:3")]
    [InlineData("1:")]
    [InlineData(":1")]
    [InlineData("-1")]
    [InlineData("1:-1")]
    public void RefusesOtherPadding(string? text)
    {
        Assert.False(PaddingParser.TryParse(text, out _));
    }
}
