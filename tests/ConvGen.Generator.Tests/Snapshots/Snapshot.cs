using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using VerifyTests;
using VerifyXunit;
using Xunit;

namespace ConvGen.Generator.Tests.Snapshots;

/// <summary>Takes the snapshots of one source file.</summary>
internal static class Snapshot
{
    private const string Path = "Layer.cs";

    /// <summary>Verifies the files generated from <paramref name="source"/>, which must compile together with them.</summary>
    public static SettingsTask VerifyGenerated(string source, [CallerFilePath] string sourceFile = "")
    {
        GeneratorDriver driver = UserProject.Generate(UserProject.Create([(Path, source)]));
        Assert.NotEmpty(driver.GetRunResult().GeneratedTrees);

        return Verifier.Verify(driver, sourceFile: sourceFile);
    }

    /// <summary>Verifies what the analyzer reports on <paramref name="source"/>, which must be something.</summary>
    public static async Task VerifyDiagnosticsAsync(string source, [CallerFilePath] string sourceFile = "")
    {
        CSharpCompilation compilation = UserProject.Create([(Path, source)]);
        ImmutableArray<Diagnostic> diagnostics = await UserProject.AnalyzeAsync(compilation);
        Assert.NotEmpty(diagnostics);

        // An object of this one member is what Verify.SourceGenerators makes of a generator's own diagnostics.
        await Verifier.Verify(new { Diagnostics = diagnostics }, sourceFile: sourceFile);
    }
}
