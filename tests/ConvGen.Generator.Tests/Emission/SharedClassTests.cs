using System.Collections.Generic;
using System.Linq;
using System.Threading;
using ConvGen.Generator.Emission;
using ConvGen.Generator.Models;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Emission;

/// <summary>The classes that layers share are known by their names, which must say all that their texts depend on.</summary>
public sealed class SharedClassTests
{
    [Fact]
    public void EqualNamesAreEqualTexts()
    {
        (string Name, string Text)[] classes = [.. Specs().SelectMany(Shared).Select(static shared => (shared.Name, shared.Text)).Distinct()];
        string[] differing =
        [
            .. classes.GroupBy(static shared => shared.Name)
                .Where(static group => group.Count() > 1)
                .Select(static group => group.Key),
        ];

        Assert.True(classes.Length > 200);
        Assert.Empty(differing);
    }

    [Fact]
    public void LayersThatDifferInFiltersAndExtentsShareTheirTransformsAndTiles()
    {
        SharedClass[] first = [.. Shared(SpecOf.Conv("3x3", 64, 64, padding: "same", input: "60x56"))];
        SharedClass[] second = [.. Shared(SpecOf.Conv("3x3", 64, 96, padding: "1", input: "60x112"))];

        Assert.Contains(first, static shared => shared.Name == "InputTransform6x4_3x3_16Channels_Ahead_Avx512");
        Assert.Contains(first, static shared => shared.Name == "OutputTransform6x4_3x3_16Filters_Avx512");
        Assert.Contains(first, static shared => shared.Name == "WinogradTiles14x2_64Channels_NearWeights_Avx512");

        // And the loops over inputs and over outputs, and the matrices that every instruction set has in common.
        Assert.Equal(5, first.Intersect(second).Count(static shared => shared.Name.EndsWith("_Avx512", System.StringComparison.Ordinal)));
        Assert.Contains(first.Intersect(second), static shared => shared.Name == "WinogradMatrices6x4_3x3");
    }

    [Theory]
    [InlineData("3x3", 96, 112, null)]
    [InlineData("3x3", 144, 240, "19x19")]
    [InlineData("5x5", 64, 96, "14x14")]
    public void DepthwiseLayersThatDifferInChannelsShareTheirColumns(string kernel, int channels, int more, string? input)
    {
        SharedClass[] first = [.. Shared(Depthwise(channels))];
        SharedClass[] second = [.. Shared(Depthwise(more))];

        Assert.Contains(first, shared => shared.Name == $"Floats{channels}");
        Assert.Contains(second, shared => shared.Name == $"Floats{more}");
        Assert.Contains(first.Intersect(second), static shared => shared.Name.StartsWith("DepthwiseTiles", System.StringComparison.Ordinal));

        ConvSpec Depthwise(int width)
        {
            return SpecOf.Conv(kernel, width, width, padding: "same", input: input) with { Groups = width };
        }
    }

    [Theory]
    [InlineData("1x1", 256, 64, 144, "56x56")]
    [InlineData("7x7", 3, 64, 128, "112x112")]
    [InlineData("9", 32, 64, 128, null)]
    public void DirectLayersThatDifferInFiltersShareTheTilesOfWholeBlocks(string kernel, int channels, int filters, int more, string? input)
    {
        SharedClass[] first = [.. Shared(SpecOf.Conv(kernel, channels, filters, padding: "same", input: input))];
        SharedClass[] second = [.. Shared(SpecOf.Conv(kernel, channels, more, padding: "same", input: input))];

        Assert.All(
            first.Where(static shared => shared.Name.EndsWith("_Avx512", System.StringComparison.Ordinal)),
            shared => Assert.Contains(shared, second));
        Assert.Contains(first, static shared => shared.Name.StartsWith("DirectTiles", System.StringComparison.Ordinal));
    }

    [Fact]
    public void TilesThatDifferInMoreThanTheirNamesSayAreApart()
    {
        ConvSpec plain = SpecOf.Conv("1x1", 64, 64, input: "56x56");
        IEnumerable<string> tiles = Names(plain);

        Assert.Empty(tiles.Intersect(Names(plain with { Activation = Models.Activation.Relu })));
        Assert.NotEmpty(tiles.Intersect(Names(plain with { Filters = 128 })));

        static IEnumerable<string> Names(ConvSpec spec)
        {
            return Shared(spec).Select(static shared => shared.Name);
        }
    }

    private static IEnumerable<SharedClass> Shared(ConvSpec spec)
    {
        TargetType type = new("Demo", default, "Layer", "public", "Demo.Layer");
        return ConvEmitter.Emit(new SharedTarget(new ConvTarget(type, spec), type), CancellationToken.None).Shared;
    }

    private static IEnumerable<ConvSpec> Specs()
    {
        (string Kernel, string Stride, string Dilation, string? Input)[] shapes =
        [
            ("3x3", "1", "1", "56x56"), ("3x3", "1", "1", null), ("3x3", "1", "1", "14x20"), ("3x3", "1", "2", "28x28"), ("3x3", "2", "1", "56x56"),
            ("3x3", "1x2", "1", "56x56"), ("5x5", "1", "1", "28x28"), ("5x5", "2", "1", "35x35"), ("7x7", "1", "1", "28x28"), ("1x7", "1", "1", "17x17"),
            ("7x1", "1", "1", "17x17"), ("1x3", "1", "1x3", "20x40"), ("1x1", "1", "1", "14x14"),
            ("3", "1", "1", "4096"), ("3", "1", "2", null), ("9", "1", "1", "512"), ("5", "2", "1", "512"),
            ("3x3x3", "1", "1", "8x28x28"), ("1x3x3", "1", "1", "8x28x28"), ("3x1x1", "1", "1", "16x14x14"), ("3x3x1", "1", "1", "8x14x14"), ("3x3x3", "1", "1", "3x28x28"),
        ];
        (int Channels, int Filters)[] widths = [(16, 16), (64, 64), (64, 80), (24, 37), (35, 20), (192, 256), (512, 512)];
        (Models.Activation Activation, float Alpha)[] activations = [(Models.Activation.None, 0), (Models.Activation.Relu, 0), (Models.Activation.LeakyRelu, 0.1f), (Models.Activation.LeakyRelu, 0.2f), (Models.Activation.Elu, 1), (Models.Activation.Gelu, 0)];
        int i = 0;

        foreach ((string kernel, string stride, string dilation, string? input) in shapes)
        {
            foreach ((int channels, int filters) in widths)
            {
                foreach (Models.Layout layout in (Models.Layout[])[Models.Layout.ChannelsLast, Models.Layout.ChannelsFirst])
                {
                    // Every shape meets every activation with one of the widths.
                    (Models.Activation activation, float alpha) = activations[i++ % activations.Length];
                    yield return SpecOf.Conv(kernel, channels, filters, stride, dilation, "same", input) with
                    {
                        Activation = activation,
                        Alpha = alpha,
                        Layout = layout,
                        Algorithm = kernel == "1x1" ? Models.Algorithm.Auto : Models.Algorithm.Winograd,
                    };
                }
            }
        }
    }
}
