using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using VerifyTests;
using Xunit;

namespace ConvGen.Generator.Tests.Snapshots;

/// <summary>
/// The generated half of one layer a kernel path and a feature. Only the first of a path shows the kernels of all
/// instruction sets; the others show what sets them apart.
/// </summary>
public sealed class ConvTests
{
    private static readonly string[] InstructionSets = ["Avx512", "Avx2", "Vector128"];

    [Fact]
    public Task Conv2D()
    {
        return Verify("""[Conv("3x3", 64, 64, Input = "56x56", Padding = "same", Activation = Activation.Relu)]""", InstructionSets);
    }

    [Fact]
    public Task Conv3D()
    {
        return Verify("""[Conv("3x3x3", 3, 16, Padding = "same")]""", "Avx512");
    }

    [Fact]
    public Task CausalConv1D()
    {
        return Verify("""[Conv("3", 16, 16, Dilation = "2", Padding = "4:0")]""", "Avx512");
    }

    [Fact]
    public Task Pointwise()
    {
        return Verify("""[Conv("1x1", 32, 16, Input = "7x7", Bias = false)]""", "Avx2");
    }

    [Fact]
    public Task LinesAhead()
    {
        return Verify("""[Conv("1x1", 256, 32, Input = "14x14")]""", "Avx512");
    }

    [Fact]
    public Task StridedLinesAhead()
    {
        return Verify("""[Conv("3x3", 32, 32, Input = "14x14", Stride = "2", Padding = "0:1x0:1")]""", "Avx512");
    }

    [Fact]
    public Task GatheredPixels()
    {
        return Verify("""[Conv("1x1", 1024, 256, Stride = "2", Input = "14x14")]""", "Avx512");
    }

    [Fact]
    public Task ChannelsFirstGatheredPixels()
    {
        return Verify("""[Conv("1x1", 1024, 256, Stride = "2", Padding = "1", Input = "14x14", Layout = Layout.ChannelsFirst)]""", "Avx512");
    }

    [Fact]
    public Task PaddedOutputs()
    {
        return Verify("""[Conv("1x1", 1024, 200, Stride = "2", Padding = "3", Input = "7x7", Activation = Activation.LeakyRelu, Alpha = 0.2f)]""", "Avx2");
    }

    [Fact]
    public Task GatheredWindows()
    {
        return Verify("""[Conv("3x3", 256, 324, Input = "9x9", Stride = "3", Padding = "1:0x1:0")]""", "Avx512");
    }

    [Fact]
    public Task SecondSums()
    {
        return Verify("""[Conv("1x1", 64, 16, Input = "3x1")]""", "Avx512");
    }

    [Fact]
    public Task Depthwise()
    {
        return Verify("""[Conv("3x3", 32, 32, Groups = 32, Padding = "same")]""", InstructionSets);
    }

    [Fact]
    public Task DepthwiseOfWidePixels()
    {
        return Verify("""[Conv("3x3", 512, 512, Groups = 512, Input = "14x14", Stride = "2", Padding = "same")]""", "Avx512");
    }

    [Fact]
    public Task DepthwiseBeyondSecondLevel()
    {
        return Verify("""[Conv("3x3", 480, 480, Groups = 480, Input = "32x32", Padding = "same")]""", "Avx512");
    }

    [Fact]
    public Task DepthwiseFromAfar()
    {
        return Verify("""[Conv("3x3", 32, 32, Groups = 32, Input = "260x256", Padding = "same", Activation = Activation.Relu)]""", "Avx2");
    }

    [Fact]
    public Task DepthwiseRows()
    {
        return Verify("""[Conv("1x7", 16, 16, Groups = 16, Input = "202x202", Padding = "same")]""", "Avx2");
    }

    [Fact]
    public Task FarLines()
    {
        return Verify("""[Conv("1x1", 16, 32, Input = "320x512")]""", "Avx2");
    }

    [Fact]
    public Task Grouped()
    {
        return Verify("""[Conv("3x3", 8, 16, Groups = 2)]""", "Avx2");
    }

    [Fact]
    public Task FewFilters()
    {
        return Verify(
            """[Conv("3x3", 24, 2, Input = "16x16", Padding = "same", Activation = Activation.Relu)]""",
            "Avx512",
            "Vector128");
    }

    [Fact]
    public Task GroupedByPermutation()
    {
        return Verify("""[Conv("3x3", 20, 20, Input = "14x14", Padding = "1", Stride = "2", Groups = 5)]""", "Avx512");
    }

    [Fact]
    public Task GroupedByPairs()
    {
        return Verify("""[Conv("3x3", 32, 32, Input = "14x14", Padding = "1", Stride = "2", Groups = 4)]""", "Avx512");
    }

    [Fact]
    public Task Strided()
    {
        return Verify(
            """[Conv("3x3", 8, 16, Input = "17x32", Stride = "2", Padding = "same-lower", PaddingMode = PaddingMode.Reflect)]""",
            "Avx2");
    }

    [Fact]
    public Task StridedWinograd()
    {
        return Verify(
            """[Conv("5x5", 64, 64, Input = "56x56", Stride = "2", Padding = "same")]""",
            "Avx512");
    }

    /// <summary>Weights so far that several blocks of filters meet a point before the next, with a rest of filters.</summary>
    [Fact]
    public Task FarWeights()
    {
        return Verify("""[Conv("3x3", 256, 272, Input = "20x20", Padding = "same")]""", "Avx512");
    }

    /// <summary>Smaller tiles at the end of both axes, and weights so far that several blocks of filters meet a point before the next.</summary>
    [Fact]
    public Task LastTiles()
    {
        return Verify("""[Conv("3x3", 256, 256, Input = "14x14", Padding = "same")]""", "Avx2");
    }

    /// <summary>Weights so far that each tile of a block of pixels fetches a share of the next filters'.</summary>
    [Fact]
    public Task FarWeightsOfPixels()
    {
        return Verify("""[Conv("1x1", 720, 1472, Input = "8x8")]""", "Avx512");
    }

    [Fact]
    public Task FarOutput()
    {
        return Verify("""[Conv("1x1", 32, 64, Input = "56x56")]""", "Avx512");
    }

    [Fact]
    public Task FarOutputOfStem()
    {
        return Verify("""[Conv("3x3", 3, 16, Input = "225x225", Stride = "2x2")]""", "Avx2");
    }

    [Fact]
    public Task OnePositionOfFarWeights()
    {
        return Verify("""[Conv("7x7", 512, 200, Input = "7x7", Activation = Activation.Gelu)]""", "Avx2");
    }

    [Fact]
    public Task PointwiseGroups()
    {
        return Verify("""[Conv("1x1", 64, 224, Groups = 4, Input = "28x28", Stride = "1x2")]""", "Avx2");
    }

    [Fact]
    public Task ChannelsFirst()
    {
        return Verify("""[Conv("3x3", 8, 16, Input = "32x32", Padding = "1", Layout = Layout.ChannelsFirst, Algorithm = Algorithm.Direct)]""", "Avx512");
    }

    [Fact]
    public Task ChannelsFirstFewChannels()
    {
        return Verify("""[Conv("3x3", 3, 32, Input = "64x64", Stride = "2", Padding = "1", Layout = Layout.ChannelsFirst, Activation = Activation.Relu)]""", "Avx2");
    }

    [Fact]
    public Task ChannelsFirstMinimalFiltering()
    {
        return Verify("""[Conv("3x3", 64, 128, Padding = "same", Input = "112x112", Layout = Layout.ChannelsFirst)]""", "Avx512");
    }

    [Fact]
    public Task ChannelsFirstDepthwise()
    {
        return Verify(
            """[Conv("3x3", 32, 32, Groups = 32, Input = "40x40", Stride = "2", Padding = "same", Layout = Layout.ChannelsFirst, Activation = Activation.Silu)]""",
            "Avx512");
    }

    [Fact]
    public Task ChannelsFirstShifts()
    {
        return Verify("""[Conv("3x3", 64, 64, Groups = 64, Input = "20x10", Padding = "same", Layout = Layout.ChannelsFirst)]""", "Avx512");
    }

    [Fact]
    public Task ChannelsFirstMasks()
    {
        return Verify("""[Conv("5x5", 64, 64, Groups = 64, Input = "24x20", Padding = "same", Layout = Layout.ChannelsFirst)]""", "Avx2");
    }

    [Fact]
    public Task ChannelsFirstWholePlanes()
    {
        return Verify("""[Conv("3x3", 64, 64, Groups = 64, Input = "14x14", Stride = "2", Padding = "1:0", Layout = Layout.ChannelsFirst, Activation = Activation.Relu)]""", "Avx512");
    }

    [Fact]
    public Task ChannelsFirstLinearPlanes()
    {
        return Verify("""[Conv("3x3", 64, 64, Groups = 64, Input = "7x7", Padding = "same", Layout = Layout.ChannelsFirst, Activation = Activation.Relu)]""", "Avx2");
    }

    [Fact]
    public Task ChannelsFirstLinearStridedPlanes()
    {
        return Verify("""[Conv("3x3x3", 64, 64, Groups = 64, Input = "4x14x14", Stride = "1x2x2", Padding = "1x1:0x1:0", Layout = Layout.ChannelsFirst)]""", "Avx2");
    }

    [Fact]
    public Task ChannelsFirstPointwiseOnce()
    {
        return Verify("""[Conv("1x1", 32, 5, Input = "13x13", Layout = Layout.ChannelsFirst)]""", "Avx2");
    }

    [Fact]
    public Task ChannelsFirstPointwise()
    {
        return Verify("""[Conv("1x1", 64, 20, Layout = Layout.ChannelsFirst)]""", "Avx2");
    }

    [Fact]
    public Task ChannelsFirstVolumes()
    {
        return Verify("""[Conv("1x1x1", 512, 24, Input = "4x28x28", Layout = Layout.ChannelsFirst)]""", "Avx512");
    }

    [Fact]
    public Task FramesFirst()
    {
        return Verify("""[Conv("3x3x3", 3, 16, Padding = "same", Layout = Layout.FramesFirst)]""");
    }

    [Fact]
    public Task Gelu()
    {
        return Verify(
            """[Conv("1x1", 8, 8, Input = "4x4", Activation = Activation.Gelu, WeightLayout = WeightLayout.SpatialInOut)]""",
            "Avx2");
    }

    [Fact]
    public Task TailVectors()
    {
        return Verify("""[Conv("3x3", 5, 20)]""", "Avx2");
    }

    [Fact]
    public Task NestedInKeywords()
    {
        const string Source =
            """
            namespace @namespace.@event;

            public static partial class @class
            {
                internal partial struct Inner
                {
                    [ConvGen.Conv("1", 4, 8)]
                    private partial class @void;
                }
            }
            """;

        return Snapshot.VerifyGenerated(Source).IgnoreGeneratedResult(IsKernel).ToTask();
    }

    private static Task Verify(string attribute, params string[] instructionSets)
    {
        string source =
            $"""
            using ConvGen;

            namespace Demo;

            {attribute}
            public partial class Layer;
            """;

        return Snapshot.VerifyGenerated(source)
            .IgnoreGeneratedResult(file => IsKernel(file) && !Array.Exists(instructionSets, set => IsKernelFor(file, set)))
            .ToTask();
    }

    private static bool IsKernel(GeneratedSourceResult file)
    {
        return InstructionSets.Any(set => IsKernelFor(file, set));
    }

    private static bool IsKernelFor(GeneratedSourceResult file, string instructionSet)
    {
        // Those of the layer, in one file where they are short, and those that layers share.
        return file.HintName.EndsWith(".Kernels.g.cs", StringComparison.Ordinal)
            || file.HintName.EndsWith($".{instructionSet}.g.cs", StringComparison.Ordinal)
            || file.HintName.EndsWith($"_{instructionSet}.g.cs", StringComparison.Ordinal);
    }
}
