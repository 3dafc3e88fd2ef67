using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Reference;

/// <summary>The yardstick measured: the float64 reference agrees with PyTorch and with the field's cases.</summary>
public sealed class ReferenceTests
{
    public static IEnumerable<object?[]> Files =>
    [
        [Path.Combine(AppContext.BaseDirectory, "cases", "torch.json"), 180],
        [ProjectRoot.Cases is string folder ? Path.Combine(folder, "layers.json") : null, 0],
        [ProjectRoot.Cases is string other ? Path.Combine(other, "operators.json") : null, 0],
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Agrees_with_every_case(string? path, int atLeast)
    {
        CaseSet cases = new(path, path?.EndsWith("operators.json", StringComparison.Ordinal) == true ? OperatorCaseFile.Read : LayerCaseFile.Read);
        List<string> wrong = [];

        foreach (ConvolutionCase item in cases.Applying)
        {
            float[] apart = Compute(item, item.Apart);
            float[] fused = item.Fused.Count > 0 ? Compute(item, item.Fused) : apart;

            if (Differs(item, fused) || Differs(item, apart))
            {
                wrong.Add(item.Name);
            }
        }

        Assert.Empty(wrong);
        Assert.True(cases.Applying.Count() >= atLeast, $"only {cases.Applying.Count()} cases in {path}");
    }

    private static bool Differs(ConvolutionCase item, float[] actual)
    {
        return actual.Length != item.Expected.Length || actual.Zip(item.Expected).Any(pair =>
            !(Math.Abs(pair.First - pair.Second) <= item.AbsoluteTolerance + (item.RelativeTolerance * Math.Abs(pair.Second))));
    }

    private static float[] Compute(ConvolutionCase item, IReadOnlyList<CaseStep> steps)
    {
        float[] values = item.Input;
        int[] extent = item.Extent;

        foreach (CaseStep step in steps)
        {
            if (step is ConvolutionStep { Source: LayerSource source } convolution)
            {
                ReferenceResult result = ReferenceConvolution.Compute(
                    source, values, convolution.Weights, convolution.Bias, extent, item.Batch);
                values = Array.ConvertAll(
                    result.Values, x => (float)ReferenceActivation.Apply(source.Activation, x, source.Alpha));
                extent = result.OutputExtent;
            }
            else
            {
                values = ((PlainStep)step).Apply(values);
            }
        }

        return values;
    }
}
