using System;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Peers;

/// <summary>
/// A copy of memory that moves as many bytes as the layer must: half of its input, weights and output together is read,
/// and as much written. What share of its speed a layer reaches tells how near that layer is to the bound of memory.
/// </summary>
internal sealed class CopyPeer : IPeer
{
    public string Name => "copy";

    public string Description => "a copy of as many bytes as the layer's input, weights and output have together, on one thread";

    public IContestant Prepare(LayerData data)
    {
        return new Copy((data.Input.Length + data.Weights.Length + data.Layer.OutputLength) / 2);
    }

    private sealed class Copy(int floats) : IContestant
    {
        private readonly AlignedBuffer _source = new(floats);
        private readonly AlignedBuffer _target = new(floats);

        public void Run()
        {
            _source.Span.CopyTo(_target.Span);
        }

        /// <summary>Zero: it computes nothing that could be wrong.</summary>
        public double MaxErrorOverRms(SampledCheck check)
        {
            return 0;
        }

        public void Dispose()
        {
            _source.Dispose();
            _target.Dispose();
        }
    }
}
