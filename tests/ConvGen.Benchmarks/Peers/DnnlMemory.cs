using System;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Peers;

/// <summary>A tensor of oneDNN: its descriptor, its bytes and the handle that joins them.</summary>
internal sealed unsafe class DnnlMemory : IDisposable
{
    private readonly DnnlApi _api;
    private readonly AlignedBuffer? _owned;
    private readonly nint _handle;

    /// <summary>Makes memory for a descriptor; <paramref name="data"/> is used if it is given, else memory of its own.</summary>
    public DnnlMemory(DnnlApi api, nint engine, byte* descriptor, AlignedBuffer? data = null)
    {
        _api = api;
        Descriptor = descriptor;
        _owned = data is null ? new AlignedBuffer(checked((int)(api.DescriptorSize(descriptor) / sizeof(float)))) : null;

        fixed (nint* handle = &_handle)
        {
            DnnlApi.Check(api.CreateMemory(handle, descriptor, engine, (data ?? _owned!).Data), "memory");
        }
    }

    public nint Handle => _handle;

    /// <summary>The descriptor the memory was made for; whoever made it keeps it alive.</summary>
    public byte* Descriptor { get; }

    /// <summary>Fills a descriptor with a shape in the plain order of its dimensions, or in a format of the library's choice.</summary>
    public static void Describe(DnnlApi api, byte* descriptor, long[] shape, bool plain)
    {
        // dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde and dnnl_abcdef.
        ReadOnlySpan<int> plainFormats = [2, 3, 4, 5, 7, 8];
        int format = plain ? plainFormats[shape.Length - 1] : DnnlApi.AnyFormat;

        fixed (long* dimensions = shape)
        {
            DnnlApi.Check(api.DescribeByTag(descriptor, shape.Length, dimensions, DnnlApi.Float32, format), "shape");
        }
    }

    public void Dispose()
    {
        _api.DestroyMemory(_handle);
        _owned?.Dispose();
    }
}
