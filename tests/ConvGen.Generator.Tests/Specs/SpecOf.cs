using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;
using Xunit;

namespace ConvGen.Generator.Tests.Specs;

/// <summary>Builds specs from the strings that the attribute takes, without an attribute.</summary>
internal static class SpecOf
{
    public static ConvSpec Conv(
        string kernel,
        int inChannels = 1,
        int filters = 1,
        string stride = "1",
        string dilation = "1",
        string padding = "valid",
        string? input = null,
        int groups = 1,
        bool bias = true)
    {
        EquatableArray<int> kernelExtent = Extent(kernel);
        int rank = kernelExtent.Count;
        Assert.True(PaddingParser.TryParse(padding, out PaddingSpec paddingSpec));

        return new ConvSpec
        {
            Kernel = kernelExtent,
            InChannels = inChannels,
            Filters = filters,
            Input = input is null ? default : Extent(input),
            Stride = ExtentParser.Broadcast(Extent(stride), rank),
            Dilation = ExtentParser.Broadcast(Extent(dilation), rank),
            Padding = paddingSpec with
            {
                Begin = ExtentParser.Broadcast(paddingSpec.Begin, rank),
                End = ExtentParser.Broadcast(paddingSpec.End, rank),
            },
            Groups = groups,
            Bias = bias,
        };
    }

    private static EquatableArray<int> Extent(string text)
    {
        Assert.True(ExtentParser.TryParse(text, out EquatableArray<int> extent));

        return extent;
    }
}
