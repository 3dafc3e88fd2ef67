using System;
using Microsoft.CodeAnalysis;

namespace ConvGen.Generator.Diagnostics;

/// <summary>
/// Where the parser says what is wrong. The analyzer listens; the generator does not, and only asks whether there
/// were errors.
/// </summary>
internal sealed class DiagnosticReporter(Action<Diagnostic>? report)
{
    /// <summary>Whether anybody listens; if not, advice need not be worked out.</summary>
    public bool IsListening => report is not null;

    /// <summary>Whether an error was reported, whatever severity the user gave it.</summary>
    public bool HasErrors { get; private set; }

    public void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments)
    {
        HasErrors |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        report?.Invoke(Diagnostic.Create(descriptor, location, arguments));
    }
}
