using System;
using System.Diagnostics;
using System.IO;

namespace ConvGen.Benchmarks.Cli;

/// <summary>This program, to be run once more.</summary>
internal static class OwnProgram
{
    /// <summary>What starts it with these arguments, whether it is a file of its own or <c>dotnet</c> runs it.</summary>
    public static ProcessStartInfo With(params ReadOnlySpan<string> arguments)
    {
        string program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program) { UseShellExecute = false };

        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(OwnProgram).Assembly.Location);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    /// <summary>Runs it to its end and gives its exit code.</summary>
    public static int Run(ProcessStartInfo start)
    {
        using Process child = Process.Start(start)!;
        child.WaitForExit();
        return child.ExitCode;
    }
}
