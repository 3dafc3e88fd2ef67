using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Jit;

/// <summary>The sums and weights of the tiles whose lanes are columns stay in registers too.</summary>
[Collection(AloneCollection.Name)]
public sealed class PlanarSpillTests
{
    private const string Layers =
        """
        using ConvGen;
        [Conv("1x1", 256, 64, Input = "56x56", Layout = Layout.ChannelsFirst)] public partial class Pointwise;
        [Conv("1x1", 256, 6, Input = "15x15", Layout = Layout.ChannelsFirst)] public partial class PointwiseOnce;
        [Conv("3x3", 32, 32, Groups = 32, Input = "112x112", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class Depthwise3;
        [Conv("3x3", 64, 64, Groups = 64, Input = "56x56", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class Depthwise3Half;
        [Conv("3x3", 64, 64, Groups = 64, Input = "10x10", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class WholePlane10;
        [Conv("3x3", 64, 64, Groups = 64, Input = "16x16", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class WholePlane16;
        [Conv("3x3", 64, 64, Groups = 64, Input = "8x8", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class WholePlane8;
        [Conv("5x5", 64, 64, Groups = 64, Input = "7x7", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class WholePlane7;
        [Conv("3x3", 64, 64, Groups = 64, Input = "8x8", Stride = "2", Padding = "1:0", Layout = Layout.ChannelsFirst)] public partial class StridedPlane8;
        [Conv("3x3", 64, 64, Groups = 64, Input = "7x7", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class LinearPlane7;
        [Conv("3x3", 64, 64, Groups = 64, Input = "14x14", Stride = "2", Padding = "1:0", Layout = Layout.ChannelsFirst)] public partial class LinearPlane14;
        [Conv("3", 64, 64, Groups = 64, Input = "88", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class LinearRow88;
        [Conv("1x7", 64, 64, Groups = 64, Input = "9x100", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class Row7;
        [Conv("5x5", 1, 1, Input = "512x512", Padding = "same")] public partial class Image5;
        [Conv("7x7", 64, 64, Groups = 64, Input = "56x56", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class Depthwise7;
        [Conv("3x3", 3, 64, Input = "56x56", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class FewChannels;
        [Conv("3x3", 3, 64, Input = "224x224", Stride = "2", Padding = "1", Layout = Layout.ChannelsFirst)] public partial class FewChannelsStrided;
        [Conv("3x3x3", 16, 1, Input = "24x96x128", Padding = "same", Layout = Layout.ChannelsFirst)] public partial class FewFilters;
        """;

    public static IEnumerable<object[]> Paths => SpillTests.Paths;

    [ReasonedTheory]
    [MemberData(nameof(Paths))]
    public void No_hot_loop_touches_the_stack(string path)
    {
        Assembly assembly = CompilationCache.Load(Layers);
        MethodListing[] tiles = [.. TileDisassembly.Run(assembly, path).Where(static tile => tile.Name.StartsWith("PlanarTile", StringComparison.Ordinal))];

        Assert.True(tiles.Length >= 5, $"There are only {tiles.Length} tiles.");

        foreach (MethodListing tile in tiles)
        {
            Assert.True(tile.IsOptimized, $"{tile.Name} is not optimised.");

            // Where not all columns of taps have one text there is no loop or more than one: all of a tile is hot.
            IReadOnlyList<string[]> loops = tile.HotLoops();
            string[] loop = loops.Count == 1 ? loops[0] : [.. tile.Lines];
            IReadOnlyList<string> spills = tile.Spills(loop);
            Assert.True(MethodListing.MultiplyAdds(loop) > 0, $"{tile.Name} has no multiply-add in its loop.");
            Assert.True(spills.Count == 0, $"{tile.Name}:\n{string.Join('\n', spills)}");
        }
    }
}
