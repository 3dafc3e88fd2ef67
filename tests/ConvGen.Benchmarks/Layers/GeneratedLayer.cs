using ConvGen.Benchmarks.Measuring;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Layers;

/// <summary>The layer as the generator compiled it.</summary>
internal sealed class GeneratedLayer : IContestant
{
    private readonly CompiledLayer _layer;
    private readonly AlignedBuffer _input;
    private readonly AlignedBuffer _output;
    private readonly int[] _extent;
    private readonly bool _channelsLast;

    /// <summary>Makes an instance of the compiled class with the weights of <paramref name="data"/>.</summary>
    public GeneratedLayer(LayerFactory factory, LayerData data, LayerVariant variant)
    {
        _layer = factory.Create(data.Weights.Span, data.Bias.Span);
        _layer.MaxDegreeOfParallelism = variant.Threads;
        _channelsLast = variant.Layout == Layout.ChannelsLast;
        _input = _channelsLast ? data.Input : data.CreateChannelsFirstInput();
        _output = new AlignedBuffer(data.Layer.OutputLength);
        _extent = data.Layer.Input;
    }

    public void Run()
    {
        _layer.Forward(_input.Span, _output.Span, _extent, batch: 1);
    }

    public double MaxErrorOverRms(SampledCheck check)
    {
        return check.MaxErrorOverRms(_output.Span, _channelsLast);
    }

    public void Dispose()
    {
        _output.Dispose();

        if (!_channelsLast)
        {
            _input.Dispose();
        }
    }
}
