using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ConvGen.Benchmarks.Layers;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Cli;

/// <summary>The options of the <c>compare</c> command.</summary>
internal sealed record CompareOptions
{
    /// <summary>The peers that can be asked for.</summary>
    public static readonly string[] KnownPeers = ["onnxruntime", "onednn", "copy"];

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        compare [options]: times layers compiled by the generator, checks them, and sets them beside peers.

          --cases FILE.tsv        the layers, in the columns of oneDNN-like shape lists (default: cases.tsv)
          --threads N             threads each layer may use (default: 1)
          --isa NAME              avx512, avx2, v128 or scalar (default: the best this machine has)
          --algorithm NAME        auto or direct (default: auto)
          --seconds S             time spent on each layer and contestant (default: 0.3)
          --rounds N              measures the layers below a bar again, up to N times in all, and counts each contestant's
                                  best: a shared machine may be slow for minutes (default: 1)
          --processes N           has N processes measure the list one after the other, counts each contestant's best, and names
                                  the layers behind a peer in each and in any: where pages and code lie decides, too (default: 1)
          --peers A,B             onnxruntime, onednn (fetch-peers.sh fetches them), copy: a copy of as many bytes as the
                                  layer's tensors have, whose ratio is the share of its speed (default: none)
          --variants A,B          the layer itself run otherwise: direct, channels-first, threads-N, or arrays: tensors that begin
                                  16 bytes behind a cache line (default: none)
          --recorded A.tsv,B.tsv  fractions of the peak recorded elsewhere: columns name, fraction_of_fma_peak
          --json FILE             writes the rows as JSON
          --report DIR            writes report.md and chart.svg
        """;

    /// <summary>The list of layers; null for the list that comes with the program.</summary>
    public string? CasesFile { get; init; }

    public int Threads { get; init; } = 1;

    /// <summary>The instruction set to run on; null for the best the machine has.</summary>
    public InstructionSet? Isa { get; init; }

    public Algorithm Algorithm { get; init; } = Algorithm.Auto;

    /// <summary>Seconds spent on each layer and contestant.</summary>
    public double Seconds { get; init; } = 0.3;

    /// <summary>How often a layer below a bar is measured at most.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>How many processes measure.</summary>
    public int Processes { get; init; } = 1;

    public IReadOnlyList<string> Peers { get; init; } = [];

    public IReadOnlyList<LayerVariant> Variants => [.. VariantNames.Select(name => LayerVariant.Parse(name, Algorithm, Threads))];

    /// <summary>Files of what others reached on the layers.</summary>
    public IReadOnlyList<string> RecordedFiles { get; init; } = [];

    public string? JsonFile { get; init; }

    public string? ReportDirectory { get; init; }

    private IReadOnlyList<string> VariantNames { get; init; } = [];

    /// <summary>Reads the words after <c>compare</c>.</summary>
    /// <exception cref="UsageException">An option is unknown, or its value is missing or not one it takes.</exception>
    public static CompareOptions Parse(ReadOnlySpan<string> arguments)
    {
        CompareOptions options = new();

        for (int i = 0; i < arguments.Length; i += 2)
        {
            string option = arguments[i];
            string Value(ReadOnlySpan<string> all) => OptionValue.Next(all, i);

            options = option switch
            {
                "--cases" => options with { CasesFile = ExistingFile(option, Value(arguments)) },
                "--threads" => options with { Threads = OptionValue.PositiveInt(option, Value(arguments)) },
                "--isa" => options with { Isa = ParseIsa(Value(arguments)) },
                "--algorithm" => options with { Algorithm = ParseAlgorithm(Value(arguments)) },
                "--seconds" => options with { Seconds = PositiveNumber(option, Value(arguments)) },
                "--rounds" => options with { Rounds = OptionValue.PositiveInt(option, Value(arguments)) },
                "--processes" => options with { Processes = OptionValue.PositiveInt(option, Value(arguments)) },
                "--peers" => options with { Peers = ParsePeers(Value(arguments)) },
                "--variants" => options with { VariantNames = Names(Value(arguments)) },
                "--recorded" => options with { RecordedFiles = [.. Names(Value(arguments)).Select(name => ExistingFile(option, name))] },
                "--json" => options with { JsonFile = FileInExistingDirectory(option, Value(arguments)) },
                "--report" => options with { ReportDirectory = Value(arguments) },
                _ => throw new UsageException($"Unknown option '{option}'; 'compare --help' lists the options."),
            };
        }

        // The variants depend on other options, which may come after them.
        _ = options.Variants;
        return options;
    }

    private static string ExistingFile(string option, string path)
    {
        return File.Exists(path) ? path : throw new UsageException($"{option}: there is no file '{path}'.");
    }

    /// <summary>A run takes minutes; that its results have no place to go is better said before it.</summary>
    private static string FileInExistingDirectory(string option, string path)
    {
        return !Directory.Exists(path) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
            ? path
            : throw new UsageException($"{option}: '{path}' is not a file in a directory that exists.");
    }

    private static double PositiveNumber(string option, string text)
    {
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value > 0 && double.IsFinite(value)
            ? value
            : throw new UsageException($"{option} needs a number above 0, not '{text}'.");
    }

    private static InstructionSet ParseIsa(string text)
    {
        return InstructionSets.TryParse(text, out InstructionSet isa)
            ? isa
            : throw new UsageException($"--isa is avx512, avx2, v128 or scalar, not '{text}'.");
    }

    private static Algorithm ParseAlgorithm(string text)
    {
        return text switch
        {
            "auto" => Algorithm.Auto,
            "direct" => Algorithm.Direct,
            _ => throw new UsageException($"--algorithm is auto or direct, not '{text}'."),
        };
    }

    private static string[] ParsePeers(string text)
    {
        string[] names = Names(text);

        foreach (string name in names)
        {
            if (Array.IndexOf(KnownPeers, name) < 0)
            {
                throw new UsageException($"--peers knows {string.Join(", ", KnownPeers)}, not '{name}'.");
            }
        }

        return names;
    }

    private static string[] Names(string text)
    {
        return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
