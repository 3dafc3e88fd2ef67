using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>Errors in one argument: what it says, and that the squiggle is under that argument.</summary>
public sealed class ArgumentDiagnosticsTests
{
    private const string Extent = "an extent such as \"3\", \"3x3\" or \"3x3x3\"";
    private const string Spatial = "an extent such as \"224x224\"";
    private const string Padding =
        "\"valid\", \"same\", \"same-lower\", an extent such as \"1x1\" or begin:end pairs such as \"0:1x0:1\"";

    [Theory]
    [InlineData("[|\"3*3\"|], 3, 16", "kernel is \"3*3\", which is not " + Extent)]
    [InlineData("filters: 16, inChannels: 3, kernel: [|\"\"|]", "kernel is \"\", which is not " + Extent)]
    [InlineData("[|null|], 3, 16", "kernel is null, which is not " + Extent)]
    [InlineData("\"3x3\", 3, 16, Stride = [|\"2x\"|]", "Stride is \"2x\", which is not " + Extent)]
    [InlineData("\"3x3\", 3, 16, Dilation = [|\"a\"|]", "Dilation is \"a\", which is not " + Extent)]
    [InlineData("\"3x3\", 3, 16, Input = [|\"224,224\"|]", "Input is \"224,224\", which is not " + Spatial)]
    [InlineData("\"3x3\", 3, 16, Input = \"9x9\", Output = [|\"7*7\"|]", "Output is \"7*7\", which is not " + Spatial)]
    [InlineData("\"3x3\", 3, 16, Padding = [|\"full\"|]", "Padding is \"full\", which is not " + Padding)]
    [InlineData("\"3x3\", 3, 16, Padding = [|\"-1\"|]", "Padding is \"-1\", which is not " + Padding)]
    public void MalformedExtent(string arguments, string message)
    {
        AssertError(arguments, "CONV005", message);
    }

    [Fact]
    public void UnsupportedRank()
    {
        AssertError("[|\"1x3x3x3\"|], 3, 16", "CONV006", "The kernel \"1x3x3x3\" has 4 dimensions; 1 to 3 are supported");
    }

    [Theory]
    [InlineData("\"3x3\", [|0|], 16", "inChannels must be at least 1 and is 0")]
    [InlineData("\"3x3\", 3, [|-16|]", "filters must be at least 1 and is -16")]
    [InlineData("\"3x3\", filters: 16, inChannels: [|0|]", "inChannels must be at least 1 and is 0")]
    [InlineData("\"3x3\", 3, 16, Groups = [|0|]", "Groups must be at least 1 and is 0")]
    [InlineData("\"3x3\", 3, 16, Parameters = [|-448|]", "Parameters must be at least 1 and is -448")]
    [InlineData("\"3x3\", 3, 16, Parameters = [|0|]", "Parameters must be at least 1 and is 0")]
    [InlineData("[|\"3x0\"|], 3, 16", "Each part of kernel must be at least 1 and is 3x0")]
    [InlineData("\"3x3\", 3, 16, Stride = [|\"0\"|]", "Stride must be at least 1 and is 0")]
    [InlineData("\"3x3\", 3, 16, Dilation = [|\"0x1\"|]", "Each part of Dilation must be at least 1 and is 0x1")]
    [InlineData("\"3x3\", 3, 16, Input = [|\"0x9\"|]", "Each part of Input must be at least 1 and is 0x9")]
    public void NotPositive(string arguments, string message)
    {
        AssertError(arguments, "CONV008", message);
    }

    [Theory]
    [InlineData("PaddingMode = [|(PaddingMode)7|]", "PaddingMode is 7, which is not a value of PaddingMode")]
    [InlineData("Layout = [|(Layout)3|]", "Layout is 3, which is not a value of Layout")]
    [InlineData("WeightLayout = [|(WeightLayout)(-1)|]", "WeightLayout is -1, which is not a value of WeightLayout")]
    [InlineData("Activation = [|(Activation)99|]", "Activation is 99, which is not a value of Activation")]
    [InlineData("Algorithm = [|(Algorithm)3|]", "Algorithm is 3, which is not a value of Algorithm")]
    public void UnknownEnumValue(string argument, string message)
    {
        AssertError("\"3x3\", 3, 16, " + argument, "CONV016", message);
    }

    [Theory]
    [InlineData("float.NaN", "NaN")]
    [InlineData("float.NegativeInfinity", "-Infinity")]
    public void AlphaNotFinite(string value, string shown)
    {
        AssertError(
            $"\"3x3\", 3, 16, Activation = Activation.Elu, Alpha = [|{value}|]",
            "CONV017",
            $"Alpha must be a finite number and is {shown}");
    }

    [Fact]
    public void EveryWrongArgumentIsReportedAtOnce()
    {
        AnalyzerRun run = AnalyzerRun.OfAttribute(
            "[|\"a\"|], [|0|], [|0|], Stride = [|\"b\"|], Padding = [|\"c\"|], Groups = [|-1|]");

        Assert.Equal(6, run.Diagnostics.Length);
        run.AssertMarked();
        run.AssertEmission(isEmitted: false);
    }

    [Theory]
    [InlineData("\"3x3\", 3")]
    [InlineData("\"3x3\", 3, \"16\"")]
    [InlineData("\"3x3\", 3, 16, Groups = \"2\"")]
    [InlineData("\"3x3\", 3, 16, Colour = 2")]
    [InlineData("")]
    public void WhatTheCompilerRefusesIsLeftToIt(string arguments)
    {
        AnalyzerRun run = AnalyzerRun.OfAttribute(arguments);

        Assert.Empty(run.Diagnostics);
        Assert.Contains(run.Output.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private static void AssertError(string arguments, string id, string message)
    {
        AnalyzerRun.OfAttribute(arguments).AssertSingle(id, DiagnosticSeverity.Error, message);
    }
}
