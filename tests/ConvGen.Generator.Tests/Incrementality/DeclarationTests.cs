using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConvGen.Generator.Tests.Incrementality;

/// <summary>
/// The parser runs again when something that it looked up may have changed, wherever that is declared, and not
/// otherwise.
/// </summary>
public sealed class DeclarationTests
{
    private const string Layer =
        """
        namespace Demo;

        [ConvGen.Conv("3x3", Sizes.Channels, 8)]
        public partial class Layer : Parent;

        [Named("1", 2, 8)]
        public partial class Stranger;

        public sealed class NamedAttribute(string a, int b, int c) : System.Attribute;
        """;

    private const string Other =
        """
        namespace Demo;

        public static class Sizes
        {
            public const int Channels = 4;
            public static int Count = 1;

            public static int Twice(int x)
            {
                return 2 * x;
            }

            public static int Thrice(int x) => 3 * x;
        }

        public class Parent;
        """;

    [Theory]
    [InlineData("return 2 * x;", "int y = x; return y + y;")]
    [InlineData("=> 3 * x", "=> x + x + x")]
    [InlineData("Count = 1", "Count = 2")]
    [InlineData("public const", "// Four.\n    public const")]
    public void EditBesideTheDeclarationsIsNotParsed(string before, string after)
    {
        Compilation compilation = Create();
        GeneratorDriver driver = Run(compilation, Edited(compilation, "Other.cs", before, after));

        Assert.All(StepReasons.Of(driver, TrackingNames.Parse), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.Equal(["Demo.Layer"], Emitted(driver));
    }

    [Theory]
    [InlineData("Other.cs", "Channels = 4", "Channels = -4")]
    [InlineData("Other.cs", "public class Parent;", "public class Parent(int x);")]
    [InlineData("Other.cs", "public class Parent;", "public class Parent; public partial class Layer { public const int Rank = 1; }")]
    [InlineData("Other.cs", "public class Parent;", "public class Parent; public partial class Layer(int x);")]
    [InlineData("Other.cs", "public static class Sizes", "public static class Others")]
    [InlineData("Layer.cs", "class Layer", "class Layer<T>")]
    public void DeclarationThatForbidsTheLayerIsSeen(string path, string before, string after)
    {
        Compilation compilation = Create();

        Assert.Empty(Emitted(Run(compilation, Edited(compilation, path, before, after))));
    }

    [Fact]
    public void ConstantOfAnotherFileIsSeen()
    {
        Compilation compilation = Create();
        GeneratorDriver driver = Run(compilation, Edited(compilation, "Other.cs", "Channels = 4", "Channels = 5"));

        Assert.Equal([IncrementalStepRunReason.Modified], StepReasons.Of(driver, TrackingNames.Emit));
        Assert.Contains(
            driver.GetRunResult().GeneratedTrees,
            static tree => tree.ToString().Contains("InChannels = 5", StringComparison.Ordinal));
    }

    [Fact]
    public void AliasOfAnotherFileIsSeen()
    {
        Compilation compilation = UserProject.Create([("Layer.cs", Layer.Replace("Named(", "Alias(", StringComparison.Ordinal)), ("Other.cs", Other)]);
        GeneratorDriver driver = Run(
            compilation, Edited(compilation, "Other.cs", "namespace Demo;", "global using Alias = ConvGen.ConvAttribute; namespace Demo;"));

        Assert.Equal(["Demo.Layer", "Demo.Stranger"], Emitted(driver));
    }

    [Fact]
    public void ProjectThatForbidsTheLayerIsSeen()
    {
        Compilation compilation = Create();
        var options = (CSharpCompilationOptions)compilation.Options;

        Assert.Empty(Emitted(Run(compilation, compilation.WithOptions(options.WithAllowUnsafe(false)))));
        Assert.Empty(Emitted(Run(compilation, compilation.RemoveReferences(
            compilation.References.Where(static reference => reference.Display!.EndsWith("ConvGen.dll", StringComparison.Ordinal))))));
    }

    [Fact]
    public void DeclarationAfterManyOtherEditsIsSeen()
    {
        Compilation first = Create();
        Compilation second = Edited(first, "Other.cs", "2 * x", "x + x");
        Compilation third = Edited(second, "Layer.cs", "public partial class Layer", "/* The first. */ public partial class Layer");
        Compilation fourth = Edited(third, "Other.cs", "x + x", "x * 2");
        Compilation fifth = Edited(fourth, "Other.cs", "Channels = 4", "Channels = 6");

        GeneratorDriver driver = Run(first, second, third, fourth, fifth);

        Assert.Contains(
            driver.GetRunResult().GeneratedTrees,
            static tree => tree.ToString().Contains("InChannels = 6", StringComparison.Ordinal));
    }

    private static Compilation Create()
    {
        return UserProject.Create([("Layer.cs", Layer), ("Other.cs", Other)]);
    }

    private static Compilation Edited(Compilation compilation, string path, string before, string after)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        string edited = tree.ToString().Replace(before, after, StringComparison.Ordinal);
        Assert.NotEqual(tree.ToString(), edited);

        return compilation.ReplaceSyntaxTree(tree, UserProject.Parse(path, edited));
    }

    private static GeneratorDriver Run(params Compilation[] compilations)
    {
        return compilations.Aggregate(
            UserProject.CreateDriver(), static (driver, compilation) => driver.RunGenerators(compilation));
    }

    /// <summary>The classes that have a generated half.</summary>
    private static IEnumerable<string> Emitted(GeneratorDriver driver)
    {
        return Assert.Single(driver.GetRunResult().Results).GeneratedSources
            .Select(static source => string.Join('.', source.HintName.Split('.').Take(2)))
            .Where(static name => name != "ConvGen.Generated")
            .Distinct();
    }
}
