using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>Errors of arguments that do not fit each other: both numbers stand in the message.</summary>
public sealed class ShapeDiagnosticsTests
{
    [Theory]
    [InlineData(
        "\"3x3x3\", 3, 16, Input = [|\"224x224\"|]",
        "The kernel has 3 dimensions and Input has 2; for an image write kernel \"3x3\"")]
    [InlineData(
        "\"3x5\", 1, 16, Input = [|\"100\"|]",
        "The kernel has 2 dimensions and Input has 1; for a signal write kernel \"5\"")]
    [InlineData(
        "\"3x3\", 1, 16, Input = [|\"16x224x224\"|]",
        "The kernel has 2 dimensions and Input has 3; for a volume write kernel \"3x3x3\"")]
    [InlineData(
        "\"3\", 1, 16, Input = [|\"224x224\"|]",
        "The kernel has 1 dimension and Input has 2; for an image write kernel \"3x3\"")]
    [InlineData(
        "\"3x3\", 3, 16, Input = [|\"224x224x3\"|]",
        "The kernel has 2 dimensions and Input has 3; Input is the spatial extent without the channels, write \"224x224\"")]
    [InlineData(
        "\"3x3\", 3, 16, Input = [|\"3x224x224\"|]",
        "The kernel has 2 dimensions and Input has 3; Input is the spatial extent without the channels, write \"224x224\"")]
    [InlineData(
        "\"3x3\", 3, 16, Input = [|\"1x3x224x224\"|]",
        "The kernel has 2 dimensions and Input has 4; Input is the spatial extent, without batch and channels")]
    [InlineData(
        "\"3x3\", 3, 16, Stride = [|\"1x2x2\"|]",
        "The kernel has 2 dimensions and Stride has 3; write one value for every dimension or one for each")]
    [InlineData(
        "\"3x3x3\", 3, 16, Dilation = [|\"2x2\"|]",
        "The kernel has 3 dimensions and Dilation has 2; write one value for every dimension or one for each")]
    [InlineData(
        "\"3x3x3\", 3, 16, Padding = [|\"0:1x1\"|]",
        "The kernel has 3 dimensions and Padding has 2; write one value for every dimension or one for each")]
    [InlineData(
        "\"3x3\", 3, 16, Input = \"9x9\", Output = [|\"7x7x16\"|]",
        "The kernel has 2 dimensions and Output has 3; write the output's spatial extent, without batch and filters")]
    public void RankMismatch(string arguments, string message)
    {
        AssertError(arguments, "CONV007", message);
    }

    [Theory]
    [InlineData("\"3x3\", 16, 9, Groups = [|3|]", "Groups = 3 does not divide inChannels = 16")]
    [InlineData("\"3x3\", 9, 16, Groups = [|3|]", "Groups = 3 does not divide filters = 16")]
    [InlineData("\"3x3\", 16, 32, Groups = [|32|]", "Groups = 32 does not divide inChannels = 16")]
    public void GroupsDoNotDivide(string arguments, string message)
    {
        AssertError(arguments, "CONV009", message);
    }

    [Theory]
    [InlineData(
        "\"3x3\", 1, 1, Input = \"3x9\", Padding = [|\"3\"|], PaddingMode = PaddingMode.Reflect",
        "Reflect padding of 3:3 in height is too wide: it must be less than the input's 3")]
    [InlineData(
        "\"3\", 1, 1, Input = \"3\", Padding = [|\"0:4\"|], PaddingMode = PaddingMode.Circular",
        "Circular padding of 0:4 in width is too wide: it must be at most the input's 3")]
    [InlineData(
        "\"3x3x3\", 1, 1, Input = \"1x9x9\", Padding = [|\"same\"|], PaddingMode = PaddingMode.Reflect",
        "Reflect padding of 1:1 in depth is too wide: it must be less than the input's 1")]
    public void PaddingTooWide(string arguments, string message)
    {
        AssertError(arguments, "CONV010", message);
    }

    [Theory]
    [InlineData("\"3x3\", 1, 1, Input = \"4x4\", Padding = \"3\", PaddingMode = PaddingMode.Reflect")]
    [InlineData("\"3x3\", 1, 1, Input = \"3x3\", Padding = \"3\", PaddingMode = PaddingMode.Circular")]
    [InlineData("\"3x3\", 1, 1, Input = \"3x3\", Padding = \"30\", PaddingMode = PaddingMode.Replicate")]
    [InlineData("\"3x3\", 1, 1, Padding = \"30\", PaddingMode = PaddingMode.Reflect")]
    public void WidestLegalPadding(string arguments)
    {
        AnalyzerRun run = AnalyzerRun.OfAttribute(arguments);

        Assert.Empty(run.Messages);
        run.AssertEmission(isEmitted: true);
    }

    [Theory]
    [InlineData(
        "\"3x3\", 1, 1, Input = [|\"2x9\"|]",
        "The output would be empty in height: the kernel spans 3 and the input with its padding 2")]
    [InlineData(
        "\"3x3x3\", 1, 1, Input = [|\"9x9x9\"|], Padding = \"0x0x1\", Dilation = \"1x1x6\"",
        "The output would be empty in width: the kernel spans 13 and the input with its padding 11")]
    public void EmptyOutput(string arguments, string message)
    {
        AssertError(arguments, "CONV011", message);
    }

    [Theory]
    [InlineData(
        "\"3x3x3\", 3, 16, Parameters = [|1296|]",
        "Parameters is 1,296, but the layer has 3·3·3·3·16 + 16 = 1,312")]
    [InlineData(
        "\"3x3\", 32, 64, Groups = 4, Bias = false, Parameters = [|18432|]",
        "Parameters is 18,432, but the layer has 3·3·8·64 = 4,608")]
    public void ParametersDisagree(string arguments, string message)
    {
        AssertError(arguments, "CONV012", message);
    }

    [Theory]
    [InlineData(
        "\"3x3\", 3, 16, Input = \"64x64\", Output = [|\"64x64\"|]",
        "Output is \"64x64\", but the layer gives \"62x62\" (height: ⌊(64 + 0 + 0 − 3) / 1⌋ + 1 = 62)")]
    [InlineData(
        "\"3x3\", 3, 16, Input = \"64x65\", Padding = \"same\", Stride = \"2\", Output = [|\"32x32\"|]",
        "Output is \"32x32\", but the layer gives \"32x33\" (width: ⌈65 / 2⌉ = 33)")]
    public void OutputDisagrees(string arguments, string message)
    {
        AssertError(arguments, "CONV013", message);
    }

    [Theory]
    [InlineData("\"3x3\", 3, 16, Output = [|\"62x62\"|]")]
    [InlineData("\"3x3\", 3, 16, Input = null, Output = [|\"62x62\"|]")]
    public void OutputWithoutInput(string arguments)
    {
        AssertError(arguments, "CONV014", "Output can only be checked when Input is given");
    }

    [Theory]
    [InlineData("3x3", "2 dimensions; for frames convolved one by one write \"1x3x3\"")]
    [InlineData("3", "1 dimension; use ChannelsFirst")]
    public void FramesFirstRank(string kernel, string end)
    {
        AssertError(
            $"\"{kernel}\", 3, 16, Layout = [|Layout.FramesFirst|]",
            "CONV015",
            $"Layout.FramesFirst stacks frames in depth, so the kernel must have 3 dimensions and \"{kernel}\" has {end}");
    }

    [Theory]
    [InlineData("\"3x3\", 4, 4, Stride = \"1x3\"", "it needs a kernel longer than its stride and the stride is 1x3")]
    [InlineData("\"3x3\", 4, 4, Dilation = \"2x1\", Stride = \"2x1\"", "it needs stride 1 along a dilated axis and the stride is 2x1, the dilation 2x1")]
    [InlineData("\"5x1x1\", 4, 4, Input = \"5x9x9\"", "it needs kernel extents of at most 7, one of them above 1, and the kernel is 5x1x1, as deep as its input and so lowered to 1x1")]
    [InlineData("\"1x8\", 4, 4", "it needs kernel extents of at most 7, one of them above 1, and the kernel is 1x8")]
    public void WinogradNotApplicable(string arguments, string reason)
    {
        AssertError(
            arguments + ", Algorithm = [|Algorithm.Winograd|]",
            "CONV018",
            $"Winograd does not apply because {reason}; use Algorithm.Auto");
    }

    [Theory]
    [InlineData("[|\"1x1\"|], 65536, 32768", "parameters of the layer number 1·1·65,536·32,768 + 32,768")]
    [InlineData("[|\"99999x99999x99999\"|], 99999, 99999, Bias = false", "parameters of the layer number 99,999·99,999·99,999·99,999·99,999")]
    [InlineData("\"1\", 1024, 1, Input = [|\"2097152\"|]", "input values of the layer number 2,097,152·1,024")]
    [InlineData("\"1\", 1, 1024, Input = [|\"2097152\"|]", "output values of the layer number 2,097,152·1,024")]
    [InlineData("\"3\", 1, 1, Dilation = [|\"1073741824\"|]", "input positions under the kernel of the layer number (3 − 1)·1,073,741,824 + 1")]
    [InlineData("\"3\", 1, 1, Padding = [|\"1073741824\"|]", "positions of the padded width of the layer number 0 + 1,073,741,824 + 1,073,741,824")]
    public void TooLarge(string arguments, string what)
    {
        AssertError(arguments, "CONV020", $"The {what}, more than the 2,147,483,647 that a span can hold");
    }

    private static void AssertError(string arguments, string id, string message)
    {
        AnalyzerRun.OfAttribute(arguments).AssertSingle(id, DiagnosticSeverity.Error, message);
    }
}
