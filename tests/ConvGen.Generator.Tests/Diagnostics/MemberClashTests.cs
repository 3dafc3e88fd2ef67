using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>The user's half may have members of its own, but not the generated half's.</summary>
public sealed class MemberClashTests
{
    private const string Usings = "using System; using System.Numerics.Tensors;\n";

    [Theory]
    [InlineData("int [|Rank|] => 1;", "Rank")]
    [InlineData("const int [|Filters|] = 1, Other = 2;", "Filters")]
    [InlineData("int [|__convGenLayer|];", "__convGenLayer")]
    [InlineData("void [|MaxDegreeOfParallelism|]() { }", "MaxDegreeOfParallelism()")]
    [InlineData("int [|Forward|];", "Forward")]
    [InlineData("public [|Layer|](ReadOnlySpan<float> weights, ReadOnlySpan<float> bias) { }", "Layer(ReadOnlySpan<float>, ReadOnlySpan<float>)")]
    [InlineData("void [|Forward|](ReadOnlySpan<float> a, Span<float> b, int h, int w, int n) { }", "Forward(ReadOnlySpan<float>, Span<float>, int, int, int)")]
    [InlineData("void [|Forward|](ReadOnlyTensorSpan<float> a, TensorSpan<float> b) { }", "Forward(ReadOnlyTensorSpan<float>, TensorSpan<float>)")]
    [InlineData("static void [|Forward|](ReadOnlyTensorSpan<float> a) { }", "Forward(ReadOnlyTensorSpan<float>)")]
    [InlineData("int [|GetOutputExtent|](int h, int w) => h;", "GetOutputExtent(int, int)")]
    public void WithoutInput(string member, string shown)
    {
        AssertClash("\"3x3\", 3, 16", member, shown);
    }

    [Theory]
    [InlineData("int [|InputHeight|];", "InputHeight")]
    [InlineData("int [|OutputWidth|];", "OutputWidth")]
    [InlineData("int [|OutputLength|];", "OutputLength")]
    [InlineData("public [|Layer|](ReadOnlySpan<float> weights) { }", "Layer(ReadOnlySpan<float>)")]
    [InlineData("void [|Forward|](ReadOnlySpan<float> a, Span<float> b, int n) { }", "Forward(ReadOnlySpan<float>, Span<float>, int)")]
    public void WithInputAndWithoutBias(string member, string shown)
    {
        AssertClash("\"3x3\", 3, 16, Input = \"9x9\", Bias = false", member, shown);
    }

    [Theory]
    [InlineData("\"3x3\", 3, 16", "public Layer(ReadOnlySpan<float> weights) : this(weights, default(ReadOnlySpan<float>)) { }")]
    [InlineData("\"3x3\", 3, 16", "public Layer() { } static Layer() { } ~Layer() { }")]
    [InlineData("\"3x3\", 3, 16", "int InputHeight; int OutputLength; int InputDepth;")]
    [InlineData("\"3x3\", 3, 16, Input = \"9x9\"", "int InputDepth; int OutputDepth;")]
    [InlineData("\"3x3\", 3, 16", "public void Forward(float[] a) { } public void Forward(ReadOnlySpan<float> a, Span<float> b) { }")]
    [InlineData("\"3x3\", 3, 16", "public void Forward<T>(ReadOnlyTensorSpan<float> a) { }")]
    [InlineData("\"3x3\", 3, 16", "public void Forward(in ReadOnlyTensorSpan<float> a) { }")]
    [InlineData("\"3x3\", 3, 16, Input = \"9x9\"", "void Forward(ReadOnlySpan<float> a, Span<float> b, int h, int w, int n) { }")]
    [InlineData("\"3x3\", 3, 16", "static int GetOutputExtent(int width) => width;")]
    [InlineData("\"3x3\", 3, 16", "class Forwards; event Action Changed; int this[int index] => index;")]
    public void OtherMembersStayLegal(string arguments, string member)
    {
        AnalyzerRun run = AnalyzerRun.Of($$"""{{Usings}}[Conv({{arguments}})] partial class Layer { {{member}} }""");

        Assert.Empty(run.Messages);
        run.AssertEmission(isEmitted: true);
    }

    [Theory]
    [InlineData("Rank")]
    [InlineData("Forward")]
    [InlineData("GetOutputExtent")]
    [InlineData("__convGenLayer")]
    public void TheClassItselfMayNotHaveSuchAName(string name)
    {
        AnalyzerRun.Of($"[Conv(\"3x3\", 3, 16)] partial class [|{name}|];").AssertSingle(
            "CONV021",
            DiagnosticSeverity.Error,
            $"The name or signature '{name}' is taken by the generated half of '{name}'; rename it");
    }

    [Fact]
    public void TheGeneratedHalfDoesNotClashWithItself()
    {
        SyntaxTree generated = CSharpSyntaxTree.ParseText(
            "partial class Layer { public const int Rank = 2; }",
            new CSharpParseOptions(LanguageVersion.Latest),
            "ConvGen.Generator/ConvGen.Generator.ConvGenerator/Layer.g.cs");

        AnalyzerRun run = AnalyzerRun.Of("[Conv(\"3x3\", 3, 16)] partial class Layer;", furtherTrees: generated);

        Assert.Empty(run.Messages);
    }

    private static void AssertClash(string arguments, string member, string shown)
    {
        AnalyzerRun.Of($$"""{{Usings}}[Conv({{arguments}})] partial class Layer { {{member}} }""").AssertSingle(
            "CONV021",
            DiagnosticSeverity.Error,
            $"The name or signature '{shown}' is taken by the generated half of 'Layer'; rename it");
    }
}
