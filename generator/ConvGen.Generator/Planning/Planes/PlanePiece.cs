namespace ConvGen.Generator.Planning;

/// <summary>An input vector of a plane that is read as a whole.</summary>
/// <param name="First">The float of the plane that lane 0 holds; before the plane where it is negative.</param>
/// <param name="End">The float behind the last one that counts.</param>
/// <param name="IsMasked">Whether lanes lie before the plane or behind the last float that counts, which are zero.</param>
internal sealed record PlanePiece(int First, int End, bool IsMasked);
