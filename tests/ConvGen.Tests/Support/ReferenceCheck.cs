using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Support;

/// <summary>Computes a layer of a batch of two images and compares it with the float64 reference.</summary>
internal static class ReferenceCheck
{
    /// <summary>Fails where an output is outside the tolerance, or is not written at all.</summary>
    /// <param name="source">The layer.</param>
    /// <param name="input">The input's extent, which a layer that takes any does not tell.</param>
    public static void Run(LayerSource source, string input)
    {
        const int Batch = 2;
        int[] extents = Extents.Parse(input, source.Rank);
        float[] weights = Data.Uniform(source.WeightCount, seed: 1);
        float[] bias = Data.Uniform(source.Filters, seed: 2);
        float[] values = Data.Uniform(Batch * source.InChannels * Extents.Product(extents), seed: 3);
        CompiledLayer layer = CompiledLayers.Create(source, weights, bias);
        ReferenceResult reference = ReferenceConvolution.Compute(source, values, weights, bias, extents, Batch);
        float[] output = Data.Constant(reference.Values.Length, float.NaN);
        layer.Forward(values, output, extents, Batch);
        Assert.Null(Tolerance.Compare(source, reference, output));
    }
}
