using System;
using System.Collections.Generic;
using System.IO;

namespace Samples.Shared;

/// <summary>The command line of a sample: an optional input file and <c>--output PATH</c>.</summary>
public sealed class CommandLine
{
    private CommandLine(string? input, string output)
    {
        Input = input;
        Output = output;
    }

    /// <summary>Gets the input file; null if none was given.</summary>
    public string? Input { get; }

    /// <summary>Gets the file to write.</summary>
    public string Output { get; }

    /// <summary>
    /// Runs a sample: reads the command line, and turns a bad one, or a file that cannot be read or written, into a
    /// plain message and exit code 2.
    /// </summary>
    /// <param name="args">The arguments.</param>
    /// <param name="usage">How the sample is called; shown for <c>--help</c> and after a mistake.</param>
    /// <param name="takesInput">Whether an input file may be given.</param>
    /// <param name="defaultOutput">The file written if <c>--output</c> is not given.</param>
    /// <param name="run">The sample; returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, string usage, bool takesInput, string defaultOutput, Func<CommandLine, int> run)
    {
        if (Array.Exists(args, static arg => arg is "-h" or "--help"))
        {
            Console.WriteLine(usage);
            return 0;
        }

        try
        {
            return run(Parse(args, takesInput, defaultOutput));
        }
        catch (UsageException e)
        {
            Console.Error.WriteLine(e.Message);
            Console.Error.WriteLine(usage);
            return 2;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static CommandLine Parse(string[] args, bool takesInput, string defaultOutput)
    {
        string? input = null;
        string? output = null;
        Queue<string> rest = new(args);
        while (rest.TryDequeue(out string? arg))
        {
            if (arg is "-o" or "--output")
            {
                if (!rest.TryDequeue(out string? path) || path.Length == 0 || output is not null)
                {
                    throw new UsageException($"{arg} takes one path and may be given once.");
                }

                output = path;
            }
            else if (arg.StartsWith('-') || !takesInput || input is not null || arg.Length == 0)
            {
                throw new UsageException($"The argument '{arg}' is not expected.");
            }
            else
            {
                input = arg;
            }
        }

        return new CommandLine(input, output ?? defaultOutput);
    }

    private sealed class UsageException(string message) : Exception(message);
}
