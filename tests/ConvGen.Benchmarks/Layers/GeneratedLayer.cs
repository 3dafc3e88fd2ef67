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

    /// <summary>Makes an instance of the compiled class with the weights of <paramref name="data"/>.</summary>
    public GeneratedLayer(LayerFactory factory, LayerData data, int threads)
    {
        _layer = factory.Create(data.Weights.Span, data.Bias.Span);
        _layer.MaxDegreeOfParallelism = threads;
        _input = data.Input;
        _output = new AlignedBuffer(data.Layer.OutputLength);
        _extent = data.Layer.Input;
    }

    public void Run()
    {
        _layer.Forward(_input.Span, _output.Span, _extent, batch: 1);
    }

    public double MaxErrorOverRms(SampledCheck check)
    {
        return check.MaxErrorOverRms(_output.Span, channelsLast: true);
    }

    public void Dispose()
    {
        _output.Dispose();
    }
}
