using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Incrementality;

/// <summary>Classes of equal convolutions share the kernels of the one whose name comes first.</summary>
public sealed class SharedKernelTests
{
    private const string Layers =
        """
        using ConvGen;

        namespace Demo;

        [Conv("3x3", 4, 8, Padding = "same")]
        public partial class Second;

        [Conv("3x3", 4, 8, Padding = "same")]
        public partial class First;

        [Conv("3x3", 4, 8, Padding = "same", Activation = Activation.Relu)]
        public partial class Other;
        """;

    [Fact]
    public void EqualClassesHaveTheKernelsOfTheFirst()
    {
        Compilation compilation = UserProject.Create([("Layers.cs", Layers)]);
        GeneratorDriver driver = UserProject.CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);

        Assert.Equal(2, FilesOf(driver, "Demo.First"));
        Assert.Equal(1, FilesOf(driver, "Demo.Second"));
        Assert.Equal(2, FilesOf(driver, "Demo.Other"));
        Assert.Empty(whole.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        string second = driver.GetRunResult().GeneratedTrees.Single(static tree => tree.FilePath.EndsWith("Demo.Second.g.cs", StringComparison.Ordinal)).ToString();
        Assert.Contains("// The kernels are those of Demo.First, which is the same convolution.", second, StringComparison.Ordinal);
        Assert.Contains("Demo_First_Kernels", second, StringComparison.Ordinal);
    }

    [Fact]
    public void ClassThatIsNoLongerEqualGetsItsOwn()
    {
        Compilation compilation = UserProject.Create([("Layers.cs", Layers)]);
        SyntaxTree tree = compilation.SyntaxTrees.Single(static tree => tree.FilePath == "Layers.cs");
        string edited = tree.ToString().Replace("\"same\")]\npublic partial class First;", "\"valid\")]\npublic partial class First;", StringComparison.Ordinal);
        Assert.NotEqual(tree.ToString(), edited);

        GeneratorDriver driver = UserProject.CreateDriver()
            .RunGenerators(compilation)
            .RunGenerators(compilation.ReplaceSyntaxTree(tree, UserProject.Parse(tree.FilePath, edited)));

        Assert.Equal(2, FilesOf(driver, "Demo.First"));
        Assert.Equal(2, FilesOf(driver, "Demo.Second"));
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            StepReasons.Of(driver, TrackingNames.Emit));
    }

    [Fact]
    public void LayersThatDifferInFiltersShareWhatDoesNotDependOnThem()
    {
        const string Both = "[ConvGen.Conv(\"3x3\", 64, 64)] partial class A; [ConvGen.Conv(\"3x3\", 64, 96)] partial class B;";
        GeneratorDriver driver = UserProject.Generate(UserProject.Create([("Layers.cs", Both)]));

        Assert.Equal(1, ClassesOf(driver, "InputTransform6x4_3x3_16Channels_Ahead_Avx512"));
        Assert.Equal(1, ClassesOf(driver, "OutputTransform6x4_3x3_16Filters_Avx512"));
    }

    [Fact]
    public void WhatIsSharedIsWrittenAgainOnlyWhenItDiffers()
    {
        const string Before = "[ConvGen.Conv(\"3x3\", 64, 64)] partial class A; [ConvGen.Conv(\"3x3\", 64, 128)] partial class B;";
        Compilation compilation = UserProject.Create([("Layers.cs", Before)]);
        SyntaxTree tree = compilation.SyntaxTrees.Single(static tree => tree.FilePath == "Layers.cs");
        GeneratorDriver first = UserProject.CreateDriver().RunGenerators(compilation);
        int shared = FilesOf(first, "ConvGen.Generated");

        GeneratorDriver driver = first.RunGenerators(compilation.ReplaceSyntaxTree(tree, UserProject.Parse(tree.FilePath, Before.Replace("128", "160", StringComparison.Ordinal))));
        IncrementalStepRunReason[] reasons = StepReasons.OfOutput(driver);

        // The first class and what is shared stay; the second class is another.
        Assert.True(shared > 5);
        Assert.Equal([IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified], reasons.Take(2));
        Assert.Equal(shared, FilesOf(driver, "ConvGen.Generated"));
        Assert.All(reasons.Skip(2), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static int FilesOf(GeneratorDriver driver, string type)
    {
        return driver.GetRunResult().Results.Single().GeneratedSources
            .Count(source => source.HintName.StartsWith($"{type}.", StringComparison.Ordinal));
    }

    private static int ClassesOf(GeneratorDriver driver, string name)
    {
        return driver.GetRunResult().Results.Single().GeneratedSources
            .SelectMany(static source => source.SourceText.Lines)
            .Count(line => line.ToString().EndsWith($" class {name}", StringComparison.Ordinal));
    }
}
