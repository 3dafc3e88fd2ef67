using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

/// <summary>Refuses <c>Algorithm.Winograd</c> where minimal filtering does not apply.</summary>
internal static class WinogradCheck
{
    public static void Check(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
        if (spec.Algorithm == Algorithm.Winograd && spec.WhyNotWinograd is { } reason)
        {
            reporter.Report(
                Descriptors.WinogradNotApplicable, arguments.LocationOf(nameof(ConvSpec.Algorithm)), reason);
        }
    }
}
