namespace ConvGen.Benchmarks.Cases;

/// <summary>One line of a list of layers: the layer, or why the line cannot be read.</summary>
/// <param name="Line">The line's number in its file; the header is line 1.</param>
/// <param name="Name">The layer's name, or <c>line N</c> if the line gives none.</param>
/// <param name="Case">The layer; null if the line is malformed.</param>
/// <param name="Problem">What is wrong with the line; null if it is not.</param>
internal sealed record CaseRow(int Line, string Name, ConvCase? Case, string? Problem);
