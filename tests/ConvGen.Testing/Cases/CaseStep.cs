using System;

namespace ConvGen.Testing;

/// <summary>One step of a case: from a tensor to the next.</summary>
public abstract record CaseStep;

/// <summary>A convolution, which a generated class computes.</summary>
/// <param name="Source">The layer, without Input.</param>
/// <param name="Weights">The weights in the layer's weight layout.</param>
/// <param name="Bias">The bias, empty if the layer has none.</param>
public sealed record ConvolutionStep(LayerSource Source, float[] Weights, float[] Bias) : CaseStep;

/// <summary>What the tests compute themselves, such as an activation the product does not have.</summary>
/// <param name="Apply">From the values to the next ones, of the same shape.</param>
public sealed record PlainStep(Func<float[], float[]> Apply) : CaseStep
{
    /// <summary>Makes the step of an activation that stands alone.</summary>
    public static PlainStep Of(Activation activation, double? alpha)
    {
        return new PlainStep(values => Array.ConvertAll(values, x => (float)ReferenceActivation.Apply(activation, x, alpha)));
    }
}
