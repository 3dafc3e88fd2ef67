using System.Linq;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Reporting;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

/// <summary>Which bars a layer is held to; every layer is set beside the best record and the peers, channels first and on two threads too.</summary>
public sealed class LayerBarsTests
{
    private static readonly string[] ForEveryLayer = ["two threads, layers over 1 ms", "every layer beside the best record", "every layer beside the better peer"];

    [Theory]
    [InlineData("3x3", 64, 64, "56x56", 1, 1, 1, "3x3, 64 to 64 on 56x56|3x3, 64+ channels on 14x14 to 112x112|channels first, 64+ channels")]
    [InlineData("3x3", 512, 512, "7x7", 1, 1, 1, "3x3, 64+ channels on other images|channels first, 64+ channels")]
    [InlineData("3x3", 64, 128, "56x56", 2, 1, 1, "3x3 to 7x7, strided or dilated, 16+ channels|channels first, 64+ channels")]
    [InlineData("3x3", 64, 64, "28x28", 1, 2, 1, "3x3 to 7x7, strided or dilated, 16+ channels|channels first, 64+ channels")]
    [InlineData("3x3x3", 64, 64, "8x56x56", 1, 1, 1, "3x3x3, 64 to 64 on 8x56x56|3x3x3, 32+ channels|channels first, 64+ channels")]
    [InlineData("3x3x3", 3, 16, "32x64x64", 1, 1, 1, "3x3x3, 2 to 16 channels, 16+ filters")]
    [InlineData("3x3x3", 1, 16, "32x64x64", 1, 1, 1, "3x3x3, 1 channel, 16+ filters")]
    [InlineData("3x3x3", 16, 1, "32x64x64", 1, 1, 1, "few filters, 16+ channels to 1 to 3")]
    [InlineData("1x1", 256, 64, "56x56", 1, 1, 1, "1x1, 64+ channels|channels first, 64+ channels")]
    [InlineData("7x7", 3, 64, "224x224", 2, 1, 1, "stem 3x3 and 7x7 strided, 3 channels")]
    [InlineData("3x3", 32, 32, "112x112", 1, 1, 32, "depthwise")]
    [InlineData("3x3", 128, 128, "56x56", 1, 1, 32, "grouped, 4 to 32 channels a group|channels first, 64+ channels")]
    [InlineData("2", 64, 64, "4096", 1, 8, 1, "3x3 to 7x7, strided or dilated, 16+ channels|1D, 64+ channels|channels first, 64+ channels")]
    [InlineData("3x3", 16, 32, "8x8", 1, 1, 1, "tiny, 1 to 32 channels on 8x8 to 28x28")]
    public void Cover_their_layers(string kernel, int channels, int filters, string input, int stride, int dilation, int groups, string expected)
    {
        int[] extents = Extents(kernel);
        ConvCase layer = new()
        {
            Name = "layer",
            Groups = groups,
            InChannels = channels,
            Filters = filters,
            Input = Extents(input),
            Kernel = extents,
            Stride = [.. extents.Select(_ => stride)],
            Dilation = [.. extents.Select(_ => dilation)],
            PadBegin = [.. extents.Select(_ => 0)],
            PadEnd = [.. extents.Select(_ => 0)],
        };

        string[] bars = [.. LayerBars.All.Where(bar => bar.Covers(layer)).Select(bar => bar.Name)];

        Assert.Equal([.. expected.Split('|'), .. ForEveryLayer], bars);
    }

    private static int[] Extents(string text)
    {
        return [.. text.Split('x').Select(int.Parse)];
    }
}
