using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

/// <summary>Refuses <c>Algorithm.Winograd</c> where minimal filtering does not apply.</summary>
internal static class WinogradCheck
{
    private const int LargestKernel = 5;

    /// <summary>The transforms' narrowest vector: its lanes are channels, which no vector may read past.</summary>
    private const int VectorChannels = 4;

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

        if (spec.InChannels % VectorChannels != 0)
        {
            return $"it needs input channels in multiples of {VectorChannels} and there are {ExtentText.Count(spec.InChannels)}";
        }

        return spec.Kernel.All(static extent => extent <= LargestKernel) && spec.Kernel.Any(static extent => extent > 1)
            ? null
            : $"it needs kernel extents of at most {LargestKernel}, one of them above 1, and the kernel is {ExtentText.Extent(spec.Kernel)}";
    }
}
