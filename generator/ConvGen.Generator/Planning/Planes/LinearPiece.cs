namespace ConvGen.Generator.Planning;

/// <summary>An input vector of a plane that is met in the order of memory.</summary>
/// <param name="First">The float of the plane that lane 0 holds; before the plane where it is negative.</param>
/// <param name="Zeros">The lanes, a bit for each, that hold a float of the plane where a window meets padding.</param>
/// <param name="IsMasked">Whether lanes lie before or behind the plane: their memory may not be touched.</param>
internal sealed record LinearPiece(int First, int Zeros, bool IsMasked);
