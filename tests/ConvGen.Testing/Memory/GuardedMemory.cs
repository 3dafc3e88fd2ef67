using System;
using System.Buffers;
using System.Runtime.InteropServices;

namespace ConvGen.Testing;

/// <summary>Floats with an unmapped page right before or right behind them: one float too far ends the process.</summary>
/// <remarks>Linux only.</remarks>
public sealed unsafe class GuardedMemory : MemoryManager<float>
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nuint _size;
    private readonly int _length;
    private byte* _pages;
    private float* _data;

    /// <summary>Maps memory for <paramref name="length"/> floats.</summary>
    /// <param name="length">The number of floats.</param>
    /// <param name="atEnd">Whether the last float touches the page behind; else the first touches the page before.</param>
    /// <exception cref="InvalidOperationException">The system refused to map the pages.</exception>
    public GuardedMemory(int length, bool atEnd)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        nuint bytes = (nuint)length * sizeof(float);
        nuint room = (bytes + page - 1) / page * page;
        _length = length;
        _size = room + (2 * page);
        _pages = (byte*)mmap(null, _size, ReadWrite, PrivateAnonymous, -1, 0);

        if ((nint)_pages == -1 || mprotect(_pages, page, 0) != 0 || mprotect(_pages + page + room, page, 0) != 0)
        {
            throw new InvalidOperationException($"No guarded memory for {length} floats: error {Marshal.GetLastPInvokeError()}.");
        }

        _data = (float*)(_pages + page + (atEnd ? room - bytes : 0));
    }

    /// <summary>Gets a value indicating whether this system can do it.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <inheritdoc/>
    public override Span<float> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_pages is null, this);
        return new Span<float>(_data, _length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        return new MemoryHandle(_data + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_pages is not null)
        {
            _ = munmap(_pages, _size);
            _pages = null;
            _data = null;
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern void* mmap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", SetLastError = true)]
    private static extern int mprotect(void* address, nuint length, int protection);

    [DllImport("libc", SetLastError = true)]
    private static extern int munmap(void* address, nuint length);
}
