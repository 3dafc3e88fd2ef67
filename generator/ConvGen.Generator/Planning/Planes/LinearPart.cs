using System.Collections.Generic;

namespace ConvGen.Generator.Planning;

/// <summary>Sums of a plane that are in registers together.</summary>
/// <param name="First">The first vector of sums.</param>
/// <param name="End">The one behind the last.</param>
/// <param name="Passes">What they meet, one after the other.</param>
internal sealed record LinearPart(int First, int End, IReadOnlyList<LinearPass> Passes);
