using System;
using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>The outputs of a layer that meet nothing but padding: the bias, activated.</summary>
/// <param name="activation">The layer's activation.</param>
/// <param name="alpha">The activation's parameter, for those that have one.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class PaddedOutputs(Activation activation, float alpha = 0)
{
    /// <summary>The filters of such an output.</summary>
    /// <param name="bias">The biases; empty for a layer that has none.</param>
    /// <param name="filters">The filters.</param>
    internal float[] Values(ReadOnlySpan<float> bias, int filters)
    {
        float[] values = new float[filters];
        bias.CopyTo(values);

        if (InlineActivation.Includes(activation))
        {
            return Array.ConvertAll(values, value => InlineActivations.Apply(activation, value, alpha));
        }

        fixed (float* first = values)
        {
            TileActivations.Apply(activation, alpha, first, 1, filters, filters);
        }

        return values;
    }
}
