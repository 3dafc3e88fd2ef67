using System;
using System.Runtime.InteropServices;

namespace ConvGen.Benchmarks.Peers;

/// <summary>
/// The functions of oneDNN's C API, version 2, that are needed. Memory and operation descriptors are blocks of bytes
/// that the library fills in; the sizes here leave room to spare.
/// </summary>
internal sealed unsafe class DnnlApi
{
    /// <summary>Room for a dnnl_memory_desc_t (696 bytes).</summary>
    public const int MemoryDescriptorBytes = 1024;

    /// <summary>Room for a dnnl_convolution_desc_t (5,976 bytes).</summary>
    public const int ConvolutionDescriptorBytes = 8192;

    public const int ForwardInference = 96;

    public const int AlgorithmDirect = 1;

    public const int AlgorithmAuto = 3;

    public const int Float32 = 3;

    /// <summary>The format is the library's to choose.</summary>
    public const int AnyFormat = 1;

    public const int Source = 1;

    public const int Destination = 17;

    public const int Weights = 33;

    public const int Bias = 41;

    private readonly nint _library;

    /// <summary>Loads the library and holds it to a number of threads.</summary>
    /// <exception cref="PeerException">It is missing or of another major version.</exception>
    public DnnlApi(int threads)
    {
        PeerLibrary.Preload("libgomp.so.1");
        PeerLibrary.Preload("libOpenCL.so.1");
        _library = PeerLibrary.Load("libdnnl.so.2");
        int* version = ((delegate* unmanaged[Cdecl]<int*>)Function("dnnl_version"))();
        LibraryVersion = $"{version[0]}.{version[1]}.{version[2]}";

        // Debian's library runs on OpenMP, whose thread count belongs to the calling thread.
        if (NativeLibrary.TryLoad("libgomp.so.1", out nint openMp))
        {
            ((delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(openMp, "omp_set_num_threads"))(threads);
        }

        DescribeByTag = (delegate* unmanaged[Cdecl]<byte*, int, long*, int, int, int>)Function("dnnl_memory_desc_init_by_tag");
        DescribeConvolution =
            (delegate* unmanaged[Cdecl]<byte*, int, int, byte*, byte*, byte*, byte*, long*, long*, long*, long*, int>)
            Function("dnnl_dilated_convolution_forward_desc_init");
        CreatePrimitiveDescriptor =
            (delegate* unmanaged[Cdecl]<nint*, byte*, nint, nint, nint, int>)Function("dnnl_primitive_desc_create");
        CreateReorderDescriptor = (delegate* unmanaged[Cdecl]<nint*, byte*, nint, byte*, nint, nint, int>)
            Function("dnnl_reorder_primitive_desc_create");
        QueryMemory = (delegate* unmanaged[Cdecl]<nint, int, int, byte*>)Function("dnnl_primitive_desc_query_md");
        CreatePrimitive = (delegate* unmanaged[Cdecl]<nint*, nint, int>)Function("dnnl_primitive_create");
        CreateMemory = (delegate* unmanaged[Cdecl]<nint*, byte*, nint, void*, int>)Function("dnnl_memory_create");
        DescriptorSize = (delegate* unmanaged[Cdecl]<byte*, nuint>)Function("dnnl_memory_desc_get_size");
        Execute = (delegate* unmanaged[Cdecl]<nint, nint, int, ExecutionArgument*, int>)Function("dnnl_primitive_execute");
        Wait = (delegate* unmanaged[Cdecl]<nint, int>)Function("dnnl_stream_wait");
        CreateEngine = (delegate* unmanaged[Cdecl]<nint*, int, nuint, int>)Function("dnnl_engine_create");
        CreateStream = (delegate* unmanaged[Cdecl]<nint*, nint, uint, int>)Function("dnnl_stream_create");
        DestroyPrimitive = (delegate* unmanaged[Cdecl]<nint, int>)Function("dnnl_primitive_destroy");
        DestroyPrimitiveDescriptor = (delegate* unmanaged[Cdecl]<nint, int>)Function("dnnl_primitive_desc_destroy");
        DestroyMemory = (delegate* unmanaged[Cdecl]<nint, int>)Function("dnnl_memory_destroy");
    }

    public string LibraryVersion { get; }

    /// <summary>Descriptor, rank, shape, data type, format.</summary>
    public delegate* unmanaged[Cdecl]<byte*, int, long*, int, int, int> DescribeByTag { get; }

    /// <summary>Descriptor, kind, algorithm, source, weights, bias, destination, strides, dilations - 1, begin, end.</summary>
    public delegate* unmanaged[Cdecl]<byte*, int, int, byte*, byte*, byte*, byte*, long*, long*, long*, long*, int>
        DescribeConvolution
    { get; }

    /// <summary>Result, operation descriptor, attributes, engine, hint.</summary>
    public delegate* unmanaged[Cdecl]<nint*, byte*, nint, nint, nint, int> CreatePrimitiveDescriptor { get; }

    /// <summary>Result, source, its engine, destination, its engine, attributes.</summary>
    public delegate* unmanaged[Cdecl]<nint*, byte*, nint, byte*, nint, nint, int> CreateReorderDescriptor { get; }

    /// <summary>Primitive descriptor, which memory (128 plus its argument's place), index.</summary>
    public delegate* unmanaged[Cdecl]<nint, int, int, byte*> QueryMemory { get; }

    public delegate* unmanaged[Cdecl]<nint*, nint, int> CreatePrimitive { get; }

    public delegate* unmanaged[Cdecl]<nint*, byte*, nint, void*, int> CreateMemory { get; }

    public delegate* unmanaged[Cdecl]<byte*, nuint> DescriptorSize { get; }

    public delegate* unmanaged[Cdecl]<nint, nint, int, ExecutionArgument*, int> Execute { get; }

    public delegate* unmanaged[Cdecl]<nint, int> Wait { get; }

    public delegate* unmanaged[Cdecl]<nint*, int, nuint, int> CreateEngine { get; }

    public delegate* unmanaged[Cdecl]<nint*, nint, uint, int> CreateStream { get; }

    public delegate* unmanaged[Cdecl]<nint, int> DestroyPrimitive { get; }

    public delegate* unmanaged[Cdecl]<nint, int> DestroyPrimitiveDescriptor { get; }

    public delegate* unmanaged[Cdecl]<nint, int> DestroyMemory { get; }

    /// <summary>Throws if a call did not return success.</summary>
    /// <exception cref="PeerException">It did not.</exception>
    public static void Check(int status, string call)
    {
        if (status != 0)
        {
            string meaning = status == 3 ? "not implemented" : $"status {status}";
            throw new PeerException($"refused the layer: {call}: {meaning}");
        }
    }

    private nint Function(string name)
    {
        return NativeLibrary.TryGetExport(_library, name, out nint address)
            ? address
            : throw new PeerException($"the library lacks {name}; version 2 is expected.");
    }

    /// <summary>dnnl_exec_arg_t.</summary>
    public readonly record struct ExecutionArgument(int Argument, nint Memory);
}
