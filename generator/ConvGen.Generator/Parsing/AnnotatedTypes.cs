using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generator.Parsing;

/// <summary>The types that may be annotated with <c>[Conv]</c>, found by their syntax alone.</summary>
internal static class AnnotatedTypes
{
    /// <summary>The kernel, the input channels and the filters: the compiler refuses an attribute that has fewer.</summary>
    private const int RequiredArguments = 3;

    /// <summary>
    /// Whether the node is a type with an attribute of as many arguments as <c>[Conv]</c> needs. The attribute's name
    /// is not looked at: an alias, perhaps in another file, may give it any.
    /// </summary>
    public static bool MayBe(SyntaxNode node)
    {
        if (node is not TypeDeclarationSyntax { AttributeLists.Count: > 0 } type)
        {
            return false;
        }

        foreach (AttributeListSyntax list in type.AttributeLists)
        {
            foreach (AttributeSyntax attribute in list.Attributes)
            {
                if (attribute.ArgumentList?.Arguments.Count >= RequiredArguments)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the file has such a type.</summary>
    public static bool MayBeIn(SyntaxTree tree)
    {
        return tree.GetRoot()
            .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .Any(MayBe);
    }
}
