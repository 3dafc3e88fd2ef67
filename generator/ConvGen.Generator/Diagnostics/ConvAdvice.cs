using System.Globalization;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

/// <summary>Warnings and hints on a spec without errors: legal, and perhaps not what its author meant.</summary>
internal static class ConvAdvice
{
    public static void Report(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        ReportAlpha(spec, arguments, reporter);
        ReportStride(spec, arguments, reporter);

        if (spec.Rank == 3)
        {
            DepthAdvice.Report(spec, arguments, reporter);
        }
    }

    private static void ReportAlpha(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        const string Name = nameof(ConvSpec.Alpha);

        if (arguments.IsSet(Name) && !ConvArgumentReader.HasAlpha(spec.Activation, out _))
        {
            reporter.Report(
                Descriptors.AlphaUnused,
                arguments.LocationOf(Name),
                arguments.Get<float>(Name).ToString(CultureInfo.InvariantCulture),
                spec.Activation);
        }
    }

    private static void ReportStride(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        foreach (int axis in Enumerable.Range(0, spec.Rank))
        {
            int span = spec.EffectiveKernel(axis);
            int stride = spec.Stride[axis];

            // An input that the kernel covers at once has no positions between two steps.
            bool isCovered = spec.HasInput && spec.Input[axis] <= span;

            if (stride > span && !isCovered)
            {
                reporter.Report(
                    Descriptors.StrideSkipsInput,
                    arguments.LocationOf(nameof(ConvSpec.Stride)),
                    ExtentText.Count(stride),
                    ExtentText.Count(span),
                    ExtentText.Axis(spec.Rank, axis),
                    ExtentText.Count(stride - span));

                return;
            }
        }
    }
}
