using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// Floats that start on a 64-byte boundary, a cache line and the widest vector, and never move. The memory is the
/// garbage collector's, so nothing has to be disposed.
/// </summary>
internal sealed unsafe class AlignedMemory
{
    private const int Alignment = 64;
    private readonly float[] _pinned;

    /// <summary>Allocates <paramref name="length"/> zeros.</summary>
    public AlignedMemory(int length)
    {
        Length = length;
        _pinned = GC.AllocateArray<float>(checked(length + (Alignment / sizeof(float))), pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref _pinned[0]);
        Pointer = (float*)((address + (Alignment - 1)) & ~(nuint)(Alignment - 1));
    }

    /// <summary>The first float; valid as long as this object is referenced.</summary>
    public float* Pointer { get; }

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>The floats as a span.</summary>
    public Span<float> Span => new(Pointer, Length);
}
