using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using ConvGen.Generator.Emission;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;
using ConvGen.Generator.Planning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ConvGen.Generator;

/// <summary>Writes the generated half of every class annotated with <c>[Conv]</c>.</summary>
/// <remarks>
/// A class with errors gets no generated half; <see cref="ConvAnalyzer"/> says why. The parser runs again when a
/// declaration changes, anywhere, or a file with an annotated class. What it gives are models that compare by value,
/// so only classes that ask for something else than before are emitted again.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class ConvGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // What the parser may look up. The driver keeps the compilation until a declaration changes; a clone holds no
        // more than was bound for this generator.
        IncrementalValueProvider<Compilation> declarations = context.CompilationProvider
            .Select(static (compilation, _) => compilation.Clone())
            .WithComparer(SameDeclarations.Instance);

        IncrementalValuesProvider<ConvTarget> targets = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => AnnotatedTypes.MayBe(node),
                static (match, _) => (TypeDeclarationSyntax)match.Node)
            .Combine(declarations)
            .Select(static (found, cancellationToken) => ConvParser.Parse(found.Left, found.Right, cancellationToken))
            .Where(static target => target is not null)
            .Select(static (target, _) => target!)
            .WithTrackingName(TrackingNames.Parse);

        // What the compiler itself may do: it takes one class after the other, while the other cores wait for their text.
        IncrementalValueProvider<bool> mayUseCores = context.CompilationProvider.Select(static (compilation, _) => compilation.Options.ConcurrentBuild);

        // Which classes share kernels is known when all are; an edit that changes no target stops before.
        IncrementalValuesProvider<SharedTarget> shared = targets
            .Collect()
            .Combine(mayUseCores)
            .SelectMany(static (all, cancellationToken) => Share(all.Left, all.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Share);

        IncrementalValuesProvider<EmittedClass> emitted = shared
            .Select(static (target, cancellationToken) => ConvEmitter.Emit(target, cancellationToken))
            .WithTrackingName(TrackingNames.Emit);

        // What kernels of several layers call is written once.
        IncrementalValuesProvider<SharedFile> common = emitted
            .Select(static (emitted, _) => emitted.Shared)
            .Collect()
            .SelectMany(static (all, _) => SharedFile.Of(all.SelectMany(static classes => classes)));

        // Names alone are collected: an edit that adds or renames no class ends here.
        IncrementalValueProvider<EquatableArray<string>> alike = targets
            .Select(static (target, _) => target.Type.MetadataName)
            .Collect()
            .Select(static (names, _) => HintNames.Alike(names));

        context.RegisterSourceOutput(emitted.Combine(alike), static (production, emitted) =>
        {
            foreach (EmittedFile file in emitted.Left.Files)
            {
                Add(production, HintNames.Of(file, emitted.Right), file.Text);
            }
        });
        context.RegisterSourceOutput(common, static (production, file) => Add(production, file.HintName, file.Text()));
    }

    private static ImmutableArray<SharedTarget> Share(ImmutableArray<ConvTarget> targets, bool mayUseCores, CancellationToken cancellationToken)
    {
        ImmutableArray<SharedTarget> shared = [.. SharedTarget.Share(targets)];

        if (mayUseCores)
        {
            Planner.PlanConcurrently(shared.Where(static target => target.HasKernels).Select(static target => target.Target.Spec), cancellationToken);
        }

        return shared;
    }

    private static void Add(SourceProductionContext production, string name, string text)
    {
        production.AddSource(name, SourceText.From(text, Encoding.UTF8));
    }
}
