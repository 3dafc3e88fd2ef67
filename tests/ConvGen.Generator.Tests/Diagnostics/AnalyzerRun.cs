using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using ConvGen.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>
/// Compiles a source with the generator and the analyzer. Where squiggles should be, the source says
/// <c>[|so|]</c>, in the order of their positions.
/// </summary>
internal sealed class AnalyzerRun
{
    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private AnalyzerRun(string[] marked, ImmutableArray<Diagnostic> diagnostics, Compilation output, GeneratorRunResult result)
    {
        Marked = marked;
        Diagnostics = diagnostics;
        Output = output;
        Result = result;
    }

    /// <summary>The texts with their positions that the source marks.</summary>
    public string[] Marked { get; }

    /// <summary>The analyzer's diagnostics in the order of their positions.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The compilation with the generated half.</summary>
    public Compilation Output { get; }

    public GeneratorRunResult Result { get; }

    /// <summary>The specs that the generator passed on to the emitter.</summary>
    public ConvTarget[] Targets =>
        Result.TrackedSteps.TryGetValue(TrackingNames.Parse, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? [.. steps.SelectMany(static step => step.Outputs).Select(static output => (ConvTarget)output.Value)]
            : [];

    public IEnumerable<string> Messages =>
        Diagnostics.Select(static diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture));

    /// <summary>Runs over one file of that source, <c>using ConvGen;</c> put before it.</summary>
    public static AnalyzerRun Of(
        string source,
        bool allowUnsafe = true,
        LanguageVersion languageVersion = LanguageVersion.Latest,
        OptimizationLevel optimization = OptimizationLevel.Release,
        params SyntaxTree[] furtherTrees)
    {
        string text = Unmark("using ConvGen;\n" + source, out string[] marked);
        CSharpParseOptions parseOptions = new(languageVersion);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "UserProject",
            [CSharpSyntaxTree.ParseText(text, parseOptions, "User.cs"), .. furtherTrees],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: allowUnsafe, optimizationLevel: optimization));

        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ConvGenerator().AsSourceGenerator()],
            parseOptions: parseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);

        ImmutableArray<Diagnostic> diagnostics = output
            .WithAnalyzers([new ConvAnalyzer()])
            .GetAnalyzerDiagnosticsAsync()
            .GetAwaiter()
            .GetResult();

        return new AnalyzerRun(
            marked,
            [.. diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)],
            output,
            driver.GetRunResult().Results.Single());
    }

    /// <summary>Runs over a partial class with an attribute of these arguments.</summary>
    public static AnalyzerRun OfAttribute(string arguments)
    {
        return Of($"[Conv({arguments})] public partial class Layer;");
    }

    /// <summary>Asserts one diagnostic at the marked place; after an error the generator must have kept silent.</summary>
    public void AssertSingle(string id, DiagnosticSeverity severity, string message)
    {
        Diagnostic diagnostic = Assert.Single(Diagnostics);

        Assert.Equal((id, message), (diagnostic.Id, diagnostic.GetMessage(CultureInfo.InvariantCulture)));
        Assert.Equal(severity, diagnostic.Severity);
        AssertMarked();
        AssertEmission(isEmitted: severity != DiagnosticSeverity.Error);
    }

    /// <summary>Asserts that each diagnostic is at the place that the source marks.</summary>
    public void AssertMarked()
    {
        Assert.Equal(Marked, Diagnostics.Select(static diagnostic =>
            Describe(diagnostic.Location.SourceTree!.ToString(), diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)));
    }

    /// <summary>Asserts whether the class reached the emitter; if not, nothing may be generated.</summary>
    public void AssertEmission(bool isEmitted)
    {
        Assert.Null(Result.Exception);
        Assert.Equal(isEmitted, Targets.Length > 0);

        if (!isEmitted)
        {
            Assert.Empty(Result.GeneratedSources);
        }
    }

    private static string Unmark(string source, out string[] marked)
    {
        List<string> found = [];
        string rest = source;

        for (int start = rest.IndexOf("[|", StringComparison.Ordinal); start >= 0;
            start = rest.IndexOf("[|", StringComparison.Ordinal))
        {
            rest = rest.Remove(start, 2);
            int end = rest.IndexOf("|]", start, StringComparison.Ordinal);
            rest = rest.Remove(end, 2);
            found.Add(Describe(rest, start, end - start));
        }

        marked = [.. found];

        return rest;
    }

    private static string Describe(string text, int start, int length)
    {
        return $"{start}: {text.Substring(start, length)}";
    }
}
