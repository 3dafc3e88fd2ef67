using System.Runtime.InteropServices;

namespace ConvGen.Benchmarks.Peers;

/// <summary>
/// The functions of ONNX Runtime's C API that are needed. They stand in a table whose order never changes: newer
/// versions only append to it.
/// </summary>
internal sealed unsafe class OrtApi
{
    private const uint Version = 16;

    private readonly nint* _table;

    /// <summary>Loads the library.</summary>
    /// <exception cref="PeerException">It is missing, or older than the table used here.</exception>
    public OrtApi()
    {
        nint library = PeerLibrary.Load("libonnxruntime.so.1");
        nint* apiBase = ((delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        LibraryVersion = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)apiBase[1])())!;
        _table = ((delegate* unmanaged[Cdecl]<uint, nint*>)apiBase[0])(Version);

        if (_table == null)
        {
            throw new PeerException($"version {LibraryVersion} is too old.");
        }
    }

    public string LibraryVersion { get; }

    public delegate* unmanaged[Cdecl]<int, byte*, nint*, nint> CreateEnv =>
        (delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)_table[3];

    public delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint> CreateSessionFromArray =>
        (delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint>)_table[8];

    /// <summary>Session, options, input names, inputs, their number, output names, their number, outputs.</summary>
    public delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint> Run =>
        (delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_table[9];

    public delegate* unmanaged[Cdecl]<nint*, nint> CreateSessionOptions =>
        (delegate* unmanaged[Cdecl]<nint*, nint>)_table[10];

    public delegate* unmanaged[Cdecl]<nint, int, nint> SetIntraOpNumThreads =>
        (delegate* unmanaged[Cdecl]<nint, int, nint>)_table[24];

    /// <summary>Memory info, data, bytes, shape, rank, element type, value.</summary>
    public delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint> CreateTensorWithData =>
        (delegate* unmanaged[Cdecl]<nint, void*, nuint, long*, nuint, int, nint*, nint>)_table[49];

    public delegate* unmanaged[Cdecl]<int, int, nint*, nint> CreateCpuMemoryInfo =>
        (delegate* unmanaged[Cdecl]<int, int, nint*, nint>)_table[69];

    public delegate* unmanaged[Cdecl]<nint, void> ReleaseSession => (delegate* unmanaged[Cdecl]<nint, void>)_table[95];

    public delegate* unmanaged[Cdecl]<nint, void> ReleaseValue => (delegate* unmanaged[Cdecl]<nint, void>)_table[96];

    /// <summary>Does nothing for success; otherwise releases the status and throws its message.</summary>
    /// <exception cref="PeerException">The call failed.</exception>
    public void Check(nint status)
    {
        if (status != 0)
        {
            string message = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint, nint>)_table[2])(status))!;
            ((delegate* unmanaged[Cdecl]<nint, void>)_table[93])(status);
            throw new PeerException($"refused the layer: {message}");
        }
    }
}
