using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ConvGen.Package.Tests;

/// <summary>A console project outside the repository that knows ConvGen as a package only.</summary>
internal sealed class UserProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("convgen-user-").FullName;

    /// <summary>Writes what <c>dotnet new console</c> and <c>dotnet add package ConvGen</c> write.</summary>
    /// <param name="source">The folder that has the package.</param>
    /// <param name="program">Program.cs.</param>
    /// <param name="properties">More properties, as XML.</param>
    public UserProject(string source, string program, string properties = "")
    {
        File.WriteAllText(Path.Combine(_folder, "Program.cs"), program);
        File.WriteAllText(Path.Combine(_folder, "FirstKernel.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">

              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                {properties}
              </PropertyGroup>

              <ItemGroup>
                <PackageReference Include="ConvGen" Version="{PackedPackage.Version}" />
              </ItemGroup>

            </Project>
            """);

        // The package under test goes into a folder that is deleted; what it depends on is taken from the machine's.
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="package under test" value="{source}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{MachinePackages()}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>Builds the project and runs what comes out.</summary>
    public (int ExitCode, string Output) Run()
    {
        return Dotnet("run", "--configuration", "Release", "--project", _folder);
    }

    /// <summary>Builds the project.</summary>
    public (int ExitCode, string Output) Build()
    {
        return Dotnet("build", _folder);
    }

    /// <summary>Runs a target of the project's build.</summary>
    public (int ExitCode, string Output) RunTarget(string target, params IEnumerable<string> properties)
    {
        return Dotnet(["msbuild", _folder, $"-t:{target}", .. properties.Select(static property => $"-p:{property}")]);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    private static (int ExitCode, string Output) Dotnet(params IEnumerable<string> arguments)
    {
        // The test process has NUGET_PACKAGES from its own build where it is set; the project's folder must win.
        return PackedPackage.Dotnet([.. arguments.Append("-p:RestorePackagesPath=packages")]);
    }

    private static string MachinePackages()
    {
        return Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
    }
}
