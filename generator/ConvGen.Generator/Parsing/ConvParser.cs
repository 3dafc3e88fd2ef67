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
    public const string AttributeMetadataName = "ConvGen.ConvAttribute";

    /// <summary>
    /// Parses <paramref name="type"/> and reports what is wrong with it. Returns null if it is not annotated, if there
    /// are errors, and if the compiler itself refuses the attribute.
    /// </summary>
    public static ConvTarget? Parse(
        INamedTypeSymbol type,
        Compilation compilation,
        Action<Diagnostic>? report,
        CancellationToken cancellationToken)
    {
        AttributeArguments? arguments = AttributeArguments.Find(type, IsConvAttribute, cancellationToken);

        if (arguments?.Syntax.Parent?.Parent is not TypeDeclarationSyntax declaration)
        {
            return null;
        }

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

    public static bool IsConvAttribute(INamedTypeSymbol? attribute)
    {
        return attribute is
        {
            Name: "ConvAttribute",
            ContainingType: null,
            ContainingNamespace: { Name: "ConvGen", ContainingNamespace.IsGlobalNamespace: true },
        };
    }
}
