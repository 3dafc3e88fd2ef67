using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;

namespace VerifyTests;

/// <summary>One file's worth of what is verified.</summary>
/// <param name="Extension">The file's extension, without a dot.</param>
/// <param name="Text">The content, with LF line ends.</param>
/// <param name="Name">What tells this file from the verification's others; null for the diagnostics.</param>
internal sealed record SnapshotTarget(string Extension, string Text, string? Name)
{
    /// <summary>Splits a generator's result into its diagnostics, if there are any, and its files.</summary>
    /// <exception cref="InvalidOperationException"><see cref="VerifySourceGenerators.Initialize"/> has not been called.</exception>
    /// <exception cref="ArgumentException">The target is of another kind.</exception>
    public static IReadOnlyList<SnapshotTarget> From(object? target, VerifySettings settings)
    {
        if (!VerifySourceGenerators.Initialized)
        {
            throw new InvalidOperationException("Call VerifySourceGenerators.Initialize() in a module initializer first.");
        }

        return target switch
        {
            GeneratorDriver driver => FromResult(driver.GetRunResult(), settings),
            GeneratorDriverRunResult result => FromResult(result, settings),
            _ => [FromDiagnostics(DiagnosticsOf(target))],
        };
    }

    private static List<SnapshotTarget> FromResult(GeneratorDriverRunResult result, VerifySettings settings)
    {
        Exception[] exceptions = [.. result.Results.Select(static r => r.Exception).OfType<Exception>()];

        if (exceptions.Length == 1)
        {
            ExceptionDispatchInfo.Throw(exceptions[0]);
        }

        if (exceptions.Length > 1)
        {
            throw new AggregateException(exceptions);
        }

        var targets = new List<SnapshotTarget>();

        if (!result.Diagnostics.IsEmpty)
        {
            targets.Add(FromDiagnostics(result.Diagnostics));
        }

        foreach (GeneratorRunResult generator in result.Results)
        {
            targets.AddRange(generator.GeneratedSources
                .Where(source => !settings.IgnoredResults.Any(isIgnored => isIgnored(source)))
                .OrderBy(static source => source.HintName)
                .Select(FromSource));
        }

        return targets;
    }

    private static SnapshotTarget FromSource(GeneratedSourceResult source)
    {
        string text = $"//HintName: {source.HintName}\n{source.SourceText}".Replace("\r\n", "\n").Replace('\r', '\n');
        string name = SnapshotName.Sanitize(Path.GetFileNameWithoutExtension(source.SyntaxTree.FilePath));
        return new SnapshotTarget("cs", text, name);
    }

    private static SnapshotTarget FromDiagnostics(IEnumerable<Diagnostic> diagnostics)
    {
        return new SnapshotTarget("txt", DiagnosticsText.Write(diagnostics), null);
    }

    // Verify prints any object. The shim prints the one kind these tests have: what an analyzer reported, wrapped so
    // that the text is the one a generator's own diagnostics have.
    private static IEnumerable<Diagnostic> DiagnosticsOf(object? target)
    {
        PropertyInfo[] properties = target?.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance) ?? [];

        if (properties is [{ Name: "Diagnostics" } property] && property.GetValue(target) is IEnumerable<Diagnostic> diagnostics)
        {
            return diagnostics;
        }

        throw new ArgumentException(
            "Expected a GeneratorDriver, a GeneratorDriverRunResult or an object whose only property is Diagnostics, "
                + $"but got {target?.GetType().ToString() ?? "null"}.",
            nameof(target));
    }
}
