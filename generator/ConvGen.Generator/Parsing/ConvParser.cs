using System;
using System.Threading;
using ConvGen.Generator.Diagnostics;
using ConvGen.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ConvGen.Generator.Parsing;

/// <summary>Reads a class annotated with <c>[Conv]</c>: the analyzer for what is wrong, the generator for what to emit.</summary>
internal static class ConvParser
{
    /// <summary>
    /// Parses the type of which <paramref name="declaration"/>, a part of <paramref name="compilation"/>, carries the
    /// attribute. Returns null if it does not, if there are errors, and if the compiler itself refuses the attribute.
    /// </summary>
    public static ConvTarget? Parse(
        TypeDeclarationSyntax declaration, Compilation compilation, CancellationToken cancellationToken)
    {
        SemanticModel model = compilation.GetSemanticModel(declaration.SyntaxTree);

        return model.GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol type
            && AttributeArguments.Find(type, IsConvAttribute, cancellationToken) is { } arguments
            && arguments.Syntax.Parent?.Parent == declaration
                ? Parse(type, declaration, arguments, compilation, report: null, cancellationToken)
                : null;
    }

    /// <summary>
    /// Parses <paramref name="type"/> and reports what is wrong with it. Returns null if it is not annotated, if there
    /// are errors, and if the compiler itself refuses the attribute.
    /// </summary>
    public static ConvTarget? Parse(
        INamedTypeSymbol type,
        Compilation compilation,
        Action<Diagnostic> report,
        CancellationToken cancellationToken)
    {
        AttributeArguments? arguments = AttributeArguments.Find(type, IsConvAttribute, cancellationToken);

        return arguments?.Syntax.Parent?.Parent is TypeDeclarationSyntax declaration
            ? Parse(type, declaration, arguments, compilation, report, cancellationToken)
            : null;
    }

    public static bool IsConvAttribute(INamedTypeSymbol? attribute)
    {
        return attribute is
        {
            Name: "ConvAttribute",
            ContainingType: null,
            ContainingNamespace: { Name: "ConvGen", ContainingNamespace.IsGlobalNamespace: true },
        };
    }

    private static ConvTarget? Parse(
        INamedTypeSymbol type,
        TypeDeclarationSyntax declaration,
        AttributeArguments arguments,
        Compilation compilation,
        Action<Diagnostic>? report,
        CancellationToken cancellationToken)
    {
        DiagnosticReporter reporter = new(report);
        TargetType target = TargetTypeParser.Parse(type, declaration, compilation, reporter);
        Prerequisites.Check(type, arguments, declaration, compilation, reporter);

        cancellationToken.ThrowIfCancellationRequested();
        ConvArgumentReader reader = new(arguments, reporter);
        ConvSpec? spec = reader.Read();

        if (spec is not null)
        {
            ConvChecks.Check(spec, reader.ExpectedOutput, arguments, reporter);
            ReservedMembers.Check(type, spec, declaration, reporter);
        }

        if (spec is null || reporter.HasErrors)
        {
            return null;
        }

        if (reporter.IsListening)
        {
            ConvAdvice.Report(spec, arguments, reporter);
        }

        return new ConvTarget(target, spec);
    }
}
