using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Benchmarks.Building;

namespace ConvGen.Benchmarks.Cli;

/// <summary>The <c>generator</c> command: what kernels cost a build and an edit.</summary>
internal static class GeneratorCommand
{
    /// <summary>The different layers of the warm-up, and of the row in which many classes share kernels.</summary>
    private const int Kinds = 10;

    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(GeneratorOptions options)
    {
        // The first kernel of all also pays for the generator's and the compiler's own code.
        double empty = Empty();
        GeneratorTimes first = GeneratorTimes.Measure(1, 1);
        GeneratorTimes.Measure(Kinds, Kinds);
        empty = GeneratorTimes.Median([Empty(), Empty(), Empty()]);

        Write($"First kernel of the process, JIT with full optimisation included: generated in {first.Generate:F0} ms, compiled in {first.Compile:F0} ms.");
        Write($"Below the code is warm and the driver cold. An empty project compiles in {empty:F0} ms.");
        Write($"{"classes",8}{"layers",8}{"generate ms",13}{"compile ms",12}{"added to a build s",20}{"edit ms",9}{"bytes a class",15}");

        foreach ((int classes, int kinds) in Projects(options))
        {
            Measure(classes, kinds, options.Runs, empty);
        }

        if (options.Builds > 0)
        {
            BuildCold(options);
        }

        Write($"Bars: 100 kernels add less than 2 s to a cold build; an edit elsewhere costs less than 1 ms.");
        return 0;
    }

    private static void Measure(int classes, int kinds, int runs, double empty)
    {
        GeneratorTimes times = GeneratorTimes.Median([.. Enumerable.Range(0, runs).Select(_ => GeneratorTimes.Measure(classes, kinds))]);
        double added = (times.Generate + times.Compile - empty) / 1000;
        Write($"{classes,8}{kinds,8}{times.Generate,13:F1}{times.Compile,12:F1}{added,20:F2}{times.Edit,9:F2}{times.Bytes / classes,15:N0}");
    }

    private static void BuildCold(GeneratorOptions options)
    {
        // The first build also reads the SDK from the disk.
        ColdBuild.Measure(0, 1);
        double empty = MeasureBuild(0, 1, options.Builds);
        Write($"A cold 'dotnet build' of an empty project, without a compiler server, takes {empty:F1} s.");
        Write($"{"classes",8}{"layers",8}{"build s",13}{"added s",12}");

        foreach ((int classes, int kinds) in Projects(options))
        {
            double build = MeasureBuild(classes, kinds, options.Builds);
            Write($"{classes,8}{kinds,8}{build,13:F1}{build - empty,12:F1}");
        }
    }

    /// <summary>The numbers asked for, all layers different; and as networks repeat theirs, for equal ones share kernels.</summary>
    private static IEnumerable<(int Classes, int Kinds)> Projects(GeneratorOptions options)
    {
        foreach (int classes in options.Kernels)
        {
            yield return (classes, classes);

            if (classes > Kinds)
            {
                yield return (classes, Kinds);
            }
        }
    }

    private static double MeasureBuild(int classes, int kinds, int runs)
    {
        return GeneratorTimes.Median([.. Enumerable.Range(0, runs).Select(_ => ColdBuild.Measure(classes, kinds))]);
    }

    private static double Empty()
    {
        GeneratorTimes times = GeneratorTimes.Measure(0, 1);
        return times.Generate + times.Compile;
    }

    private static void Write(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
