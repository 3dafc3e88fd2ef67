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

        Assert.Equal(6, FilesOf(driver, "Demo.First"));
        Assert.Equal(1, FilesOf(driver, "Demo.Second"));
        Assert.Equal(6, FilesOf(driver, "Demo.Other"));
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

        Assert.Equal(6, FilesOf(driver, "Demo.First"));
        Assert.Equal(6, FilesOf(driver, "Demo.Second"));
        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            StepReasons.Of(driver, TrackingNames.Emit));
    }

    private static int FilesOf(GeneratorDriver driver, string type)
    {
        return driver.GetRunResult().Results.Single().GeneratedSources
            .Count(source => source.HintName.StartsWith($"{type}.", StringComparison.Ordinal));
    }
}
