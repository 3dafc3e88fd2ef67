using System;
using System.Collections.Generic;
using System.Globalization;

namespace ConvGen.Testing;

/// <summary>Runs a case on generated code and compares every step with the reference, the end with the case.</summary>
public static class CaseRunner
{
    /// <summary>Runs the case fused with known extents, then apart with extents given at run time.</summary>
    /// <returns>Null if all is right, else what is wrong.</returns>
    public static string? Run(ConvolutionCase c, CompiledLayers layers)
    {
        return (c.Fused.Count > 0 ? Run(c, c.Fused, withInput: true, layers) : null) ?? Run(c, c.Apart, withInput: false, layers);
    }

    private static string? Run(ConvolutionCase c, IReadOnlyList<CaseStep> steps, bool withInput, CompiledLayers layers)
    {
        float[] values = c.Input;
        int[] extent = c.Extent;

        foreach (CaseStep step in steps)
        {
            if (step is PlainStep plain)
            {
                values = plain.Apply(values);
                continue;
            }

            ConvolutionStep convolution = (ConvolutionStep)step;
            LayerSource source = withInput ? ConvolutionCase.WithInput(convolution.Source, extent) : convolution.Source;
            ReferenceResult reference = ReferenceConvolution.Compute(
                source, values, convolution.Weights, convolution.Bias, extent, c.Batch);
            CompiledLayer layer = layers.New(source, convolution.Weights, convolution.Bias);
            float[] output = new float[reference.Values.Length];
            Array.Fill(output, float.NaN);
            layer.Forward(values, output, extent, c.Batch);

            if (Tolerance.Compare(source, reference, output) is string wrong)
            {
                return $"{source}\nagainst the reference: {wrong}";
            }

            values = output;
            extent = reference.OutputExtent;
        }

        return Compare(c, values) is string different
            ? $"{string.Join("; ", steps)}\nagainst the case: {different}"
            : null;
    }

    private static string? Compare(ConvolutionCase c, float[] actual)
    {
        if (actual.Length != c.Expected.Length)
        {
            return $"{actual.Length} outputs instead of {c.Expected.Length}";
        }

        for (int i = 0; i < actual.Length; i++)
        {
            double allowed = c.AbsoluteTolerance + (c.RelativeTolerance * Math.Abs(c.Expected[i]));

            if (!(Math.Abs(actual[i] - (double)c.Expected[i]) <= allowed))
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"output {i} of {actual.Length} is {actual[i]:R} instead of {c.Expected[i]:R}, allowed {allowed:G3}");
            }
        }

        return null;
    }
}
