using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using ConvGen.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;

namespace ConvGen.Testing;

/// <summary>Compiles C# text with the real generator, as a project that references ConvGen would.</summary>
public static class InMemoryCompiler
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyReferences = new(MakeReferences);

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None);

    /// <summary>Gets the running runtime's assemblies, ConvGen, System.Numerics.Tensors and this assembly.</summary>
    public static ImmutableArray<MetadataReference> References => LazyReferences.Value;

    /// <summary>Gets the options of a library built for release.</summary>
    internal static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        allowUnsafe: true,
        nullableContextOptions: NullableContextOptions.Enable);

    /// <summary>Gets the running runtime's assemblies and System.Numerics.Tensors, which is what ConvGen itself refers to.</summary>
    internal static IEnumerable<MetadataReference> PlatformReferences => MakeReferences(typeof(Tensor).Assembly.Location);

    /// <summary>Makes the compilation of a library without running the generator.</summary>
    public static CSharpCompilation CreateCompilation(params IEnumerable<string> sources)
    {
        return CSharpCompilation.Create(
            "Compiled" + Guid.NewGuid().ToString("N"),
            sources.Select(text => CSharpSyntaxTree.ParseText(text, ParseOptions)),
            References,
            Options);
    }

    /// <summary>Runs the generator and emits the assembly.</summary>
    /// <exception cref="CompilationFailedException">There are errors; the message names the compiler's and the analyzer's.</exception>
    public static CompiledSource Compile(params IEnumerable<string> sources)
    {
        CSharpCompilation compilation = CreateCompilation(sources);
        GeneratorDriver driver = CSharpGeneratorDriver
            .Create([new ConvGenerator().AsSourceGenerator()], parseOptions: ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> reported);

        using MemoryStream image = new();
        EmitResult result = updated.Emit(image);
        GeneratorRunResult run = driver.GetRunResult().Results.Single();

        if (!result.Success || run.Exception is not null)
        {
            IEnumerable<Diagnostic> all = [.. reported, .. Analyze(compilation), .. result.Diagnostics];
            IEnumerable<string> errors = all.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()).Take(30);
            throw new CompilationFailedException(string.Join('\n', [.. errors, run.Exception?.ToString() ?? ""]));
        }

        return new CompiledSource(image.ToArray(), [.. run.GeneratedSources.Select(s => (s.HintName, s.SourceText.ToString()))]);
    }

    /// <summary>Runs the analyzer alone and gives its diagnostics.</summary>
    public static ImmutableArray<Diagnostic> Analyze(Compilation compilation)
    {
        return compilation
            .WithAnalyzers([new ConvAnalyzer()])
            .GetAnalyzerDiagnosticsAsync()
            .GetAwaiter()
            .GetResult();
    }

    private static ImmutableArray<MetadataReference> MakeReferences()
    {
        return [.. MakeReferences(StandInLibrary.Original, typeof(Tensor).Assembly.Location, typeof(InMemoryCompiler).Assembly.Location)];
    }

    private static IEnumerable<MetadataReference> MakeReferences(params IEnumerable<string> files)
    {
        string trusted = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        return trusted
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == runtime)
            .Concat(files)
            .DistinctBy(Path.GetFileName)
            .Select(static path => MetadataReference.CreateFromFile(path));
    }
}
