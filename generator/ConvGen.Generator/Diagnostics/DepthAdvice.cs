using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

/// <summary>Hints on the depth of a 3D kernel: slices that meet no data, and layers that are 2D in truth.</summary>
internal static class DepthAdvice
{
    private const int Depth = 0;

    /// <summary>Deeper kernels are not looked at slice by slice: this runs while the user types.</summary>
    private const int DeepestKernel = 1024;

    public static void Report(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        Microsoft.CodeAnalysis.Location location = arguments.LocationOf(ConvArgumentReader.Kernel);
        string plane = ExtentText.Extent(spec.Kernel.Skip(1));
        int kernel = spec.Kernel[Depth];

        if (spec.HasInput && spec.PaddingMode == PaddingMode.Zeros && kernel <= DeepestKernel)
        {
            ReportDeadTaps(spec, location, reporter);
        }

        if (spec.MaxPaddingBegin(Depth) != 0 || spec.MaxPaddingEnd(Depth) != 0)
        {
            return;
        }

        if (kernel == 1)
        {
            reporter.Report(Descriptors.KernelDepthOne, location, plane);
        }
        else if (spec.IsAsDeepAsInput)
        {
            reporter.Report(
                Descriptors.KernelDepthIsInputDepth,
                location,
                ExtentText.Count(kernel),
                plane,
                ExtentText.Count(spec.InChannels),
                ExtentText.Count((long)spec.InChannels * kernel));
        }
    }

    private static void ReportDeadTaps(
        ConvSpec spec, Microsoft.CodeAnalysis.Location location, DiagnosticReporter reporter)
    {
        int kernel = spec.Kernel[Depth];
        int[] dead = [.. Enumerable.Range(0, kernel).Where(tap => !MeetsData(spec, tap))];

        if (dead.Length == 0)
        {
            return;
        }

        int input = spec.Input[Depth];
        int alive = kernel - dead.Length;
        string count = $"Only {ExtentText.Count(alive)} of {ExtentText.Count(kernel)} kernel slices";

        reporter.Report(
            Descriptors.DeadDepthTaps,
            location,
            alive == 0 ? $"None of {ExtentText.Count(kernel)} kernel slices" : count,
            alive == 1 ? "meets" : "meet",
            ExtentText.Count(input),
            ExtentText.Count(spec.PaddingBegin(Depth, input)),
            ExtentText.Count(spec.PaddingEnd(Depth, input)),
            dead.Length == 1 ? $"slice {dead[0]} sees" : $"slices {Listed(dead)} see",
            ExtentText.Count(spec.WeightCount / kernel * dead.Length),
            ExtentText.Count(spec.WeightCount));
    }

    /// <summary>Whether an output position exists for which the tap reads inside the input.</summary>
    private static bool MeetsData(ConvSpec spec, int tap)
    {
        long offset = ((long)tap * spec.Dilation[Depth]) - spec.PaddingBegin(Depth, spec.Input[Depth]);
        return WindowArithmetic.Meeting(spec.Output[Depth], spec.Input[Depth], spec.Stride[Depth], offset) > 0;
    }

    /// <summary>Lists numbers as prose: <c>0 and 2</c>, <c>0, 1 and 4</c>, <c>0 to 3 and 5 to 8</c>.</summary>
    private static string Listed(int[] numbers)
    {
        List<string> parts = [];

        for (int start = 0, end; start < numbers.Length; start = end)
        {
            for (end = start + 1; end < numbers.Length && numbers[end] == numbers[end - 1] + 1;)
            {
                end++;
            }

            if (end - start > 2)
            {
                parts.Add($"{numbers[start]} to {numbers[end - 1]}");
            }
            else
            {
                parts.AddRange(numbers.Skip(start).Take(end - start).Select(static number => $"{number}"));
            }
        }

        return parts.Count == 1
            ? parts[0]
            : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[parts.Count - 1]}";
    }
}
