using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using ConvGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>The help page has a section a diagnostic, and its examples do what the page says.</summary>
public sealed class HelpPageTests
{
    /// <summary>The diagnostics of builds, which the package's targets report.</summary>
    private static readonly string[] OfBuilds = ["CONV028"];

    private static readonly Dictionary<string, string> Sections = File.ReadAllText(PagePath()).ReplaceLineEndings("\n")
        .Split("\n## ")
        .Skip(1)
        .ToDictionary(static section => section[..section.IndexOf('\n')], static section => section);

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(static descriptor => descriptor.Id)];

    [Fact]
    public void EachDiagnosticHasASectionInTheOrderOfTheIds()
    {
        Assert.Equal(Descriptors.All.Select(static descriptor => descriptor.Id).Concat(OfBuilds).Order(StringComparer.Ordinal), Sections.Keys);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheSectionTellsTheTitleAndTheSeverity(string id)
    {
        DiagnosticDescriptor descriptor = Descriptors.All.Single(candidate => candidate.Id == id);
        string severity = descriptor.DefaultSeverity.ToString().ToLowerInvariant();

        Assert.Contains($"\n{descriptor.Title} ({severity}).\n", Sections[id], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheBadExampleIsReportedWithTheMessageOfThePage(string id)
    {
        string bad = Blocks(id, "csharp")[0];
        AnalyzerRun run = AnalyzerRun.Of(
            bad,
            allowUnsafe: id != "CONV004",
            languageVersion: id == "CONV022" ? LanguageVersion.CSharp11 : LanguageVersion.Latest,
            optimization: id == "CONV029" ? OptimizationLevel.Debug : OptimizationLevel.Release);

        Assert.Equal(id, Assert.Single(run.Diagnostics).Id);
        Assert.Contains($"\n> {run.Messages.Single()}\n", Sections[id], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheGoodExampleIsNotReported(string id)
    {
        // What the project says is put right in the project; the code stays.
        bool isOfProject = id is "CONV004" or "CONV022" or "CONV029";
        string good = isOfProject ? Blocks(id, "csharp")[0] : Blocks(id, "csharp")[1];
        AnalyzerRun run = AnalyzerRun.Of(good);

        Assert.Empty(run.Messages);
        run.AssertEmission(isEmitted: true);
        Assert.Equal(isOfProject ? 1 : 0, Blocks(id, "xml").Length);
    }

    private static string[] Blocks(string id, string language)
    {
        return [.. Sections[id].Split($"\n```{language}\n").Skip(1).Select(
            static block => block[..block.IndexOf("```", StringComparison.Ordinal)])];
    }

    private static string PagePath([CallerFilePath] string path = "")
    {
        return Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs", "diagnostics.md");
    }
}
