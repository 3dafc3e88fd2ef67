using System;
using System.Collections.Generic;
using System.Reflection;
using ConvGen.Testing;
using ConvGen.Tests.Isa;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Jit;

/// <summary>The sums and weights of the tiles that slide along a row stay in registers too.</summary>
[Collection(AloneCollection.Name)]
public sealed class SlidingSpillTests
{
    private const string Layers =
        """
        using ConvGen;
        [Conv("3x3", 32, 32, Groups = 32, Input = "112x112", Padding = "same")] public partial class Depthwise3;
        [Conv("3x3", 96, 96, Groups = 96, Input = "112x112", Stride = "2", Padding = "same")] public partial class Strided3;
        [Conv("3x3", 256, 256, Groups = 256, Input = "28x28", Stride = "2", Padding = "same")] public partial class TwoVectors;
        [Conv("3x3", 512, 512, Groups = 512, Input = "14x14", Padding = "same")] public partial class FourVectors;
        [Conv("5x5", 240, 240, Groups = 240, Input = "14x14", Padding = "same")] public partial class Depthwise5;
        [Conv("7x7", 96, 96, Groups = 96, Input = "56x56", Padding = "same")] public partial class Depthwise7;
        [Conv("3x3x3", 64, 64, Groups = 64, Input = "8x28x28", Padding = "same")] public partial class Depthwise3D;
        [Conv("3x3", 128, 128, Groups = 32, Input = "56x56", Padding = "same", Algorithm = Algorithm.Direct)] public partial class Grouped4;
        [Conv("3x3", 256, 256, Groups = 32, Input = "28x28", Padding = "same", Algorithm = Algorithm.Direct)] public partial class Grouped8;
        """;

    public static IEnumerable<object[]> Paths => SpillTests.Paths;

    [ReasonedTheory]
    [MemberData(nameof(Paths))]
    public void No_hot_loop_touches_the_stack(string path)
    {
        Assembly assembly = CompilationCache.Load(Layers);
        IReadOnlyList<MethodListing> tiles = TileDisassembly.Run(assembly, path);

        Assert.Contains(tiles, static tile => tile.Name.StartsWith("DepthwiseTile", StringComparison.Ordinal));
        Assert.Contains(tiles, static tile => tile.Name.StartsWith("GroupedTile", StringComparison.Ordinal));

        foreach (MethodListing tile in tiles)
        {
            Assert.True(tile.IsOptimized, $"{tile.Name} is not optimised.");
            string[] loop = Assert.Single(tile.HotLoops());
            IReadOnlyList<string> spills = tile.Spills(loop);
            Assert.True(MethodListing.MultiplyAdds(loop) > 0, $"{tile.Name} has no multiply-add in its loop.");
            Assert.True(spills.Count == 0, $"{tile.Name}:\n{string.Join('\n', spills)}");
        }
    }
}
