using ConvGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generator.Parsing;

/// <summary>What the project must allow for the generated half to compile.</summary>
internal static class Prerequisites
{
    private const LanguageVersion Oldest = LanguageVersion.CSharp12;

    public static void Check(
        INamedTypeSymbol type,
        AttributeArguments arguments,
        TypeDeclarationSyntax declaration,
        Compilation compilation,
        DiagnosticReporter reporter)
    {
        if (compilation is not CSharpCompilation { Options.AllowUnsafe: true })
        {
            reporter.Report(Descriptors.UnsafeCodeOff, arguments.Syntax.Name.GetLocation(), type.Name);
        }

        if (declaration.SyntaxTree.Options is CSharpParseOptions options && options.LanguageVersion < Oldest)
        {
            reporter.Report(
                Descriptors.LanguageVersionTooOld,
                arguments.Syntax.Name.GetLocation(),
                type.Name,
                Oldest.ToDisplayString(),
                options.LanguageVersion.ToDisplayString());
        }
    }
}
