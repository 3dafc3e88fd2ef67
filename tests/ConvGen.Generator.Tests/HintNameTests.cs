using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests;

/// <summary>Generated files have names that differ in more than case.</summary>
public sealed class HintNameTests
{
    private const string Alike =
        """
        namespace Demo
        {
            [ConvGen.Conv("1", 4, 4)]
            public partial class layer;

            [ConvGen.Conv("1", 4, 8)]
            public partial class Layer;

            [ConvGen.Conv("1", 4, 12)]
            public partial class LAYER;
        }

        namespace demo
        {
            [ConvGen.Conv("1", 4, 16)]
            public partial class Layer;
        }
        """;

    [Fact]
    public void ClassesThatDifferInCaseAreNumbered()
    {
        // CS8981: a type's name of lower-case letters only may become a keyword.
        Compilation compilation = UserProject.Create([("Layers.cs", "#pragma warning disable CS8981\n" + Alike)]);
        GeneratorDriver driver = UserProject.Generate(compilation);

        Assert.Equal(
            ["Demo.LAYER.g.cs", "Demo.Layer-2.g.cs", "Demo.layer-3.g.cs", "demo.Layer-4.g.cs"],
            Names(driver).Where(static name => name.Count(static c => c == '.') == 3).Order(StringComparer.Ordinal));
        Assert.Contains("Demo.LAYER.Kernels.g.cs", Names(driver));
        Assert.Contains("Demo.Layer-2.Kernels.g.cs", Names(driver));
    }

    [Fact]
    public void OrderOfTheClassesDoesNotMatter()
    {
        string[] classes = ["[ConvGen.Conv(\"1\", 4, 4)] partial class A;", "[ConvGen.Conv(\"1\", 4, 8)] partial class a;"];
        GeneratorDriver forward = Generate(classes);
        GeneratorDriver backward = Generate([.. classes.Reverse()]);

        Assert.Equal(Names(forward).Order(), Names(backward).Order());
        Assert.Equal(Text(forward, "a-2.g.cs"), Text(backward, "a-2.g.cs"));
    }

    [Fact]
    public void ClassThatLosesItsLikeIsNamedPlainly()
    {
        Compilation both = UserProject.Create([("Layers.cs", Alike)]);
        Compilation one = UserProject.Create([("Layers.cs", "namespace Demo; [ConvGen.Conv(\"1\", 4, 4)] public partial class layer;")]);
        GeneratorDriver driver = UserProject.CreateDriver().RunGenerators(both).RunGenerators(one);

        Assert.Contains("Demo.layer.g.cs", Names(driver));
        Assert.All(
            Names(driver).Where(static name => !name.StartsWith("ConvGen.Generated.", StringComparison.Ordinal)),
            static name => Assert.StartsWith("Demo.layer.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void UnderscoresAreNotTakenForDots()
    {
        const string Layers =
            """
            namespace A { [ConvGen.Conv("1", 4, 4)] public partial class _B; }
            namespace A_ { [ConvGen.Conv("1", 4, 8)] public partial class B; }
            """;

        // Each has kernels of its own, in a namespace that is named after the class.
        UserProject.Generate(UserProject.Create([("Layers.cs", Layers)]));
    }

    private static GeneratorDriver Generate(IEnumerable<string> classes)
    {
        return UserProject.CreateDriver().RunGenerators(UserProject.Create([("Layers.cs", string.Join('\n', classes))]));
    }

    private static IEnumerable<string> Names(GeneratorDriver driver)
    {
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);

        Assert.Null(result.Exception);
        return result.GeneratedSources.Select(static source => source.HintName);
    }

    private static string Text(GeneratorDriver driver, string hintName)
    {
        return Assert.Single(driver.GetRunResult().Results).GeneratedSources
            .Single(source => source.HintName == hintName).SourceText.ToString();
    }
}
