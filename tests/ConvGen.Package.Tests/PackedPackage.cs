using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Package.Tests;

/// <summary>The package as <c>dotnet pack</c> makes it, in a folder of its own that serves as a package source.</summary>
public sealed class PackedPackage : IDisposable
{
    /// <summary>The name of the tests that share one package, and run one after the other.</summary>
    public const string Collection = "Package";

    /// <summary>A version that no package folder of the machine can hold already.</summary>
    public static readonly string Version = $"0.0.0-check-{Guid.NewGuid():N}";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> Environment = new()
    {
        // A server left behind would hold on to the output that this process reads to its end.
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
    };

    public PackedPackage()
    {
        Folder = Directory.CreateTempSubdirectory("convgen-package-").FullName;
        string configuration = typeof(PackedPackage).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(static attribute => attribute.Key == "Configuration").Value!;

        (int exitCode, string output) = Dotnet(
            "pack",
            Path.Combine(Root, "src", "ConvGen"),
            "--no-build",
            "--configuration",
            configuration,
            "--output",
            Folder,
            $"-p:PackageVersion={Version}");

        Assert.True(exitCode == 0, output);
    }

    /// <summary>Gets the folder of the solution.</summary>
    public static string Root { get; } = ProjectRoot.Path
        ?? throw new InvalidOperationException("The tests of the package run inside the repository only.");

    /// <summary>Gets the folder that holds the package, and nothing else at first.</summary>
    public string Folder { get; }

    public string PackageFile => Path.Combine(Folder, $"ConvGen.{Version}.nupkg");

    public static (int ExitCode, string Output) Dotnet(params string[] arguments)
    {
        return ChildProcess.Run(arguments, Environment, Timeout);
    }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Packs once for all tests of the package.</summary>
[CollectionDefinition(PackedPackage.Collection)]
public sealed class PackageCollection : ICollectionFixture<PackedPackage>;
