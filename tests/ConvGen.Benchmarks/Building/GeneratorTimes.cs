using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace ConvGen.Benchmarks.Building;

/// <summary>What a number of kernels costs those who build a project and those who type in it.</summary>
/// <param name="Generate">Milliseconds of a driver that has run nothing yet.</param>
/// <param name="Compile">Milliseconds of compiling the project with the generated text to an assembly.</param>
/// <param name="Edit">Milliseconds of the driver after an edit in another file, the median of many.</param>
/// <param name="Bytes">Bytes of generated text, UTF-8.</param>
internal sealed record GeneratorTimes(double Generate, double Compile, double Edit, long Bytes)
{
    private const int Edits = 101;

    /// <summary>The edits until the driver's own code is compiled with full optimisation: an editor has long been there.</summary>
    private const int WarmUpEdits = 300;

    /// <summary>Measures once.</summary>
    /// <param name="classes">The annotated classes.</param>
    /// <param name="kinds">The different layers among them.</param>
    public static GeneratorTimes Measure(int classes, int kinds)
    {
        KernelProject project = new(classes, kinds);
        GeneratorDriver driver = KernelProject.CreateDriver();
        GC.Collect();

        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGeneratorsAndUpdateCompilation(project.Compilation, out Compilation whole, out _);
        double generate = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        start = Stopwatch.GetTimestamp();
        KernelProject.Emit(whole);
        double compile = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        return new GeneratorTimes(generate, compile, Median(MeasureEdits(project, driver)), Length(driver));
    }

    /// <summary>The median of each figure.</summary>
    public static GeneratorTimes Median(IReadOnlyList<GeneratorTimes> times)
    {
        return new GeneratorTimes(
            Median(times.Select(static time => time.Generate)),
            Median(times.Select(static time => time.Compile)),
            Median(times.Select(static time => time.Edit)),
            times[0].Bytes);
    }

    /// <summary>The median, the upper one of an even number.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    private static IEnumerable<double> MeasureEdits(KernelProject project, GeneratorDriver driver)
    {
        for (int i = 0; i < WarmUpEdits + Edits; i++)
        {
            Compilation edited = project.EditElsewhere();
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(edited);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

            if (i >= WarmUpEdits)
            {
                yield return milliseconds;
            }
        }
    }

    private static long Length(GeneratorDriver driver)
    {
        return driver.GetRunResult().Results.Single().GeneratedSources
            .Sum(static source => (long)Encoding.UTF8.GetByteCount(source.SourceText.ToString()));
    }
}
