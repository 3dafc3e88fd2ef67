using System;

namespace ConvGen.Benchmarks.Cli;

/// <summary>What the caller typed cannot be run; the message says what was expected. The program ends with exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
