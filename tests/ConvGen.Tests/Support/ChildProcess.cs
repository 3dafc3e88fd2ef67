using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using ConvGen.Testing;

namespace ConvGen.Tests.Support;

/// <summary>Runs <c>dotnet</c> again with other settings of the runtime.</summary>
public static class ChildProcess
{
    /// <summary>Runs a child to its end.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="timeout"/> and was ended.</exception>
    public static (int ExitCode, string Output) Run(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan timeout)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // What this process compiled, the child loads.
        start.Environment["CONVGEN_COMPILED_DIR"] = CompilationCache.Folder;

        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();

        if (!process.WaitForExit(timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)} did not end within {timeout}.");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult());
    }
}
