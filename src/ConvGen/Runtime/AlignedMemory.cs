using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// Floats that start on a 64-byte boundary, a cache line and the widest vector, and never move. The memory is the
/// garbage collector's, so nothing has to be disposed.
/// </summary>
internal sealed unsafe class AlignedMemory
{
    private readonly ArraySegment<float> _floats;

    /// <summary>Allocates <paramref name="length"/> zeros.</summary>
    public AlignedMemory(int length)
    {
        _floats = AlignedArray.Allocate(length);
        Pointer = (float*)Unsafe.AsPointer(ref _floats.Array![_floats.Offset]);
    }

    /// <summary>The first float; valid as long as this object is referenced.</summary>
    public float* Pointer { get; }

    /// <summary>The number of floats.</summary>
    public int Length => _floats.Count;

    /// <summary>The floats as a span.</summary>
    public Span<float> Span => new(Pointer, Length);
}
