using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Testing;

/// <summary>A case of a file: what goes in, the steps and what must come out.</summary>
public sealed record ConvolutionCase(string Name)
{
    /// <summary>Gets why the case says nothing about this product; null if it does.</summary>
    public string? DoesNotApply { get; init; }

    public int Batch { get; init; } = 1;

    /// <summary>Gets the input's spatial extent.</summary>
    public int[] Extent { get; init; } = [];

    public float[] Input { get; init; } = [];

    public float[] Expected { get; init; } = [];

    public double AbsoluteTolerance { get; init; }

    public double RelativeTolerance { get; init; }

    /// <summary>Gets the steps with bias and activation fused into the convolutions; empty where Input cannot state the extent.</summary>
    public IReadOnlyList<CaseStep> Fused { get; init; } = [];

    /// <summary>Gets the steps with the activations standing alone.</summary>
    public IReadOnlyList<CaseStep> Apart { get; init; } = [];

    /// <summary>The layers to compile: the fused ones with their Input written out, the others without.</summary>
    public IEnumerable<LayerSource> Sources()
    {
        int[] extent = Extent;

        foreach (ConvolutionStep step in Fused.OfType<ConvolutionStep>())
        {
            yield return WithInput(step.Source, extent);
            extent = new ConvolutionGeometry(step.Source, extent).OutputExtent;
        }

        foreach (ConvolutionStep step in Apart.OfType<ConvolutionStep>())
        {
            yield return step.Source;
        }
    }

    internal static LayerSource WithInput(LayerSource source, int[] extent)
    {
        return source with { Input = Extents.Format(extent) };
    }
}
