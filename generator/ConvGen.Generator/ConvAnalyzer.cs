using System.Collections.Immutable;
using System.Threading;
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

        context.RegisterCompilationStartAction(static start =>
        {
            bool hasLayers = false;

            start.RegisterSymbolAction(
                symbol =>
                {
                    if (ConvParser.Parse((INamedTypeSymbol)symbol.Symbol, symbol.Compilation, symbol.ReportDiagnostic, symbol.CancellationToken) is not null)
                    {
                        Volatile.Write(ref hasLayers, true);
                    }
                },
                SymbolKind.NamedType);

            // The runtime optimizes no method of an assembly that is marked as compiled so, whatever a kernel asks for.
            start.RegisterCompilationEndAction(end =>
            {
                if (Volatile.Read(ref hasLayers) && end.Compilation.Options.OptimizationLevel == OptimizationLevel.Debug)
                {
                    end.ReportDiagnostic(Diagnostic.Create(Descriptors.NotOptimized, Location.None));
                }
            });
        });
    }
}
