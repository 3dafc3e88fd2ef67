using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

/// <summary>Refuses <c>Algorithm.Winograd</c> where minimal filtering does not apply.</summary>
internal static class WinogradCheck
{
    private const int SmallestKernel = 2;
    private const int LargestKernel = 5;

    public static void Check(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        if (spec.Algorithm != Algorithm.Winograd)
        {
            return;
        }

        Microsoft.CodeAnalysis.Location location = arguments.LocationOf(nameof(ConvSpec.Algorithm));

        if (WhyNot(spec) is { } reason)
        {
            reporter.Report(Descriptors.WinogradNotApplicable, location, reason);
        }
        else
        {
            reporter.Report(Descriptors.WinogradNotAvailable, location);
        }
    }

    /// <summary>Says why minimal filtering does not apply, as the end of a sentence; null if it does.</summary>
    public static string? WhyNot(ConvSpec spec)
    {
        if (spec.Stride.Any(static stride => stride != 1))
        {
            return $"it needs stride 1 and the stride is {ExtentText.Extent(spec.Stride)}";
        }

        if (spec.Dilation.Any(static dilation => dilation != 1))
        {
            return $"it needs dilation 1 and the dilation is {ExtentText.Extent(spec.Dilation)}";
        }

        if (spec.Groups != 1)
        {
            return $"it needs one group and there are {ExtentText.Count(spec.Groups)}";
        }

        return spec.Kernel.Any(static extent => extent is >= SmallestKernel and <= LargestKernel)
            ? null
            : $"it needs a kernel extent of {SmallestKernel} to {LargestKernel} and the kernel is {ExtentText.Extent(spec.Kernel)}";
    }
}
