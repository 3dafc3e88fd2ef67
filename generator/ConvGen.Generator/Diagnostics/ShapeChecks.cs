using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

/// <summary>The errors of a layer whose input is known: padding, output, sizes.</summary>
internal static class ShapeChecks
{
    public static void Check(
        ConvSpec spec, EquatableArray<int> expectedOutput, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        CheckPadding(spec, arguments, reporter);

        if (CheckOutputNotEmpty(spec, arguments, reporter)
            && SizeChecks.CheckTensors(spec, arguments, reporter)
            && expectedOutput.Count > 0)
        {
            CheckOutput(spec, expectedOutput, arguments, reporter);
        }
    }

    private static void CheckPadding(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        // A mirror does not repeat the border, so it has one value less to give than a ring.
        int missing = spec.PaddingMode == PaddingMode.Reflect ? 1 : 0;

        if (spec.PaddingMode is not (PaddingMode.Reflect or PaddingMode.Circular))
        {
            return;
        }

        for (int axis = 0; axis < spec.Rank; axis++)
        {
            int input = spec.Input[axis];
            int begin = spec.PaddingBegin(axis, input);
            int end = spec.PaddingEnd(axis, input);

            if (begin > input - missing || end > input - missing)
            {
                reporter.Report(
                    Descriptors.PaddingTooWide,
                    arguments.LocationOf(nameof(ConvSpec.Padding)),
                    spec.PaddingMode,
                    $"{ExtentText.Count(begin)}:{ExtentText.Count(end)}",
                    ExtentText.Axis(spec.Rank, axis),
                    missing == 1 ? "less than" : "at most",
                    ExtentText.Count(input));

                return;
            }
        }
    }

    private static bool CheckOutputNotEmpty(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        for (int axis = 0; axis < spec.Rank; axis++)
        {
            int input = spec.Input[axis];

            if (spec.OutputExtent(axis, input) < 1)
            {
                reporter.Report(
                    Descriptors.EmptyOutput,
                    arguments.LocationOf(nameof(ConvSpec.Input)),
                    ExtentText.Axis(spec.Rank, axis),
                    ExtentText.Count(spec.EffectiveKernel(axis)),
                    ExtentText.Count(input + spec.PaddingBegin(axis, input) + spec.PaddingEnd(axis, input)));

                return false;
            }
        }

        return true;
    }

    private static void CheckOutput(
        ConvSpec spec, EquatableArray<int> expected, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        EquatableArray<int> actual = spec.Output;

        if (actual.Equals(expected))
        {
            return;
        }

        int axis = Enumerable.Range(0, spec.Rank).First(index => actual[index] != expected[index]);

        reporter.Report(
            Descriptors.OutputDisagrees,
            arguments.LocationOf(ConvArgumentReader.Output),
            ExtentText.Extent(expected),
            ExtentText.Extent(actual),
            ExtentText.Axis(spec.Rank, axis),
            spec.OutputArithmetic(axis));
    }
}
