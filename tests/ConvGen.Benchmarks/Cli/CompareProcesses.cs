using System;
using System.Collections.Generic;
using System.IO;
using ConvGen.Benchmarks.Reporting;

namespace ConvGen.Benchmarks.Cli;

/// <summary>
/// Has processes of their own measure the layers, one after the other. The pages of tensors and the code of kernels lie
/// elsewhere in each, which decides as much as some kernels do, and which all that one process measures have in common.
/// </summary>
internal static class CompareProcesses
{
    /// <summary>What is not handed to them: they leave their results to this process.</summary>
    private static readonly string[] OwnOptions = ["--processes", "--json", "--report"];

    /// <summary>Runs one of them to its end; it prints its own tables.</summary>
    /// <param name="arguments">Those of this process, <c>compare</c> included.</param>
    /// <param name="layers">The layers without their times.</param>
    /// <returns>The layers with their times.</returns>
    /// <exception cref="InvalidOperationException">It ended without results.</exception>
    public static LayerResult[] Run(ReadOnlySpan<string> arguments, IReadOnlyList<LayerResult> layers)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("convgen-compare-");

        try
        {
            string file = Path.Combine(folder.FullName, "results.json");
            int exitCode = OwnProgram.Run(OwnProgram.With([.. Handed(arguments), "--json", file]));

            if (!File.Exists(file))
            {
                throw new InvalidOperationException($"A process that measures ended without results, with exit code {exitCode}.");
            }

            using FileStream stream = File.OpenRead(file);
            return JsonResults.Read(stream, layers);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The command and its options with their values, but for this process's own.</summary>
    private static List<string> Handed(ReadOnlySpan<string> arguments)
    {
        List<string> handed = [arguments[0]];

        for (int option = 1; option < arguments.Length; option += 2)
        {
            if (Array.IndexOf(OwnOptions, arguments[option]) < 0)
            {
                handed.AddRange(arguments.Slice(option, 2));
            }
        }

        return handed;
    }
}
