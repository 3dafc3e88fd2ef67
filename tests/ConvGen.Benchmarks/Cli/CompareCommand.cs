using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Layers;
using ConvGen.Benchmarks.Measuring;
using ConvGen.Benchmarks.Peers;
using ConvGen.Benchmarks.Reporting;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Cli;

/// <summary>The <c>compare</c> command: every layer compiled, checked, timed beside the peers, and printed.</summary>
internal sealed class CompareCommand
{
    private readonly CompareOptions _options;
    private readonly LayerVariant _measured;
    private readonly IReadOnlyList<RecordedFractions> _recorded;
    private readonly IReadOnlyList<IPeer> _libraries;
    private readonly string[] _names;
    private readonly string[] _records;

    private CompareCommand(CompareOptions options)
    {
        _options = options;
        _measured = new LayerVariant("ConvGen", options.Algorithm, Layout.ChannelsLast, options.Threads);
        _recorded = [.. options.RecordedFiles.Select(RecordedFractions.Read)];
        _libraries = PeerLoader.Load(options.Peers, options.Threads, Console.Error);
        _names = [.. _libraries.Select(library => library.Name), .. options.Variants.Select(variant => variant.Name)];
        _records = [.. _recorded.Select(file => file.Name)];
    }

    /// <summary>Runs the command and returns the exit code: 0, or 1 if a layer failed.</summary>
    /// <exception cref="UsageException">The options or the file of layers cannot be used.</exception>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        CompareOptions options = CompareOptions.Parse(arguments);
        string cases = options.CasesFile ?? Path.Combine(AppContext.BaseDirectory, "cases.tsv");
        IReadOnlyList<CaseRow> rows = ShapesFile.Read(cases);

        if (options.Isa is InstructionSet isa && IsaRestart.RunIfNeeded(isa, ["compare", .. arguments]) is int exitCode)
        {
            return exitCode;
        }

        CompareCommand command = new(options);
        return options.Processes > 1 ? command.RunProcesses(rows, ["compare", .. arguments]) : command.Run(rows);
    }

    /// <summary>Has other processes measure, and counts the best of each contestant.</summary>
    private int RunProcesses(IReadOnlyList<CaseRow> rows, ReadOnlySpan<string> arguments)
    {
        LayerResult[] layers = [.. rows.Select(Unmeasured)];
        LayerResult[][] processes = new LayerResult[_options.Processes][];

        for (int i = 0; i < processes.Length; i++)
        {
            Console.WriteLine($"Process {i + 1} of {processes.Length}");
            processes[i] = CompareProcesses.Run(arguments, layers);
            Console.WriteLine();
        }

        LayerResult[] results = [.. Enumerable.Range(0, layers.Length).Select(layer => processes.Select(process => process[layer]).Aggregate(static (best, next) => best.BestWith(next)))];
        Console.WriteLine($"The best of {processes.Length} processes");
        ConsoleTable table = OpenTable();

        foreach (LayerResult result in results)
        {
            table.WriteRow(result);
        }

        int exitCode = Conclude(results);
        new ConsoleProcesses(Console.Out, LayerBars.BesidePeers).Write(processes);
        return exitCode;
    }

    private int Run(IReadOnlyList<CaseRow> rows)
    {
        LayerVariant[] ways = [_measured, .. _options.Variants];
        CompiledLayers compiled = CompiledLayers.Compile(
            rows.Where(row => row.Case is not null).SelectMany(row => ways.Select(way => way.Source(row.Case!))));
        VariantPeer measured = new(_measured, compiled);
        IPeer[] peers = [.. _libraries, .. _options.Variants.Select(variant => new VariantPeer(variant, compiled))];
        int threads = ways.Max(way => way.Threads);
        ConsoleTable table = OpenTable();
        LayerResult[] results = new LayerResult[rows.Count];

        for (int round = 0; round < _options.Rounds; round++)
        {
            for (int i = 0; i < results.Length; i++)
            {
                if (round == 0)
                {
                    results[i] = Measure(rows[i], measured, peers, threads);
                }
                else if (LayerBars.Misses(results[i]))
                {
                    results[i] = results[i].BestWith(Measure(rows[i], measured, peers, threads));
                }
                else
                {
                    continue;
                }

                table.WriteRow(results[i]);
            }
        }

        return Conclude(results);
    }

    private ConsoleTable OpenTable()
    {
        ConsoleTable table = new(Console.Out, _names, _records);
        table.WriteHeader(InstructionSets.InForce.Name(), _options.Threads);
        return table;
    }

    private LayerResult Measure(CaseRow row, VariantPeer measured, IReadOnlyList<IPeer> peers, int threads)
    {
        LayerResult result = Unmeasured(row);

        if (row.Case is null)
        {
            return result with { Failure = row.Problem };
        }

        try
        {
            PlanFacts plan = PlanFacts.Of(row.Case, _options.Algorithm, InstructionSets.InForce);
            result = result with { Algorithm = plan.Algorithm, Tile = plan.Tile };
            return LayerMeasurement.Run(result, measured, peers, threads, _options.Seconds);
        }
        catch (Exception exception)
        {
            // Whatever goes wrong in generated code or while compiling it belongs to this layer's row.
            return result with { Failure = $"{exception.GetType().Name}: {exception.Message}" };
        }
    }

    /// <summary>What is known of a layer before it is measured.</summary>
    private LayerResult Unmeasured(CaseRow row)
    {
        return new LayerResult
        {
            Name = row.Name,
            Case = row.Case,
            Isa = InstructionSets.InForce.Name(),
            Threads = _options.Threads,
            Recorded = _recorded.Where(file => file.Fractions.ContainsKey(row.Name)).ToDictionary(file => file.Name, file => file.Fractions[row.Name]),
        };
    }

    /// <summary>Prints means and bars, writes the files and gives the exit code.</summary>
    private int Conclude(IReadOnlyList<LayerResult> results)
    {
        new ConsoleSummary(Console.Out, _names, _records).Write(results);
        new ConsoleBars(Console.Out, LayerBars.All).Write(results);

        if (_options.JsonFile is not null)
        {
            using FileStream stream = File.Create(_options.JsonFile);
            JsonResults.Write(stream, results);
        }

        if (_options.ReportDirectory is not null)
        {
            (string, string)[] peers =
            [
                .. _libraries.Select(library => (library.Name, library.Description)),
                .. _options.Variants.Select(variant => (variant.Name, variant.Description)),
            ];
            RunFacts facts = new(Machine.Name(), InstructionSets.InForce.Name(), _options.Threads, peers, _options.Processes);
            MarkdownReport.Write(_options.ReportDirectory, facts, results);
        }

        return results.Any(result => result.Failure is not null) ? 1 : 0;
    }
}
