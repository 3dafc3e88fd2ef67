using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using ConvGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>Ids, help links and the release file agree with each other.</summary>
public sealed class DescriptorTests
{
    [Fact]
    public void IdsAscendAndNoneIsUsedTwice()
    {
        string[] ids = [.. Descriptors.All.Select(static descriptor => descriptor.Id)];

        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
        Assert.All(ids, static id => Assert.Matches("^CONV[0-9]{3}$", id));
    }

    [Fact]
    public void EachHasItsHeadingOnTheHelpPage()
    {
        Assert.All(Descriptors.All, static descriptor => Assert.Equal(
            "https://github.com/convgen/convgen/blob/main/docs/diagnostics.md#" + descriptor.Id.ToLowerInvariant(),
            descriptor.HelpLinkUri));
    }

    [Fact]
    public void EachIsInAReleaseFile()
    {
        string[] lines = [.. new[] { "Shipped", "Unshipped" }.SelectMany(static name =>
            File.ReadAllLines(Path.Combine(GeneratorFolder(), $"AnalyzerReleases.{name}.md")))];
        IEnumerable<string> expected = Descriptors.All.Select(static descriptor =>
            $"{descriptor.Id} | ConvGen | {descriptor.DefaultSeverity} | {descriptor.Title}");

        Assert.Equal(expected, lines.Where(static line => line.StartsWith("CONV", StringComparison.Ordinal)).Order());
    }

    private static string GeneratorFolder([CallerFilePath] string path = "")
    {
        return Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "generator", "ConvGen.Generator");
    }
}
