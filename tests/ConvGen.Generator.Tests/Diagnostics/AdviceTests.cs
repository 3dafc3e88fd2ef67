using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>Warnings and hints: they stop nothing, and they appear only where they are true.</summary>
public sealed class AdviceTests
{
    [Fact]
    public void AlphaUnused()
    {
        AnalyzerRun.OfAttribute("\"3x3\", 3, 16, Activation = Activation.Relu, Alpha = [|0.2f|]").AssertSingle(
            "CONV023", DiagnosticSeverity.Warning, "Alpha = 0.2 has no effect: Activation.Relu has no parameter");
    }

    [Theory]
    [InlineData(
        "[|\"3x3x3\"|], 3, 16, Input = \"1x64x64\", Padding = \"same\"",
        "Only 1 of 3 kernel slices in depth meets data: with input depth 1 and padding 1:1, slices 0 and 2 see only padding, so 864 of 1,296 weights are dead")]
    [InlineData(
        "[|\"5x3x3\"|], 1, 1, Input = \"2x64x64\", Padding = \"same\"",
        "Only 3 of 5 kernel slices in depth meet data: with input depth 2 and padding 2:2, slices 0 and 4 see only padding, so 18 of 45 weights are dead")]
    [InlineData(
        "[|\"9x1x1\"|], 1, 1, Input = \"1x64x64\", Padding = \"same\"",
        "Only 1 of 9 kernel slices in depth meets data: with input depth 1 and padding 4:4, slices 0 to 3 and 5 to 8 see only padding, so 8 of 9 weights are dead")]
    [InlineData(
        "[|\"2x1x1\"|], 1, 1, Input = \"1x64x64\", Padding = \"0:1x0x0\"",
        "Only 1 of 2 kernel slices in depth meets data: with input depth 1 and padding 0:1, slice 1 sees only padding, so 1 of 2 weights are dead")]
    [InlineData(
        "[|\"3x1x1\"|], 1, 1, Input = \"3x64x64\", Padding = \"4x0x0\", Dilation = \"4x1x1\"",
        "Only 1 of 3 kernel slices in depth meets data: with input depth 3 and padding 4:4, slices 0 and 2 see only padding, so 2 of 3 weights are dead")]
    public void DeadDepthTaps(string arguments, string message)
    {
        AnalyzerRun.OfAttribute(arguments).AssertSingle("CONV024", DiagnosticSeverity.Warning, message);
    }

    [Fact]
    public void NoDepthTapMeetsData()
    {
        // Outputs read depth −1 and 1 of an input that has depth 0 alone.
        AnalyzerRun run = AnalyzerRun.OfAttribute(
            "[|\"1x1x1\"|], 1, 4, Input = \"1x4x4\", Padding = \"1x0x0\", Stride = [|\"2x1x1\"|]");

        Assert.Contains(
            "None of 1 kernel slices in depth meet data: with input depth 1 and padding 1:1, slice 0 sees only padding, so 4 of 4 weights are dead",
            run.Messages);
    }

    [Theory]
    [InlineData("\"3x3x3\", 3, 16, Input = \"2x64x64\", Padding = \"same\"")]
    [InlineData("\"3x3x3\", 3, 16, Padding = \"same\"")]
    [InlineData("\"3x3x3\", 3, 16, Input = \"1x64x64\", Padding = \"same\", PaddingMode = PaddingMode.Replicate")]
    [InlineData("\"3x3\", 3, 16, Input = \"1x64\", Padding = \"same\"")]
    [InlineData("\"1x1\", 3, 16")]
    [InlineData("\"3x3\", 3, 16, Stride = \"3\"")]
    [InlineData("\"3x3\", 3, 16, Stride = \"5\", Dilation = \"2\"")]
    [InlineData("\"1x3x3\", 3, 16, Padding = \"1x0x0\"")]
    [InlineData("\"3x3x3\", 3, 16, Input = \"4x9x9\"")]
    [InlineData("\"2x3x3\", 3, 16, Input = \"2x9x9\", Padding = \"1x0x0\"")]
    [InlineData("\"1x1\", 3, 16, Input = \"1x9\", Stride = \"2x1\"")]
    [InlineData("\"3x3\", 3, 16, Activation = Activation.LeakyRelu, Alpha = 0.2f")]
    public void NothingToSay(string arguments)
    {
        AnalyzerRun run = AnalyzerRun.OfAttribute(arguments);

        Assert.Empty(run.Messages);
        run.AssertEmission(isEmitted: true);
    }

    [Theory]
    [InlineData(
        "\"1x1\", 64, 128, Stride = [|\"2\"|]",
        "The stride of 2 is larger than the kernel's 1 in height: 1 of every 2 input positions are never read")]
    [InlineData(
        "\"3x2\", 64, 128, Stride = [|\"3x5\"|]",
        "The stride of 5 is larger than the kernel's 2 in width: 3 of every 5 input positions are never read")]
    public void StrideSkipsInput(string arguments, string message)
    {
        AnalyzerRun.OfAttribute(arguments).AssertSingle("CONV025", DiagnosticSeverity.Warning, message);
    }

    [Fact]
    public void KernelDepthOne()
    {
        AnalyzerRun.OfAttribute("[|\"1x3x3\"|], 3, 16, Padding = \"same\"").AssertSingle(
            "CONV026",
            DiagnosticSeverity.Info,
            "The kernel's depth is 1, so every slice of the input is convolved alone: the layer is lowered to a 2D convolution with kernel \"3x3\"");
    }

    [Fact]
    public void KernelDepthIsInputDepth()
    {
        AnalyzerRun.OfAttribute("[|\"5x3x3\"|], 3, 16, Input = \"5x64x64\"").AssertSingle(
            "CONV027",
            DiagnosticSeverity.Info,
            "The kernel is as deep as the input (5), so the output has one slice: the layer is lowered to a 2D convolution with kernel \"3x3\" over 3·5 = 15 channels");
    }

    [Fact]
    public void CanBeSuppressed()
    {
        AnalyzerRun run = AnalyzerRun.Of(
            """
            #pragma warning disable CONV025
            [Conv("1x1", 3, 16, Stride = "2")] public partial class Layer;
            """);

        Assert.Empty(run.Messages);
    }
}
