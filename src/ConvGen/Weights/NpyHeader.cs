namespace ConvGen;

/// <summary>What the header of an npy file says.</summary>
/// <param name="DType">NumPy's type string, byte order first: "&lt;f4".</param>
/// <param name="FortranOrder">Whether the first dimension is the innermost in memory.</param>
/// <param name="Shape">The extents, outermost first.</param>
internal sealed record NpyHeader(string DType, bool FortranOrder, int[] Shape);
