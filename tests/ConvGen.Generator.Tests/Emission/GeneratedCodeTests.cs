using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace ConvGen.Generator.Tests.Emission;

/// <summary>Every generated type is marked as such, so that analyzers and coverage leave it out.</summary>
public sealed class GeneratedCodeTests
{
    [Theory]
    [InlineData("direct", """[Conv("3x3", 16, 16, Input = "8x8", Stride = "2")]""")]
    [InlineData("Winograd", """[Conv("3x3", 64, 64, Input = "56x56", Padding = "same")]""")]
    [InlineData("few filters", """[Conv("3x3", 64, 1, Input = "56x56", Padding = "same")]""")]
    [InlineData("depthwise", """[Conv("3x3", 32, 32, Groups = 32, Input = "56x56", Padding = "same")]""")]
    [InlineData("grouped", """[Conv("3x3", 128, 128, Groups = 32, Input = "56x56", Padding = "same")]""")]
    [InlineData("planes", """[Conv("3x3", 32, 32, Groups = 32, Input = "56x56", Padding = "same", Layout = Layout.ChannelsFirst)]""")]
    public void Types_are_marked(string family, string attribute)
    {
        Compilation compilation = UserProject.Create([("Layer.cs", $"using ConvGen; namespace Demo; {attribute} public partial class Layer;")]);
        GeneratorDriverRunResult result = UserProject.Generate(compilation).GetRunResult();
        TypeDeclarationSyntax[] types =
        [
            .. result.GeneratedTrees.SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()),
        ];
        IEnumerable<string> unmarked = types.Where(static type => !type.AttributeLists.ToString().Contains(".GeneratedCode(", System.StringComparison.Ordinal))
            .Select(static type => type.Identifier.Text);

        Assert.True(types.Length >= 4, $"{family}: there are only {types.Length} types.");
        Assert.Empty(unmarked);
    }
}
