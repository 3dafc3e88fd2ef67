using System.Collections.Immutable;

namespace ConvGen;

/// <summary>What the header of a safetensors file says about one tensor.</summary>
/// <param name="Name">The name, unique in its file.</param>
/// <param name="DType">The element type as the format spells it: "F32", "F16", "BF16", "I64" and so on.</param>
/// <param name="Shape">The extents, outermost first; empty for a scalar.</param>
public sealed record SafetensorsTensor(string Name, string DType, ImmutableArray<int> Shape);
