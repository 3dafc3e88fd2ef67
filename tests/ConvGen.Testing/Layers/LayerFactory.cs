using System;

namespace ConvGen.Testing;

/// <summary>Makes instances of one generated class; derived from in the compiled text.</summary>
public abstract class LayerFactory
{
    /// <summary>Calls the generated constructor; <paramref name="bias"/> is ignored where the layer has none.</summary>
    public abstract CompiledLayer Create(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias);
}
