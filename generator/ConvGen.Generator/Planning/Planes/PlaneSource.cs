using System.Collections.Generic;

namespace ConvGen.Generator.Planning;

/// <summary>The input rows that a row of taps meets for a vector of outputs.</summary>
/// <param name="Low">The vector with the first of them; null where they lie in the padding.</param>
/// <param name="High">The vector with the others where one does not hold all; null where they lie in the padding or there are none.</param>
/// <param name="Uses">The vectors of sums and the rows of taps that meet them.</param>
internal sealed record PlaneSource(PlanePiece? Low, PlanePiece? High, IReadOnlyList<(int Sum, int Tap)> Uses);
