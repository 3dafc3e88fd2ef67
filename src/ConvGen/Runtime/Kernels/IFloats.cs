using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>
/// A number of floats as the argument of a generic class: generated kernels that differ in a distance alone share their
/// text, and the JIT compiles it for each as if the number stood there.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFloats
{
    /// <summary>The number.</summary>
    static abstract int Count { get; }
}
