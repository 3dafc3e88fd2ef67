using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;

namespace ConvGen.Tests.Support;

/// <summary>
/// Layers whose channels lie in planes and are transposed for their kernel, a few groups at a time: rows with and without
/// padding, strides that leave columns behind, blocks of a few rows, and filters that fill no vector.
/// </summary>
public static class TransposedTrials
{
    /// <summary>Gets the trials, numbered apart from the random ones.</summary>
    public static IReadOnlyList<LayerTrial> All { get; } = [.. Sources().Select(static (source, index) => Trial(source, index))];

    private static IEnumerable<LayerSource> Sources()
    {
        LayerSource grouped = new("3x3", 64, 64) { Groups = 4, Padding = "1", Layout = Layout.ChannelsFirst, Algorithm = Algorithm.Direct };

        foreach (string input in (string[])["14x14", "7x7", "3x2", "33x31"])
        {
            yield return grouped with { Input = input };
            yield return grouped with { Input = input, Stride = "2", Activation = Activation.Gelu };
            yield return grouped with { Input = input, Groups = 8, Activation = Activation.LeakyRelu };
        }

        yield return grouped with { Activation = Activation.Silu };
        yield return grouped with { Input = "41x130", Groups = 16 };
        yield return grouped with { Input = "12x9", Dilation = "2", Padding = "2" };
        yield return grouped with { Input = "12x9", Padding = "0x2:1" };
        yield return grouped with { Input = "12x9", PaddingMode = PaddingMode.Reflect };
        yield return grouped with { Input = "12x9", Padding = "valid", Stride = "1x3" };
        yield return grouped with { Input = "10x11", Algorithm = Algorithm.Winograd };
        yield return new("3x3", 128, 192) { Groups = 2, Input = "6x5", Padding = "same", Layout = Layout.ChannelsFirst, Algorithm = Algorithm.Direct };
        yield return new("3x3", 48, 160) { Groups = 16, Input = "9x8", Padding = "same", Layout = Layout.ChannelsFirst };
        yield return new("3x3", 65, 67) { Input = "9x10", Padding = "same", Layout = Layout.ChannelsFirst, Algorithm = Algorithm.Direct };
        yield return new("4x4", 19, 21) { Input = "13x17", Stride = "3x2", Layout = Layout.ChannelsFirst };
        yield return new("5", 96, 96) { Groups = 3, Input = "61", Padding = "same", Layout = Layout.ChannelsFirst };

        foreach (Layout layout in (Layout[])[Layout.ChannelsFirst, Layout.FramesFirst])
        {
            yield return new("5x5x5", 48, 48) { Groups = 48, Input = "4x7x7", Padding = "2", Layout = layout };
            yield return new("3x3x3", 64, 32) { Groups = 4, Input = "5x9x10", Padding = "1", Stride = "2", Layout = layout, Activation = Activation.Mish };
            yield return new("2x2x2", 32, 32) { Groups = 8, Input = "5x6x7", Layout = layout };
        }
    }

    private static LayerTrial Trial(LayerSource source, int index)
    {
        const int FirstSeed = 2_000_000;
        string extent = source.Input ?? "11x12";
        return new LayerTrial(FirstSeed + index, source, Extents.Parse(extent, source.Rank), Batch: 1 + (index % 2), Degree: 1 + (index % 3));
    }
}
