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
    private readonly bool _ownsInput;

    /// <summary>Makes an instance of the compiled class with the weights of <paramref name="data"/>.</summary>
    public GeneratedLayer(LayerFactory factory, LayerData data, LayerVariant variant)
    {
        _layer = factory.Create(data.Weights.Span, data.Bias.Span);
        _layer.MaxDegreeOfParallelism = variant.Threads;
        _channelsLast = variant.Layout == Layout.ChannelsLast;
        _ownsInput = !_channelsLast || variant.BehindLine > 0;
        _input = !_ownsInput ? data.Input : _channelsLast ? data.CopyInput(variant.BehindLine) : data.CreateChannelsFirstInput();
        _output = new AlignedBuffer(data.Layer.OutputLength, variant.BehindLine);
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

        if (_ownsInput)
        {
            _input.Dispose();
        }
    }
}
