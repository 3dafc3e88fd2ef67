using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;

namespace ConvGen.Tests.Support;

/// <summary>
/// Pointwise layers whose kernels sum only the outputs that meet input, as PaddedOutputsTests tell, of every way to read it: pixels where they
/// lie, from the first on or a stride behind it, in rows or as one, copied ones and those of few filters. Channels first: pixels that are
/// gathered or transposed in whole rows, and planes that are copied.
/// </summary>
public static class PaddedTrials
{
    /// <summary>Gets the trials, numbered apart from the random ones.</summary>
    public static IReadOnlyList<LayerTrial> All { get; } = [.. Sources().Concat(Planes()).Select(static (source, index) => Trial(source, index))];

    private static IEnumerable<LayerSource> Sources()
    {
        LayerSource copied = new("1x1", 1024, 200) { Input = "7x7", Stride = "2", Padding = "3" };

        foreach (Activation activation in (Activation[])[Activation.None, Activation.Relu, Activation.Relu6, Activation.HardSigmoid, Activation.HardSwish, Activation.Gelu, Activation.Mish])
        {
            yield return copied with { Activation = activation };
        }

        yield return copied with { Bias = false };
        yield return copied with { Bias = false, Activation = Activation.Sigmoid };
        yield return copied with { Dilation = "3", Activation = Activation.LeakyRelu, Alpha = 0.3f };
        yield return copied with { Activation = Activation.Elu, Alpha = 0.7f };
        yield return copied with { Input = "7x5", Stride = "2x3", Padding = "3:2x1:4" };
        yield return new("1x1", 2048, 512) { Input = "7x7", Stride = "2", Padding = "3", Groups = 2 };
        yield return new("1x1", 1024, 64) { Input = "2x3", Padding = "2", Activation = Activation.Relu };
        yield return new("1x1", 1024, 24) { Input = "3x4", Stride = "3", Padding = "5" };
        yield return new("1x1", 512, 2) { Input = "5x5", Padding = "3", Activation = Activation.Tanh };
        yield return new("1x1", 512, 2) { Input = "5x5", Stride = "2", Padding = "3" };
        yield return new("1x1", 512, 8) { Input = "3x3", Stride = "2", Padding = "3" };
        yield return new("1x1x1", 1024, 40) { Input = "2x2x2", Padding = "2", Activation = Activation.Silu };
    }

    private static IEnumerable<LayerSource> Planes()
    {
        foreach (LayerSource source in Sources())
        {
            yield return source with { Layout = Layout.ChannelsFirst };
        }

        foreach (Activation activation in (Activation[])[Activation.Relu, Activation.Gelu])
        {
            LayerSource planes = new("1x1", 512, 64) { Layout = Layout.ChannelsFirst, Activation = activation };
            yield return planes with { Input = "14x14", Padding = "1" };
            yield return planes with { InChannels = 96, Filters = 48, Input = "9x21", Stride = "3", Padding = "4" };
            yield return planes with { InChannels = 32, Filters = 32, Input = "29x30", Stride = "2", Padding = "1" };
            yield return planes with { InChannels = 128, Filters = 256, Groups = 2, Input = "6x6", Stride = "2", Padding = "1" };
            yield return planes with { InChannels = 128, Filters = 256, Groups = 4, Input = "6x6", Stride = "2", Padding = "1" };
            yield return planes with { InChannels = 128, Filters = 256, Groups = 8, Input = "6x6", Stride = "2", Padding = "1" };
            yield return planes with { Kernel = "1", Input = "40", Stride = "2", Padding = "9" };
            yield return planes with { Kernel = "1x1x1", InChannels = 96, Filters = 48, Input = "5x9x21", Stride = "2x3x3", Padding = "1x4x4" };
            yield return planes with { InChannels = 1024, Input = "1x1", Padding = "1" };
        }
    }

    private static LayerTrial Trial(LayerSource source, int index)
    {
        const int FirstSeed = 3_000_000;
        return new LayerTrial(FirstSeed + index, source, Extents.Parse(source.Input!, source.Rank), Batch: 1 + (index % 2), Degree: 1 + (index % 3));
    }
}
