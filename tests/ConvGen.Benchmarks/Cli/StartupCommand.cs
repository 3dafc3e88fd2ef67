using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Benchmarks.Building;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Cli;

/// <summary>The <c>startup</c> command: how long a program waits for the first result of a layer.</summary>
internal static class StartupCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(StartupOptions options)
    {
        StartupRun.Prepare();

        for (int layer = 0; layer < StartupRun.Sources.Length; layer++)
        {
            List<StartupRun> runs = [.. Enumerable.Range(0, options.Runs).Select(_ => StartupRun.Start(layer, options.Threads))];
            LayerSource source = StartupRun.Sources[layer];

            Write($"{source.Kernel}, {source.InChannels} to {source.Filters} channels on {source.Input}, {options.Threads} threads, {options.Runs} processes; milliseconds:");
            Write($"{"",-34}{"best",9}{"median",9}");
            WriteRow("constructor, packing included", runs, static run => run.Construct);
            WriteRow("first call, JIT included", runs, static run => run.First);
            WriteRow("both", runs, static run => run.Construct + run.First);
            WriteRow("later calls", runs, static run => run.Steady);
        }

        Write($"Bar: both take less than 50 ms for 64 to 64 channels.");
        return 0;
    }

    private static void WriteRow(string name, IEnumerable<StartupRun> runs, Func<StartupRun, double> value)
    {
        double[] values = [.. runs.Select(value)];
        Write($"{name,-34}{values.Min(),9:F2}{GeneratorTimes.Median(values),9:F2}");
    }

    private static void Write(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
