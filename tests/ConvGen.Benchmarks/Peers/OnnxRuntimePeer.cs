using System;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Peers;

/// <summary>
/// ONNX Runtime through its C API: a session of one Conv node with all graph optimisations, channels first in and
/// out, tensors bound to fixed memory.
/// </summary>
internal sealed unsafe class OnnxRuntimePeer : IPeer
{
    private const int WarningLevel = 2;

    private const int DeviceAllocator = 0;

    private const int DefaultMemory = 0;

    private readonly OrtApi _api = new();
    private readonly nint _environment;
    private readonly nint _options;
    private readonly nint _memory;

    public OnnxRuntimePeer(int threads)
    {
        fixed (byte* name = "convgen\0"u8)
        fixed (nint* environment = &_environment, options = &_options, memory = &_memory)
        {
            _api.Check(_api.CreateEnv(WarningLevel, name, environment));
            _api.Check(_api.CreateSessionOptions(options));
            _api.Check(_api.SetIntraOpNumThreads(*options, threads));
            _api.Check(_api.CreateCpuMemoryInfo(DeviceAllocator, DefaultMemory, memory));
        }
    }

    public string Name => "onnxruntime";

    public string Description => $"ONNX Runtime {_api.LibraryVersion}, C API, channels first in and out";

    public IContestant Prepare(LayerData data)
    {
        return new Session(this, data);
    }

    private sealed class Session : IContestant
    {
        private const int FloatType = 1;

        private readonly OrtApi _api;
        private readonly AlignedBuffer _input;
        private readonly AlignedBuffer _output;
        private readonly nint _session;
        private readonly nint _inputValue;
        private readonly nint _outputValue;

        public Session(OnnxRuntimePeer peer, LayerData data)
        {
            ConvCase layer = data.Layer;
            _api = peer._api;
            _input = data.CreateChannelsFirstInput();
            _output = new AlignedBuffer(layer.OutputLength);

            try
            {
                byte[] model = OnnxModel.Create(layer, data.Weights.Span, data.Bias.Span);

                fixed (byte* bytes = model)
                fixed (nint* session = &_session)
                {
                    _api.Check(_api.CreateSessionFromArray(
                        peer._environment, bytes, (nuint)model.Length, peer._options, session));
                }

                _inputValue = Bind(peer._memory, _input, OnnxModel.Shape(layer.InChannels, layer.Input));
                _outputValue = Bind(peer._memory, _output, OnnxModel.Shape(layer.Filters, layer.Output));
            }
            catch (PeerException)
            {
                Dispose();
                throw;
            }
        }

        public void Run()
        {
            fixed (byte* inputName = "x\0"u8, outputName = "y\0"u8)
            {
                nint input = _inputValue;
                nint output = _outputValue;
                byte* inputNames = inputName;
                byte* outputNames = outputName;
                _api.Check(_api.Run(_session, 0, &inputNames, &input, 1, &outputNames, 1, &output));
            }
        }

        public double MaxErrorOverRms(SampledCheck check)
        {
            return check.MaxErrorOverRms(_output.Span, channelsLast: false);
        }

        public void Dispose()
        {
            Release(_api.ReleaseSession, _session);
            Release(_api.ReleaseValue, _inputValue);
            Release(_api.ReleaseValue, _outputValue);
            _input.Dispose();
            _output.Dispose();
        }

        private nint Bind(nint memory, AlignedBuffer buffer, long[] shape)
        {
            nint value;

            fixed (long* dimensions = shape)
            {
                _api.Check(_api.CreateTensorWithData(
                    memory, buffer.Data, (nuint)buffer.Length * sizeof(float), dimensions, (nuint)shape.Length, FloatType, &value));
            }

            return value;
        }

        private static void Release(delegate* unmanaged[Cdecl]<nint, void> release, nint handle)
        {
            if (handle != 0)
            {
                release(handle);
            }
        }
    }
}
