using System;
using System.Runtime.CompilerServices;

namespace ConvGen;

/// <summary>
/// Memory for tensors that begins on a cache line, as kernels like it best. The elements of a plain array may lie on any boundary of 8 bytes: half of
/// all vectors of 256 bits then reach over the end of a line, and all of 512, and outputs cannot be written past the caches. Layers that
/// compute little with each value feel it, depthwise ones most.
/// </summary>
public static class AlignedArray
{
    /// <summary>Bytes of a cache line and of the widest vector.</summary>
    private const int Alignment = 64;

    /// <summary>The most floats that the alignment may take.</summary>
    private const int Slack = Alignment / sizeof(float);

    /// <summary>Allocates zeros that begin on a 64-byte boundary and never move; the garbage collector takes them back.</summary>
    /// <param name="length">The number of floats, such as a layer's <c>OutputLength</c>.</param>
    /// <returns>The floats, which can be passed as a span; the array behind them is a little longer.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative or more than an array holds.</exception>
    public static ArraySegment<float> Allocate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength - Slack);
        return Align(GC.AllocateArray<float>(length + Slack, pinned: true), length);
    }

    /// <summary>
    /// Allocates floats of any value for a result that is soon thrown away. They begin on a boundary until the collector moves them;
    /// pinned ones would never be moved, but stay apart from all others.
    /// </summary>
    internal static ArraySegment<float> AllocateUninitialized(int length)
    {
        return Align(GC.AllocateUninitializedArray<float>(checked(length + Slack)), length);
    }

    private static unsafe ArraySegment<float> Align(float[] array, int length)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref array[0]);
        nuint behind = (Alignment - (address % Alignment)) % Alignment;
        return new ArraySegment<float>(array, (int)(behind / sizeof(float)), length);
    }
}
