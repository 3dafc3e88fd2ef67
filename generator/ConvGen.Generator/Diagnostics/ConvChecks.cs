using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

internal static class ConvChecks
{
    public static void Check(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
    }
}
