using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>What a row of taps meets for a vector of outputs.</summary>
/// <param name="Low">The input vector; at stride 2 the first of two.</param>
/// <param name="High">The second one at stride 2; null where it meets no output.</param>
/// <param name="Uses">The vectors of sums and the rows of taps that meet it.</param>
internal sealed record LinearSource(LinearPiece Low, LinearPiece? High, IReadOnlyList<(int Sum, int Tap)> Uses)
{
    /// <summary>The input vectors.</summary>
    public IEnumerable<LinearPiece> Pieces => new[] { Low, High }.OfType<LinearPiece>();
}
