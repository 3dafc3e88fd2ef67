using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Peers;

/// <summary>One layer prepared by oneDNN.</summary>
internal sealed unsafe class OneDnnConvolution : IContestant
{
    // dnnl_query_src_md, dnnl_query_weights_md and dnnl_query_dst_md.
    private const int QuerySource = 129;

    private const int QueryWeights = 131;

    private const int QueryDestination = 133;

    private readonly DnnlApi _api;
    private readonly nint _engine;
    private readonly nint _stream;
    private readonly ConvCase _layer;
    private readonly Stack<IDisposable> _owned = new();
    private readonly DnnlApi.ExecutionArgument[] _arguments = [];
    private readonly DnnlMemory? _destination;
    private readonly nint _descriptor;
    private readonly nint _primitive;

    public OneDnnConvolution(DnnlApi api, nint engine, nint stream, LayerData data)
    {
        _api = api;
        _engine = engine;
        _stream = stream;
        _layer = data.Layer;

        try
        {
            _descriptor = DescribePrimitive();

            fixed (nint* primitive = &_primitive)
            {
                DnnlApi.Check(api.CreatePrimitive(primitive, _descriptor), "primitive");
            }

            AlignedBuffer input = Own(data.CreateChannelsFirstInput());
            DnnlMemory source = Import(QuerySource, OnnxModel.Shape(_layer.InChannels, _layer.Input), input);
            DnnlMemory weights = Import(QueryWeights, WeightShape(), data.Weights);
            DnnlMemory bias = PlainMemory([_layer.Filters], data.Bias);
            _destination = Own(new DnnlMemory(api, engine, api.QueryMemory(_descriptor, QueryDestination, 0)));
            _arguments =
            [
                new(DnnlApi.Source, source.Handle),
                new(DnnlApi.Weights, weights.Handle),
                new(DnnlApi.Bias, bias.Handle),
                new(DnnlApi.Destination, _destination.Handle),
            ];
        }
        catch (PeerException)
        {
            Dispose();
            throw;
        }
    }

    public void Run()
    {
        Execute(_primitive, _arguments);
    }

    public double MaxErrorOverRms(SampledCheck check)
    {
        AlignedBuffer output = Own(new AlignedBuffer(_layer.OutputLength));
        DnnlMemory plain = PlainMemory(OnnxModel.Shape(_layer.Filters, _layer.Output), output);
        Reorder(_destination!, plain);
        return check.MaxErrorOverRms(output.Span, channelsLast: false);
    }

    public void Dispose()
    {
        _ = _primitive == 0 ? 0 : _api.DestroyPrimitive(_primitive);
        _ = _descriptor == 0 ? 0 : _api.DestroyPrimitiveDescriptor(_descriptor);

        while (_owned.TryPop(out IDisposable? owned))
        {
            owned.Dispose();
        }
    }

    /// <summary>Describes the layer, the formats left to the library; its own choice of algorithm comes first.</summary>
    private nint DescribePrimitive()
    {
        int status = TryDescribePrimitive(DnnlApi.AlgorithmAuto, out nint descriptor);

        if (status != 0)
        {
            status = TryDescribePrimitive(DnnlApi.AlgorithmDirect, out descriptor);
        }

        DnnlApi.Check(status, "descriptor");
        return descriptor;
    }

    private int TryDescribePrimitive(int algorithm, out nint descriptor)
    {
        byte* source = stackalloc byte[DnnlApi.MemoryDescriptorBytes];
        byte* weights = stackalloc byte[DnnlApi.MemoryDescriptorBytes];
        byte* bias = stackalloc byte[DnnlApi.MemoryDescriptorBytes];
        byte* destination = stackalloc byte[DnnlApi.MemoryDescriptorBytes];
        byte* convolution = stackalloc byte[DnnlApi.ConvolutionDescriptorBytes];
        DnnlMemory.Describe(_api, source, OnnxModel.Shape(_layer.InChannels, _layer.Input), plain: false);
        DnnlMemory.Describe(_api, weights, WeightShape(), plain: false);
        DnnlMemory.Describe(_api, bias, [_layer.Filters], plain: true);
        DnnlMemory.Describe(_api, destination, OnnxModel.Shape(_layer.Filters, _layer.Output), plain: false);

        fixed (long* strides = Long(_layer.Stride), begin = Long(_layer.PadBegin), end = Long(_layer.PadEnd))
        fixed (long* dilations = Long(_layer.Dilation.Select(dilation => dilation - 1)))
        fixed (nint* result = &descriptor)
        {
            *result = 0;
            int status = _api.DescribeConvolution(
                convolution, DnnlApi.ForwardInference, algorithm, source, weights, bias, destination, strides, dilations, begin, end);
            return status != 0 ? status : _api.CreatePrimitiveDescriptor(result, convolution, 0, _engine, 0);
        }
    }

    /// <summary>Brings data of plain order into the format the primitive asks for.</summary>
    private DnnlMemory Import(int query, long[] shape, AlignedBuffer data)
    {
        DnnlMemory plain = PlainMemory(shape, data);
        DnnlMemory imported = Own(new DnnlMemory(_api, _engine, _api.QueryMemory(_descriptor, query, 0)));
        Reorder(plain, imported);
        return imported;
    }

    private DnnlMemory PlainMemory(long[] shape, AlignedBuffer data)
    {
        byte* descriptor = (byte*)Own(new AlignedBuffer(DnnlApi.MemoryDescriptorBytes / sizeof(float))).Data;
        DnnlMemory.Describe(_api, descriptor, shape, plain: true);
        return Own(new DnnlMemory(_api, _engine, descriptor, data));
    }

    private void Reorder(DnnlMemory from, DnnlMemory to)
    {
        nint descriptor;
        nint primitive = 0;
        DnnlApi.Check(
            _api.CreateReorderDescriptor(&descriptor, from.Descriptor, _engine, to.Descriptor, _engine, 0), "reorder");

        try
        {
            DnnlApi.Check(_api.CreatePrimitive(&primitive, descriptor), "reorder");
            Execute(primitive, [new(DnnlApi.Source, from.Handle), new(DnnlApi.Destination, to.Handle)]);
        }
        finally
        {
            _ = primitive == 0 ? 0 : _api.DestroyPrimitive(primitive);
            _api.DestroyPrimitiveDescriptor(descriptor);
        }
    }

    private void Execute(nint primitive, ReadOnlySpan<DnnlApi.ExecutionArgument> arguments)
    {
        fixed (DnnlApi.ExecutionArgument* first = arguments)
        {
            DnnlApi.Check(_api.Execute(primitive, _stream, arguments.Length, first), "execution");
        }

        DnnlApi.Check(_api.Wait(_stream), "waiting");
    }

    private long[] WeightShape()
    {
        long filters = _layer.Filters / _layer.Groups;
        long channels = _layer.InChannels / _layer.Groups;
        long[] ungrouped = [filters, channels, .. Long(_layer.Kernel)];
        return _layer.Groups == 1 ? ungrouped : [_layer.Groups, .. ungrouped];
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Push(item);
        return item;
    }

    private static long[] Long(IEnumerable<int> values)
    {
        return [.. values.Select(value => (long)value)];
    }
}
