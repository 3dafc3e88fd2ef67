using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Benchmarks.Cli;

/// <summary>The options of the <c>generator</c> command.</summary>
internal sealed record GeneratorOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        generator [options]: times the generator, and what its text costs the compiler, in memory.

          --kernels N,N,...       the numbers of annotated classes (default: 1,10,100)
          --runs N                runs of which the median is printed (default: 3)
          --builds N              real cold builds by 'dotnet build', of which the median is printed too (default: none)
        """;

    public IReadOnlyList<int> Kernels { get; init; } = [1, 10, 100];

    public int Runs { get; init; } = 3;

    public int Builds { get; init; }

    /// <summary>Reads the words after <c>generator</c>.</summary>
    /// <exception cref="UsageException">An option is unknown, or its value is missing or not one it takes.</exception>
    public static GeneratorOptions Parse(ReadOnlySpan<string> arguments)
    {
        GeneratorOptions options = new();

        for (int i = 0; i < arguments.Length; i += 2)
        {
            string option = arguments[i];
            options = option switch
            {
                "--kernels" => options with { Kernels = Numbers(option, OptionValue.Next(arguments, i)) },
                "--runs" => options with { Runs = OptionValue.PositiveInt(option, OptionValue.Next(arguments, i)) },
                "--builds" => options with { Builds = OptionValue.PositiveInt(option, OptionValue.Next(arguments, i)) },
                _ => throw new UsageException($"Unknown option '{option}'; 'generator --help' lists the options."),
            };
        }

        return options;
    }

    private static int[] Numbers(string option, string text)
    {
        return [.. text.Split(',').Select(number => OptionValue.PositiveInt(option, number))];
    }
}
