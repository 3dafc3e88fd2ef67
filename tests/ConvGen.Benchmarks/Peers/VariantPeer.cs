using ConvGen.Benchmarks.Layers;
using ConvGen.Benchmarks.Measuring;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Peers;

/// <summary>The same layer compiled or run in another way, beside itself.</summary>
/// <param name="variant">The way.</param>
/// <param name="layers">Where its layers have been compiled.</param>
internal sealed class VariantPeer(LayerVariant variant, CompiledLayers layers) : IPeer
{
    public string Name => variant.Name;

    public string Description => variant.Description;

    public IContestant Prepare(LayerData data)
    {
        return new GeneratedLayer(layers.Factory(variant.Source(data.Layer)), data, variant);
    }
}
