using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;

namespace ConvGen.Generator.Diagnostics;

internal static class ConvAdvice
{
    public static void Report(ConvSpec spec, AttributeArguments arguments, DiagnosticReporter reporter)
    {
    }
}
