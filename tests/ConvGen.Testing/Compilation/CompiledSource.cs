using System.Collections.Generic;

namespace ConvGen.Testing;

/// <summary>What a compilation gave.</summary>
/// <param name="Image">The assembly's bytes.</param>
/// <param name="GeneratedSources">The generator's files: hint name and text.</param>
public sealed record CompiledSource(byte[] Image, IReadOnlyList<(string HintName, string Text)> GeneratedSources);
