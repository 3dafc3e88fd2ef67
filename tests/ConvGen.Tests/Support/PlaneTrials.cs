using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;

namespace ConvGen.Tests.Support;

/// <summary>
/// Layers whose kernels read planes where they lie: rows narrower than a vector, of whole vectors and a little more; tiles
/// that overlap; windows that lie in the padding for the most part; strides, dilations and depth. A few read copies of
/// planes, which the same tiles meet.
/// </summary>
public static class PlaneTrials
{
    private static readonly LayerSource Depthwise = new("3x3", 5, 5) { Groups = 5, Padding = "same", Layout = Layout.ChannelsFirst };

    /// <summary>Gets the trials, numbered apart from the random ones.</summary>
    public static IReadOnlyList<LayerTrial> All { get; } = [.. Sources().Select(static (source, index) => Trial(source, index))];

    private static IEnumerable<LayerSource> Sources()
    {
        foreach (string input in (string[])["7x7", "14x14", "4x4", "1x5", "10x10", "9x19", "16x16", "17x33", "11x56", "3x202", "23x38"])
        {
            yield return Depthwise with { Input = input };
            yield return Depthwise with { Input = input, Stride = "2", Padding = "1" };
        }

        yield return Depthwise with { Input = "8x8", Stride = "2", Padding = "0:1" };
        yield return Depthwise with { Input = "29x13", Activation = Activation.Gelu };
        yield return Depthwise with { Input = "13x21", Activation = Activation.LeakyRelu, Stride = "2x1" };
        yield return Depthwise with { Input = "18x22", Dilation = "2" };
        yield return Depthwise with { Input = "18x22", Dilation = "3x1", Stride = "1x2" };
        yield return new("5x5", 3, 6) { Groups = 3, Padding = "same", Layout = Layout.ChannelsFirst, Input = "3x9" };
        yield return new("5x5", 4, 4) { Groups = 4, Padding = "2", Stride = "2", Layout = Layout.ChannelsFirst, Input = "15x35" };
        yield return new("4x4", 4, 4) { Groups = 4, Padding = "1", Stride = "2", Layout = Layout.ChannelsFirst, Input = "12x18" };
        yield return new("2x2", 4, 4) { Groups = 4, Stride = "2", Layout = Layout.ChannelsFirst, Input = "12x18" };
        yield return new("7x7", 4, 4) { Groups = 4, Padding = "3", Layout = Layout.ChannelsFirst, Input = "9x30" };
        yield return new("7x7", 4, 4) { Groups = 4, Padding = "3", Stride = "2", Layout = Layout.ChannelsFirst, Input = "20x9" };
        yield return new("7x1", 17, 2) { Padding = "0x2", Layout = Layout.ChannelsFirst, Input = "18x13", Algorithm = Algorithm.Direct };
        yield return new("1x9", 4, 4) { Groups = 4, Padding = "0x4", Layout = Layout.ChannelsFirst, Input = "5x41" };
        yield return new("3", 6, 6) { Groups = 6, Padding = "1", Layout = Layout.ChannelsFirst, Input = "16" };
        yield return new("3x3", 8, 3) { Padding = "same", Layout = Layout.ChannelsFirst, Input = "13x28", Algorithm = Algorithm.Direct };

        // Copies of a few planes that more filters meet.
        yield return new("3x3", 3, 37) { Padding = "same", Layout = Layout.ChannelsFirst, Input = "19x41" };
        yield return new("3x3", 3, 33) { Padding = "1", Stride = "2", Layout = Layout.ChannelsFirst, Input = "35x34", Activation = Activation.Relu };
        yield return new("5x5", 1, 18) { Padding = "2", Stride = "2x1", Layout = Layout.ChannelsFirst, Input = "21x27", Activation = Activation.Gelu };

        // Planes that are summed as a whole: rows of any width and height, one or two input vectors to a vector of sums, windows that lie in the padding.
        foreach (string input in (string[])["8x8", "5x6", "9x4", "1x7", "2x15", "13x5", "12x13"])
        {
            yield return Depthwise with { Input = input };
            yield return new("5x5", 6, 12) { Groups = 6, Padding = "2", Layout = Layout.ChannelsFirst, Input = input };
        }

        foreach (string input in (string[])["14x14", "8x8", "15x9", "6x12", "11x13"])
        {
            yield return Depthwise with { Input = input, Stride = "2", Padding = "1:0" };
            yield return Depthwise with { Input = input, Stride = "2x1", Padding = "0:2x1" };
            yield return Depthwise with { Input = input, Stride = "3x1", Padding = "2x0:2", Activation = Activation.Gelu };
        }

        yield return Depthwise with { Input = "8x8", Padding = "valid" };
        yield return Depthwise with { Input = "7x7", Padding = "3x2", Dilation = "2x1" };
        yield return Depthwise with { Input = "9x8", Padding = "2", Dilation = "2", Activation = Activation.Silu };
        yield return new("7x7", 3, 3) { Groups = 3, Padding = "3", Layout = Layout.ChannelsFirst, Input = "7x7" };

        // Planes in the order of memory: vectors that begin with one or two rows or anywhere, in one part or several, two sums of an output, lanes beyond both ends.
        foreach (string input in (string[])["3x4", "4x8", "5x5", "9x9", "12x5", "3x16", "2x11"])
        {
            yield return Depthwise with { Input = input };
            yield return Depthwise with { Input = input, Dilation = "2", Padding = "2", Activation = Activation.Gelu };
            yield return new("2x3", 5, 10) { Groups = 5, Padding = "1:0x2:0", Layout = Layout.ChannelsFirst, Input = input, Activation = Activation.Relu };
            yield return new("3x3", 5, 5) { Groups = 5, Padding = "1:1x1:0", Stride = "2", Layout = Layout.ChannelsFirst, Input = input };
        }

        yield return new("3x3", 5, 5) { Groups = 5, Padding = "1x0", Layout = Layout.ChannelsFirst, Input = "6x10" };
        yield return new("5x5", 5, 5) { Groups = 5, Padding = "2", Layout = Layout.ChannelsFirst, Input = "5x5", Activation = Activation.LeakyRelu };
        yield return new("3x4", 5, 5) { Groups = 5, Padding = "1x1", Stride = "2", Layout = Layout.ChannelsFirst, Input = "9x16" };
        yield return new("9", 5, 5) { Groups = 5, Padding = "4", Layout = Layout.ChannelsFirst, Input = "100" };
        yield return new("3", 5, 5) { Groups = 5, Padding = "0:2", Layout = Layout.ChannelsFirst, Input = "131" };
        yield return new("3", 5, 5) { Groups = 5, Dilation = "3", Layout = Layout.ChannelsFirst, Input = "21" };
        yield return new("2x4", 7, 7) { Groups = 7, Padding = "0:1x1:2", Layout = Layout.ChannelsFirst, Input = "6x8" };
        yield return new("4x4", 7, 7) { Groups = 7, Padding = "1", Stride = "2", Layout = Layout.ChannelsFirst, Input = "14x12" };
        yield return new("5", 21, 21) { Groups = 21, Padding = "2", Layout = Layout.ChannelsFirst, Input = "16" };
        yield return new("3", 21, 42) { Groups = 21, Layout = Layout.ChannelsFirst, Input = "9", Activation = Activation.Relu };

        // Planes that are one row each, copied: positions that a stride leaves out, groups, half a vector at the end, several blocks.
        foreach (string input in (string[])["15x17", "14x14", "5x33", "9x9", "3x2", "1x50"])
        {
            yield return new("1x1", 20, 9) { Stride = "2", Layout = Layout.ChannelsFirst, Input = input };
            yield return new("1x1", 12, 36) { Groups = 3, Layout = Layout.ChannelsFirst, Input = input };
        }

        // The same copied by the first filters, or met once: ends of every number of columns, tiles of one vector and of two, one channel.
        foreach (string input in (string[])["2x4", "3x3", "2x5", "1x11", "3x4", "1x13", "2x7", "3x5", "4x4", "1x17", "3x6", "5x5", "4x7", "1x131"])
        {
            yield return new("1x1", 5, 5) { Layout = Layout.ChannelsFirst, Input = input };
            yield return new("1x1", 7, 17) { Layout = Layout.ChannelsFirst, Input = input, Activation = Activation.Tanh };
        }

        yield return new("1x1", 1, 13) { Layout = Layout.ChannelsFirst, Input = "5x5", Activation = Activation.Relu };
        yield return new("1x1", 3, 2) { Layout = Layout.ChannelsFirst, Input = "9x9" };
        yield return new("1", 5, 14) { Layout = Layout.ChannelsFirst, Input = "21" };
        yield return new("1x1x1", 5, 14) { Layout = Layout.ChannelsFirst, Input = "3x3x5" };
        yield return new("1x1x1", 5, 14) { Layout = Layout.FramesFirst, Input = "3x3x5" };
        yield return new("1x1", 6, 5) { Stride = "1x2", Layout = Layout.ChannelsFirst, Input = "7x19" };
        yield return new("1x1", 6, 5) { Stride = "2x1", Layout = Layout.ChannelsFirst, Input = "7x19" };
        yield return new("1x1", 8, 8) { Stride = "3", Groups = 2, Layout = Layout.ChannelsFirst, Input = "22x19", Activation = Activation.Gelu };
        yield return new("1x1", 130, 9) { Layout = Layout.ChannelsFirst, Input = "37x37" };
        yield return new("1x1", 130, 40) { Stride = "2", Layout = Layout.ChannelsFirst, Input = "51x51" };
        yield return new("1", 33, 70) { Stride = "2", Layout = Layout.ChannelsFirst, Input = "41" };
        yield return new("3x3", 20, 9) { Padding = "1", Layout = Layout.ChannelsFirst, Input = "1x1" };

        foreach (Layout layout in (Layout[])[Layout.ChannelsFirst, Layout.FramesFirst])
        {
            yield return new("1x1x1", 20, 9) { Stride = "2", Layout = layout, Input = "3x9x15" };
            yield return new("1x1x1", 20, 9) { Stride = "1x2x2", Layout = layout, Input = "3x9x15" };
            yield return new("1x1x1", 8, 24) { Groups = 4, Stride = "2x1x1", Layout = layout, Input = "4x5x10" };
            yield return new("3x3x3", 3, 3) { Groups = 3, Padding = "same", Layout = layout, Input = "4x7x7" };
            yield return new("3x3x3", 3, 6) { Groups = 3, Padding = "1", Stride = "1x2x2", Layout = layout, Input = "4x14x14" };
            yield return new("3x3x3", 3, 3) { Groups = 3, Padding = "0x1x1", Stride = "2", Layout = layout, Input = "5x8x8", Activation = Activation.Mish };
            yield return new("1x5x5", 3, 3) { Groups = 3, Padding = "0x2x2", Layout = layout, Input = "3x7x7" };
            yield return new("5x3x3", 3, 3) { Groups = 3, Padding = "2x0:1x0:1", Stride = "1x2x2", Layout = layout, Input = "3x14x14" };
            yield return new("3x3x3", 4, 1) { Padding = "1", Stride = "2x1x1", Dilation = "2x1x1", Layout = layout, Input = "7x10x24", Algorithm = Algorithm.Direct };
            yield return new("1x3x3", 3, 3) { Groups = 3, Padding = "1", Layout = layout, Input = "2x9x12", Activation = Activation.Mish };
        }
    }

    private static LayerTrial Trial(LayerSource source, int index)
    {
        const int FirstSeed = 1_000_000;
        return new LayerTrial(FirstSeed + index, source, Extents.Parse(source.Input!, source.Rank), Batch: 1 + (index % 2), Degree: 1 + (index % 3));
    }
}
