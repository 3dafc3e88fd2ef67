using System;

namespace ConvGen.Testing;

/// <summary>Source text did not compile; the message holds the diagnostics.</summary>
public sealed class CompilationFailedException(string message) : Exception(message);
