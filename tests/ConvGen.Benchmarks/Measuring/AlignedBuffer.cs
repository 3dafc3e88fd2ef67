using System;
using System.Runtime.InteropServices;

namespace ConvGen.Benchmarks.Measuring;

/// <summary>Floats on a 64-byte boundary, which every contestant gets: peers allocate so, and chance should not decide. Or so many floats behind one.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private readonly int _length;
    private readonly int _behind;
    private float* _data;

    public AlignedBuffer(int length, int behind = 0)
    {
        _length = length;
        _behind = behind;
        _data = (float*)NativeMemory.AlignedAlloc((nuint)(length + behind) * sizeof(float), 64) + behind;
        Span.Clear();
    }

    /// <summary>The address of the first float, for native code.</summary>
    public float* Data => _data;

    public int Length => _length;

    public Span<float> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_data == null, this);
            return new Span<float>(_data, _length);
        }
    }

    /// <summary>Fills the buffer with values drawn evenly from -1 to 1, the same for the same seed.</summary>
    public void FillUniform(int seed)
    {
        Random random = new(seed);

        foreach (ref float value in Span)
        {
            value = (random.NextSingle() * 2) - 1;
        }
    }

    public void Dispose()
    {
        if (_data != null)
        {
            NativeMemory.AlignedFree(_data - _behind);
            _data = null;
        }
    }
}
