using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Benchmarks.Building;

namespace ConvGen.Benchmarks.Cli;

/// <summary>The <c>generator</c> command: what kernels cost a build and an edit.</summary>
internal static class GeneratorCommand
{
    /// <summary>The kernels that stand in the warm-up: a kind of each.</summary>
    private const int WarmUp = 10;

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(GeneratorOptions options)
    {
        // The first kernel of all also pays for the generator's and the compiler's own code.
        double empty = Empty();
        GeneratorTimes first = GeneratorTimes.Measure(1);
        GeneratorTimes.Measure(WarmUp);
        empty = GeneratorTimes.Median([Empty(), Empty(), Empty()]);

        Write($"First kernel of the process, JIT included: generated in {first.Generate:F0} ms, compiled in {first.Compile:F0} ms.");
        Write($"Below the code is warm and the driver cold. An empty project compiles in {empty:F0} ms.");
        Write($"{"kernels",8}{"generate ms",13}{"compile ms",12}{"added to a build s",20}{"edit ms",9}{"bytes a kernel",16}");

        foreach (int kernels in options.Kernels)
        {
            List<GeneratorTimes> runs = [.. Enumerable.Range(0, options.Runs).Select(_ => GeneratorTimes.Measure(kernels))];
            GeneratorTimes times = GeneratorTimes.Median(runs);
            double added = (times.Generate + times.Compile - empty) / 1000;
            Write($"{kernels,8}{times.Generate,13:F1}{times.Compile,12:F1}{added,20:F2}{times.Edit,9:F2}{times.Bytes / kernels,16:N0}");
        }

        Write($"Bars: 100 kernels add less than 2 s to a cold build; an edit elsewhere costs less than 1 ms.");
        return 0;
    }

    private static double Empty()
    {
        GeneratorTimes times = GeneratorTimes.Measure(0);
        return times.Generate + times.Compile;
    }

    private static void Write(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
