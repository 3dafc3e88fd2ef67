using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Peers;

/// <summary>
/// oneDNN through its C API: every tensor in the format the library chooses for itself, what brings it there and back
/// left out of the time.
/// </summary>
internal sealed unsafe class OneDnnPeer : IPeer
{
    private const int CpuEngine = 1;

    private const uint InOrder = 1;

    private readonly DnnlApi _api;
    private readonly nint _engine;
    private readonly nint _stream;

    public OneDnnPeer(int threads)
    {
        _api = new DnnlApi(threads);

        fixed (nint* engine = &_engine, stream = &_stream)
        {
            DnnlApi.Check(_api.CreateEngine(engine, CpuEngine, 0), "engine");
            DnnlApi.Check(_api.CreateStream(stream, *engine, InOrder), "stream");
        }
    }

    public string Name => "onednn";

    public string Description => $"oneDNN {_api.LibraryVersion}, C API, its own formats, reorders left out";

    public IContestant Prepare(LayerData data)
    {
        return new OneDnnConvolution(_api, _engine, _stream, data);
    }
}
