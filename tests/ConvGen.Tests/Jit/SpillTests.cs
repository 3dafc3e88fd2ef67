using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ConvGen.Testing;
using ConvGen.Tests.Isa;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Jit;

/// <summary>
/// The sums of a tile stay in registers: one that is spilled in the hot loop costs more than any planning gains.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class SpillTests
{
    // The layers whose tiles are the main ones: 64, 32, 24 and 16 filters by direct summation, 64 by minimal filtering;
    // one of few channels, whose neighbouring pixels and taps read the same inputs; two of few pixels, whose tiles have
    // two sums of each; two of few filters, whose lanes are channels; one pixel whose narrow vectors meet several blocks of filters; one whose narrow vectors write two lines of a pixel past the caches; and groups of 16 filters, which slide along a row
    // with AVX-512 and are summed directly with AVX2.
    private const string Layers =
        """
        using ConvGen;
        [Conv("3x3", 64, 64, Input = "56x56", Padding = "same", Algorithm = Algorithm.Direct)] public partial class Filters64;
        [Conv("3x3", 64, 24, Input = "56x56", Padding = "same", Algorithm = Algorithm.Direct)] public partial class Filters24;
        [Conv("3x3", 64, 32, Input = "56x56", Padding = "same", Algorithm = Algorithm.Direct)] public partial class Filters32;
        [Conv("3x3", 64, 16, Input = "56x54", Padding = "same", Algorithm = Algorithm.Direct)] public partial class Filters16;
        [Conv("3x3", 3, 64, Input = "224x224", Padding = "same")] public partial class FewChannels;
        [Conv("1x1", 64, 256, Input = "56x56")] public partial class Pointwise;
        [Conv("3x3", 64, 16, Input = "5x5", Algorithm = Algorithm.Direct)] public partial class FewPixels;
        [Conv("1x1", 64, 80, Input = "1x1")] public partial class OnePixel;
        [Conv("1x1", 1024, 1024, Input = "1x1")] public partial class OnePixelOfFarWeights;
        [Conv("1x1", 16, 96, Input = "256x256")] public partial class FarLines;
        [Conv("1x1", 512, 6, Input = "16x16")] public partial class FewFilters;
        [Conv("9x9", 80, 2, Input = "9x9")] public partial class OnePixelOfFewFilters;
        [Conv("3x3", 512, 512, Groups = 32, Input = "14x14", Padding = "same", Algorithm = Algorithm.Direct)] public partial class Grouped16;
        [Conv("3x3", 64, 64, Input = "56x56", Padding = "same", Algorithm = Algorithm.Winograd)] public partial class Minimal;
        """;

    public static IEnumerable<object[]> Paths =>
        ((string[])[InstructionSet.Avx512, InstructionSet.Avx2]).Select(static path =>
            path == InstructionSet.Current || InstructionSet.IsNarrower(path)
                ? new object[] { path }
                : [path, $"This machine's widest path is {InstructionSet.Current}."]);

    [ReasonedTheory]
    [MemberData(nameof(Paths))]
    public void No_hot_loop_touches_the_stack(string path)
    {
        Assembly assembly = CompilationCache.Load(Layers);

        // Groups of one wide vector slide along the row: SlidingSpillTests has them.
        IReadOnlyList<MethodListing> tiles = [.. TileDisassembly.Run(assembly, path).Where(static tile => !tile.Name.StartsWith("GroupedTile", StringComparison.Ordinal))];

        foreach (string name in MainTiles(path))
        {
            Assert.Contains(tiles, tile => tile.Name.StartsWith(name, StringComparison.Ordinal) && tile.HotLoops().Count > 0);
        }

        foreach (MethodListing tile in tiles)
        {
            Assert.True(tile.IsOptimized, $"{tile.Name} is not optimised.");
            IReadOnlyList<string[]> loops = tile.HotLoops();

            // At the ends of a row there is a loop for each span of taps that the same pixels meet; short ones are unrolled.
            bool isAtEnd = tile.Name.Contains("_Left", StringComparison.Ordinal) || tile.Name.Contains("_Right", StringComparison.Ordinal);

            // The last row of a kernel that stores pixel by pixel has a loop of its own, behind that of the others.
            Assert.True(isAtEnd || loops.Count is 1 or 2, $"{tile.Name}: {loops.Count} loops");

            foreach (string[] loop in loops)
            {
                Assert.InRange(MethodListing.MultiplyAdds(loop), isAtEnd ? 1 : Sums(tile.Name), 200);
                IReadOnlyList<string> spills = tile.Spills(loop);
                Assert.True(spills.Count == 0, $"{tile.Name}:\n{string.Join('\n', spills)}");
            }
        }
    }

    [Fact]
    public void Spill_in_the_innermost_loop_is_found()
    {
        const string Listing =
            """
            ; Assembly listing for method Some.Type:Tile2x1(ptr,ptr) (FullOpts)
            ; rsp based frame
            G_M1_IG02:  ;; offset=0x0000
                   vmovups  zmm1, zmmword ptr [rsp+0x40]
            G_M1_IG03:  ;; offset=0x0010
                   vmovups  zmm0, zmmword ptr [rdx]
            G_M1_IG04:  ;; offset=0x0020
                   vfmadd231ps zmm0, zmm1, dword ptr [rbp+0x04] {1to16}
                   vfmadd231ps zmm2, zmm1, zmmword ptr [rsp+0x80]
                   mov      rax, qword ptr [rsp+0x08]
                   jb       SHORT G_M1_IG04
                   vmovups  zmmword ptr [rsp], zmm0
                   jne      G_M1_IG03
                   ret
            """;
        MethodListing method = Assert.Single(MethodListing.Parse(Listing));
        string[] loop = Assert.Single(method.HotLoops());

        Assert.Equal("Tile2x1", method.Name);
        Assert.True(method.IsOptimized);
        Assert.Equal(2, MethodListing.MultiplyAdds(loop));
        Assert.Equal("vfmadd231ps zmm2, zmm1, zmmword ptr [rsp+0x80]", Assert.Single(method.Spills(loop)));
        Assert.Equal(2, (method with { FrameIsBase = true }).Spills(loop).Count);
    }

    private static string[] MainTiles(string path)
    {
        return path == InstructionSet.Avx512
            ? ["DirectTile6x4_Avx512", "DirectTile14x2_Avx512", "DirectTile3x1_Avx512", "DirectTile1x5_Avx512", "FewFiltersTile4x6_Avx512", "FewFiltersTile1x2_Avx512", "WinogradTile"]
            : ["DirectTile4x3_Avx2", "DirectTile6x2_Avx2", "DirectTile3x2_Avx2", "DirectTile2x4_Avx2", "DirectTile1x5_Avx2", "DirectTile1x2_4Blocks_Avx2", "FewFiltersTile2x6_Avx2", "FewFiltersTile1x2_Avx2", "WinogradTile"];
    }

    /// <summary>The sums of a tile by its name: pixels times vectors.</summary>
    private static int Sums(string name)
    {
        string size = name[(name.IndexOf("Tile", StringComparison.Ordinal) + 4)..name.IndexOf('_')];
        return size.Split('x').Select(int.Parse).Aggregate(static (a, b) => a * b);
    }
}
