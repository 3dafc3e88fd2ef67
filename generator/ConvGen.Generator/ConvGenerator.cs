using ConvGen.Generator.Emission;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generator;

/// <summary>Writes the generated half of every class annotated with <c>[Conv]</c>.</summary>
/// <remarks>
/// A class with errors gets no generated half; <see cref="ConvAnalyzer"/> says why. Only value-equal models pass from
/// step to step, so an edit elsewhere re-parses the annotated classes and emits nothing again.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ConvGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ConvTarget> targets = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                ConvParser.AttributeMetadataName,
                static (node, _) => node is TypeDeclarationSyntax,
                static (match, cancellationToken) => ConvParser.Parse(
                    (INamedTypeSymbol)match.TargetSymbol,
                    match.SemanticModel.Compilation,
                    report: null,
                    cancellationToken))
            .Where(static target => target is not null)
            .Select(static (target, _) => target!)
            .WithTrackingName(TrackingNames.Parse);

        IncrementalValuesProvider<EquatableArray<EmittedFile>> files = targets
            .Select(static (target, cancellationToken) =>
                new EquatableArray<EmittedFile>(ConvEmitter.Emit(target, cancellationToken)))
            .WithTrackingName(TrackingNames.Emit);

        context.RegisterSourceOutput(files, static (production, emitted) =>
        {
            foreach (EmittedFile file in emitted)
            {
                production.AddSource(file.HintName, SourceText.From(file.Text, System.Text.Encoding.UTF8));
            }
        });
    }
}
