using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Diagnostics;
using ConvGen.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generator.Parsing;

/// <summary>Reads where an annotated class stands, and refuses what cannot have a generated half.</summary>
internal static class TargetTypeParser
{
    public static TargetType Parse(
        INamedTypeSymbol type,
        TypeDeclarationSyntax declaration,
        Compilation compilation,
        DiagnosticReporter reporter)
    {
        if (TypeShape.WhyUnsupported(type, compilation) is { } reason)
        {
            reporter.Report(Descriptors.UnsupportedType, declaration.Identifier.GetLocation(), type.Name, reason);
        }
        else if (!IsPartial(declaration))
        {
            reporter.Report(Descriptors.NotPartial, declaration.Identifier.GetLocation(), type.Name);
        }

        foreach (TypeDeclarationSyntax outer in declaration.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            if (!IsPartial(outer))
            {
                reporter.Report(
                    Descriptors.ContainingTypeNotPartial,
                    outer.Identifier.GetLocation(),
                    outer.Identifier.ValueText,
                    type.Name);
            }
        }

        return new TargetType(
            Namespace(type.ContainingNamespace),
            ContainingTypes(type),
            Identifiers.Escape(type.Name),
            Accessibility(type),
            MetadataName(type));
    }

    private static bool IsPartial(TypeDeclarationSyntax declaration)
    {
        return declaration.Modifiers.Any(SyntaxKind.PartialKeyword);
    }

    private static string Namespace(INamespaceSymbol symbol)
    {
        return symbol.IsGlobalNamespace
            ? string.Empty
            : string.Join(".", symbol.ToDisplayParts(Identifiers.Qualified)
                .Where(static part => part.Kind == SymbolDisplayPartKind.NamespaceName)
                .Select(static part => Identifiers.Escape(part.Symbol!.Name)));
    }

    private static EquatableArray<string> ContainingTypes(INamedTypeSymbol type)
    {
        List<string> declarations = [];

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            string keyword = outer.TypeKind switch
            {
                TypeKind.Interface => "interface",
                TypeKind.Struct => outer.IsRecord ? "record struct" : "struct",
                _ => outer.IsRecord ? "record" : "class",
            };
            declarations.Insert(0, $"partial {keyword} {Identifiers.Escape(outer.Name)}");
        }

        return new EquatableArray<string>(declarations);
    }

    private static string Accessibility(INamedTypeSymbol type)
    {
        bool isWritten = type.DeclaringSyntaxReferences
            .Select(static reference => reference.GetSyntax())
            .OfType<MemberDeclarationSyntax>()
            .SelectMany(static syntax => syntax.Modifiers)
            .Any(static modifier => modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword
                or SyntaxKind.ProtectedKeyword or SyntaxKind.PrivateKeyword);

        return isWritten ? SyntaxFacts.GetText(type.DeclaredAccessibility) : string.Empty;
    }

    private static string MetadataName(INamedTypeSymbol type)
    {
        string outer = type.ContainingType is { } containing
            ? MetadataName(containing) + "+"
            : type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(Identifiers.Qualified) + ".";

        return outer + type.MetadataName;
    }
}
