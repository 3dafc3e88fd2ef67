using System;
using System.Diagnostics;
using System.IO;
using System.Numerics.Tensors;
using ConvGen.Generator;

namespace ConvGen.Benchmarks.Building;

/// <summary>
/// What <c>dotnet build</c> takes where nothing was built before and no compiler waits for work: its own code and the
/// generator's have to be compiled first, and the SDK's analyzers read what is generated.
/// </summary>
internal static class ColdBuild
{
    /// <summary>Builds a project in a folder of its own, restored before, and gives the seconds.</summary>
    /// <param name="classes">The annotated classes.</param>
    /// <param name="kinds">The different layers among them.</param>
    /// <exception cref="InvalidOperationException">The build failed; the message holds what it said.</exception>
    public static double Measure(int classes, int kinds)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("convgen-build-");

        try
        {
            Write(folder.FullName, classes, kinds);
            Run(folder.FullName, "restore", "-nodeReuse:false");
            long start = Stopwatch.GetTimestamp();
            Run(folder.FullName, "build", "--no-restore", "-nodeReuse:false", "-p:UseSharedCompilation=false");
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string folder, int classes, int kinds)
    {
        foreach ((string name, string text) in KernelProject.Sources(classes, kinds))
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        File.WriteAllText(Path.Combine(folder, "Demo.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(ConvAttribute).Assembly.Location}" />
                <Reference Include="{typeof(Tensor).Assembly.Location}" />
                <Analyzer Include="{typeof(ConvGenerator).Assembly.Location}" />
              </ItemGroup>
            </Project>
            """);
    }

    private static void Run(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'dotnet {string.Join(' ', arguments)}' ended with exit code {process.ExitCode}: {output}");
        }
    }
}
