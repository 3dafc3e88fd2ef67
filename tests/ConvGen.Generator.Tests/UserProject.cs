using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using ConvGen.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace ConvGen.Generator.Tests;

/// <summary>A project that uses ConvGen, in memory: named files, compiled as a user's build would.</summary>
internal static class UserProject
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    /// <summary>Makes the compilation of a library, without what is generated.</summary>
    public static CSharpCompilation Create(params IEnumerable<(string Path, string Text)> files)
    {
        return CSharpCompilation.Create(
            "User",
            files.Select(static file => Parse(file.Path, file.Text)),
            InMemoryCompiler.References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    public static SyntaxTree Parse(string path, string text)
    {
        return CSharpSyntaxTree.ParseText(text, ParseOptions, path);
    }

    /// <summary>Makes a driver of the generator that remembers why each step ran.</summary>
    public static GeneratorDriver CreateDriver()
    {
        return CSharpGeneratorDriver.Create(
            [new ConvGenerator().AsSourceGenerator()],
            parseOptions: ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
    }

    /// <summary>Runs the generator and requires that the whole compiles without a warning.</summary>
    public static GeneratorDriver Generate(Compilation compilation)
    {
        GeneratorDriver driver = CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);

        Assert.Empty(whole.GetDiagnostics().Where(static d => d.Severity >= DiagnosticSeverity.Warning).Take(5));
        return driver;
    }

    /// <summary>Gives what the analyzer reports, in the order of the source.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation)
    {
        CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation whole, out _);

        ImmutableArray<Diagnostic> reported =
            await whole.WithAnalyzers([new ConvAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. reported.OrderBy(static d => d.Location.SourceSpan.Start).ThenBy(static d => d.Id, StringComparer.Ordinal)];
    }
}
