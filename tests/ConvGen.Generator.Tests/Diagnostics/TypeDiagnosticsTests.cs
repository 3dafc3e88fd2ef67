using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>Classes that cannot have a generated half, and projects that do not allow one.</summary>
public sealed class TypeDiagnosticsTests
{
    private const string Advice = "a layer is a partial class that is not static, abstract or generic";

    [Fact]
    public void NotPartial()
    {
        AnalyzerRun.Of("[Conv(\"3\", 1, 1)] public class [|Layer|];").AssertSingle(
            "CONV001",
            DiagnosticSeverity.Error,
            "The class 'Layer' must be partial: its other half is generated");
    }

    [Theory]
    [InlineData("class [|Outer|] { [Conv(\"3\", 1, 1)] partial class Layer; }")]
    [InlineData("partial class Top { struct [|Outer|] { partial record Middle { [Conv(\"3\", 1, 1)] partial class Layer; } } }")]
    public void ContainingTypeNotPartial(string source)
    {
        AnalyzerRun.Of(source).AssertSingle(
            "CONV002",
            DiagnosticSeverity.Error,
            "The type 'Outer' must be partial because the class 'Layer' in it has a generated half");
    }

    [Theory]
    [InlineData("partial record [|Layer|];", "it is a record")]
    [InlineData("partial struct [|Layer|];", "it is a struct")]
    [InlineData("partial interface [|Layer|];", "it is an interface")]
    [InlineData("partial record struct [|Layer|];", "it is a record")]
    [InlineData("static partial class [|Layer|];", "it is static")]
    [InlineData("abstract partial class [|Layer|];", "it is abstract")]
    [InlineData("partial class [|Layer|]<T>;", "it is generic")]
    [InlineData("file partial class [|Layer|];", "it is file-local")]
    [InlineData("partial class [|Layer|](int size) { int Size => size; }", "it has a primary constructor, which every other constructor would have to call")]
    [InlineData("partial class [|Layer|] : Base; class Base { public Base(int size) { } }", "its base class 'Base' has no constructor without parameters")]
    [InlineData("partial class [|Layer|] : Base; class Base { private Base() { } }", "its base class 'Base' has no constructor without parameters")]
    [InlineData("partial class [|Layer|] : Base; [Conv(\"3\", 1, 1)] partial class Base;", "its base class 'Base' is itself a layer", true)]
    public void UnsupportedType(string declaration, string reason, bool isBaseEmitted = false)
    {
        AnalyzerRun run = AnalyzerRun.Of("[Conv(\"3\", 1, 1)] " + declaration);

        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CONV003", diagnostic.Id);
        Assert.Equal($"The type 'Layer' cannot be a layer because {reason}; {Advice}", run.Messages.Single());
        run.AssertMarked();
        run.AssertEmission(isBaseEmitted);
        Assert.DoesNotContain(run.Targets, static target => target.Type.Name == "Layer");
    }

    [Theory]
    [InlineData("partial class Outer<T> { [Conv(\"3\", 1, 1)] partial class [|Layer|]; }", "the type 'Outer' around it is generic")]
    [InlineData("file partial class Outer { [Conv(\"3\", 1, 1)] partial class [|Layer|]; }", "the type 'Outer' around it is file-local")]
    public void UnsupportedContainingType(string source, string reason)
    {
        AnalyzerRun.Of(source).AssertSingle(
            "CONV003", DiagnosticSeverity.Error, $"The type 'Layer' cannot be a layer because {reason}; {Advice}");
    }

    [Theory]
    [InlineData("class Base { protected Base(int size = 1) { } }")]
    [InlineData("abstract class Base { protected Base() { } }")]
    [InlineData("class Base { }")]
    public void ABaseClassMayBeCallable(string parent)
    {
        AnalyzerRun run = AnalyzerRun.Of("[Conv(\"3\", 1, 1)] partial class Layer : Base; " + parent);

        Assert.Empty(run.Messages);
        run.AssertEmission(isEmitted: true);
    }

    [Fact]
    public void UnsafeCodeOff()
    {
        AnalyzerRun.Of("[[|Conv|](\"3\", 1, 1)] partial class Layer;", allowUnsafe: false).AssertSingle(
            "CONV004",
            DiagnosticSeverity.Error,
            "The generated kernel of 'Layer' uses pointers: add <AllowUnsafeBlocks>true</AllowUnsafeBlocks> to the project");
    }

    [Fact]
    public void LanguageVersionTooOld()
    {
        AnalyzerRun run = AnalyzerRun.Of(
            "[[|Conv|](\"3\", 1, 1)] partial class Layer { }", languageVersion: LanguageVersion.CSharp11);

        run.AssertSingle(
            "CONV022",
            DiagnosticSeverity.Error,
            "The generated half of 'Layer' needs C# 12.0 and the project is set to C# 11.0; remove <LangVersion> or raise it");
    }

    [Fact]
    public void TheAttributeTwiceIsLeftToTheCompiler()
    {
        AnalyzerRun run = AnalyzerRun.Of(
            "[Conv(\"3\", 1, 1)] partial class Layer; [Conv(\"5\", 1, 1)] partial class Layer;");

        Assert.Empty(run.Messages);
        run.AssertEmission(isEmitted: false);
        Assert.Contains(run.Output.GetDiagnostics(), static diagnostic => diagnostic.Id == "CS0579");
    }

    [Fact]
    public void AnotherAttributeOfThatNameIsNotOurs()
    {
        AnalyzerRun run = AnalyzerRun.Of(
            "namespace Other { class ConvAttribute : System.Attribute; [Other.Conv] class Layer; }");

        Assert.Empty(run.Messages);
        run.AssertEmission(isEmitted: false);
    }
}
