using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace ConvGen.Package.Tests;

/// <summary>What lies where in the package, and what it says of itself.</summary>
[Collection(PackedPackage.Collection)]
public sealed class PackageContentTests(PackedPackage package)
{
    private const string RunTime = "lib/net10.0/ConvGen.dll";

    private const string Generator = "analyzers/dotnet/cs/ConvGen.Generator.dll";

    [Fact]
    public void It_carries_both_assemblies_what_builds_import_the_readme_and_the_licence_and_nothing_else()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PackageFile);
        string[] expected =
        [
            "ConvGen.nuspec", "LICENSE", "README.md", Generator, "buildTransitive/ConvGen.props", "buildTransitive/ConvGen.targets", RunTime,
            "lib/net10.0/ConvGen.xml",
        ];

        Assert.Equal(
            expected.Order(),
            archive.Entries.Select(static entry => entry.FullName).Where(static name => !IsEnvelope(name)).Order());
    }

    [Theory]
    [InlineData(RunTime)]
    [InlineData(Generator)]
    public void An_assembly_embeds_its_symbols_and_is_deterministic(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PackageFile);
        using MemoryStream bytes = new();
        using (Stream entry = archive.GetEntry(path)!.Open())
        {
            entry.CopyTo(bytes);
        }

        bytes.Position = 0;
        using PEReader reader = new(bytes);
        DebugDirectoryEntryType[] kinds = [.. reader.ReadDebugDirectory().Select(static entry => entry.Type)];

        Assert.Contains(DebugDirectoryEntryType.EmbeddedPortablePdb, kinds);
        Assert.Contains(DebugDirectoryEntryType.Reproducible, kinds);
        Assert.True(reader.GetMetadataReader().IsAssembly);
    }

    [Fact]
    public void Programs_depend_on_tensors_alone_and_keep_the_run_time_half()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PackageFile);
        using Stream entry = archive.GetEntry("ConvGen.nuspec")!.Open();
        XElement[] elements = [.. XDocument.Load(entry).Descendants()];

        XElement dependency = Assert.Single(elements, static element => element.Name.LocalName == "dependency");
        Assert.Equal("System.Numerics.Tensors", (string?)dependency.Attribute("id"));
        Assert.DoesNotContain(
            elements, static element => element.Name.LocalName == "developmentDependency" && element.Value == "true");
        Assert.Equal("README.md", Assert.Single(elements, static element => element.Name.LocalName == "readme").Value);
        Assert.Equal("MIT", Assert.Single(elements, static element => element.Name.LocalName == "license").Value);
    }

    // The parts of every package, which its format asks for.
    private static bool IsEnvelope(string name)
    {
        return name is "[Content_Types].xml" || name.StartsWith("_rels/", StringComparison.Ordinal)
            || name.StartsWith("package/", StringComparison.Ordinal);
    }
}
