using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Testing;
using ConvGen.Tests.Isa;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Jit;

/// <summary>The transforms of minimal filtering keep inputs, results and the constants of their matrices in registers.</summary>
/// <remarks>
/// A step along an axis of n inputs holds n of them, two results with their even and odd parts, and the constants of the
/// points: at most 6 + 3 + 5 = 14 vectors for F(4, 3), which fit 16 registers. F(6, 3) has 8 inputs and 10 to 12 constants:
/// AVX2 must read some of them from the stack, which costs a load each and no more.
/// </remarks>
[Collection(AloneCollection.Name)]
public sealed class TransformSpillTests
{
    /// <summary>The most vectors that a step of F(6, 3) reads again or puts aside on AVX2.</summary>
    private const int MostSpills = 8;

    private static readonly (string Kernel, string Input, int Channels, string Tile)[] Layers =
    [
        ("3x3", "2x2", 64, "F(2x2, 3x3)"),
        ("3x3", "16x16", 16, "F(4x4, 3x3)"),
        ("3x3x3", "2x2x2", 16, "F(2x2x2, 3x3x3)"),
        ("3x3x3", "8x56x56", 32, "F(4x4x4, 3x3x3)"),
        ("3x3", "60x56", 64, "F(6x4, 3x3)"),
    ];

    public static IEnumerable<object[]> Paths => SpillTests.Paths;

    [ReasonedTheory]
    [MemberData(nameof(Paths))]
    public void Steps_stay_in_registers(string path)
    {
        foreach ((string kernel, string input, int channels, string tile) in Layers)
        {
            LayerSource layer = new(kernel, channels, channels) { Input = input, Padding = "same", Algorithm = Algorithm.Winograd };
            Assert.Equal(tile, Plan(layer).Kernels.Single(plan => plan.Isa.Name == path).Winograd!.Name);
            AssertInRegisters(layer, tile, path);
        }
    }

    private static void AssertInRegisters(LayerSource layer, string tile, string path)
    {
        IReadOnlyList<MethodListing> transforms = TileDisassembly.RunTransforms(
            CompilationCache.Load($"using ConvGen; {layer.ToAttribute()} public partial class Layer;"), path);
        bool isTooWide = path == InstructionSet.Avx2 && tile.Contains('6', System.StringComparison.Ordinal);

        // That of the input and that of the output.
        Assert.Equal(2, transforms.Count);

        foreach (MethodListing transform in transforms)
        {
            Assert.True(transform.IsOptimized, $"{transform.Name} is not optimised.");
            Assert.True(MethodListing.Arithmetic(transform.Lines) >= 4 * layer.Rank, $"{tile}: {transform.Name} computes nothing.");

            // Short loops are unrolled, so that there may be none.
            IReadOnlyList<string[]> parts = isTooWide ? transform.InnermostLoops() : [[.. transform.Lines]];

            foreach (IReadOnlyList<string> spills in parts.Select(transform.Spills))
            {
                Assert.True(spills.Count <= (isTooWide ? MostSpills : 0), $"{tile}, {transform.Name}:\n{string.Join('\n', spills)}");
            }
        }
    }

    private static ConvPlan Plan(LayerSource layer)
    {
        int[] ones = [.. Enumerable.Repeat(1, layer.Rank)];
        return Planner.Plan(new ConvSpec
        {
            Kernel = new EquatableArray<int>(Extents.Parse(layer.Kernel, layer.Rank)),
            InChannels = layer.InChannels,
            Filters = layer.Filters,
            Input = new EquatableArray<int>(Extents.Parse(layer.Input!, layer.Rank)),
            Stride = new EquatableArray<int>(ones),
            Dilation = new EquatableArray<int>(ones),
            Padding = new PaddingSpec(PaddingKind.Same, default, default),
            Algorithm = Generator.Models.Algorithm.Winograd,
        });
    }
}
