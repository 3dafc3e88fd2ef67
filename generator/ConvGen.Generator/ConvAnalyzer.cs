using System.Collections.Immutable;
using ConvGen.Generator.Diagnostics;
using ConvGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ConvGen.Generator;

/// <summary>Reports what is wrong with a class annotated with <c>[Conv]</c>, and what its author may not have meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConvAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // The generated half may mark the whole class as generated; its attribute is still the user's.
        context.ConfigureGeneratedCodeAnalysis(
            GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();

        context.RegisterSymbolAction(
            static symbol => ConvParser.Parse(
                (INamedTypeSymbol)symbol.Symbol,
                symbol.Compilation,
                symbol.ReportDiagnostic,
                symbol.CancellationToken),
            SymbolKind.NamedType);
    }
}
