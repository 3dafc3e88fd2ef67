using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Incrementality;

/// <summary>An edit costs what it changes and nothing more.</summary>
public sealed class IncrementalityTests
{
    private const string Layers =
        """
        using ConvGen;

        namespace Demo;

        [Conv("3x3", 4, 8, Padding = "same")]
        public partial class First;

        [Conv("3", 4, 8)]
        public partial class Second
        {
            public int Twice(int x) => 2 * x;
        }
        """;

    private const string Other = "namespace Demo; public class Other { public int Value => 1; }";

    [Theory]
    [InlineData("Other.cs", "Value => 1", "Value => 2")]
    [InlineData("Other.cs", "public class Other", "public class More; public class Other")]
    [InlineData("Layers.cs", "namespace Demo;", "// A comment.\n\nnamespace Demo;")]
    [InlineData("Layers.cs", "namespace Demo;", "namespace Demo;\n\npublic class Third;\n")]
    [InlineData("Layers.cs", "2 * x", "x + x")]
    [InlineData("Layers.cs", "Padding = \"same\"", "Padding = \"sa\" + \"me\"")]
    public void UnrelatedEditIsFree(string path, string before, string after)
    {
        GeneratorDriver driver = RunTwice(path, before, after);

        Assert.NotEmpty(StepReasons.AllSteps);
        Assert.All(StepReasons.AllSteps, step =>
        {
            Assert.Equal(2, StepReasons.Of(driver, step).Length);
            Assert.All(StepReasons.Of(driver, step), static reason => Assert.True(StepReasons.IsReused(reason), $"{reason}"));
        });

        // Only the parser looks again; what follows it is not even run.
        Assert.All(
            StepReasons.AllSteps.Where(static step => step != TrackingNames.Parse).SelectMany(step => StepReasons.Of(driver, step)),
            static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(StepReasons.OfOutput(driver), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    [Theory]
    [InlineData("4, 8, Padding", "4, 16, Padding", IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached)]
    [InlineData("\"3\", 4, 8", "\"3\", 8, 8", IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified)]
    [InlineData("class Second", "class Renamed", IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified)]
    public void RelevantEditEmitsItsClassAlone(
        string before, string after, IncrementalStepRunReason first, IncrementalStepRunReason second)
    {
        GeneratorDriver driver = RunTwice("Layers.cs", before, after);

        Assert.Equal([first, second], StepReasons.Of(driver, TrackingNames.Emit));
        Assert.Equal([first, second], StepReasons.OfOutput(driver).Take(2));
    }

    [Fact]
    public void NewClassLeavesTheOthersAlone()
    {
        GeneratorDriver driver = RunTwice(
            "Other.cs", Other, "namespace Demo; [ConvGen.Conv(\"1x1\", 2, 2)] public partial class Other;");

        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Cached, IncrementalStepRunReason.New],
            StepReasons.Of(driver, TrackingNames.Emit));
    }

    [Fact]
    public void ClassThatLosesItsAttributeLosesItsFiles()
    {
        GeneratorDriver driver = RunTwice("Layers.cs", "[Conv(\"3\", 4, 8)]", "");

        SyntaxTree[] generated =
        [
            .. driver.GetRunResult().GeneratedTrees
                .Where(static tree => !tree.FilePath.Contains("ConvGen.Generated.", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(generated);
        Assert.All(generated, static tree => Assert.Contains("Demo.First", tree.FilePath, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void OneEditAmongHundredClassesEmitsOne(int classesPerFile)
    {
        const int Count = 100;
        string[] classes = [.. Enumerable.Range(0, Count).Select(static i => $"[ConvGen.Conv(\"1\", 4, 4)] partial class C{i};")];
        Compilation compilation = UserProject.Create(
            classes.Chunk(classesPerFile).Select(static (chunk, i) => ($"F{i}.cs", string.Join('\n', chunk))));
        SyntaxTree tree = compilation.SyntaxTrees.Single(static tree => tree.ToString().Contains(" C37;", StringComparison.Ordinal));
        string edited = tree.ToString().Replace("4)] partial class C37;", "8)] partial class C37;", StringComparison.Ordinal);

        GeneratorDriver driver = UserProject.CreateDriver()
            .RunGenerators(compilation)
            .RunGenerators(compilation.ReplaceSyntaxTree(tree, UserProject.Parse(tree.FilePath, edited)));

        IncrementalStepRunReason[] emitted = StepReasons.Of(driver, TrackingNames.Emit);
        Assert.Equal(Count, emitted.Length);
        Assert.Single(emitted, IncrementalStepRunReason.Modified);
        Assert.Equal(Count - 1, emitted.Count(static reason => reason == IncrementalStepRunReason.Cached));
    }

    private static GeneratorDriver RunTwice(string path, string before, string after)
    {
        Compilation compilation = UserProject.Create([("Layers.cs", Layers), ("Other.cs", Other)]);
        SyntaxTree tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        string edited = tree.ToString().Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(tree.ToString(), edited);

        return UserProject.CreateDriver()
            .RunGenerators(compilation)
            .RunGenerators(compilation.ReplaceSyntaxTree(tree, UserProject.Parse(path, edited)));
    }
}
