using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>Filters that a kernel computes side by side: <paramref name="Count"/> of them from <paramref name="Start"/>, packed <paramref name="Width"/> wide.</summary>
/// <param name="Start">The first filter.</param>
/// <param name="Count">The number of filters.</param>
/// <param name="Width">The lanes of all vectors of the block; lanes past <paramref name="Count"/> hold zeros.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct FilterBlock(int Start, int Count, int Width);
