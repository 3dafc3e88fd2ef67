using System;

namespace ConvGen.Benchmarks.Cli;

/// <summary>The options of the <c>startup</c> command.</summary>
internal sealed record StartupOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        startup [options]: times the constructors and first calls of two 3x3 layers in processes of their own.

          --runs N                processes started for each (default: 7)
          --threads N             threads the layer may use (default: one a core, as in a user's program)
        """;

    public int Runs { get; init; } = 7;

    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Reads the words after <c>startup</c>.</summary>
    /// <exception cref="UsageException">An option is unknown, or its value is missing or not one it takes.</exception>
    public static StartupOptions Parse(ReadOnlySpan<string> arguments)
    {
        StartupOptions options = new();

        for (int i = 0; i < arguments.Length; i += 2)
        {
            string option = arguments[i];
            options = option switch
            {
                "--runs" => options with { Runs = OptionValue.PositiveInt(option, OptionValue.Next(arguments, i)) },
                "--threads" => options with { Threads = OptionValue.PositiveInt(option, OptionValue.Next(arguments, i)) },
                _ => throw new UsageException($"Unknown option '{option}'; 'startup --help' lists the options."),
            };
        }

        return options;
    }
}
