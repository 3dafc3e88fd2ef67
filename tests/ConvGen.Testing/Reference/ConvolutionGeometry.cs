using System;
using System.Linq;

namespace ConvGen.Testing;

/// <summary>The shape arithmetic of the reference, in three dimensions always; it shares nothing with the product's.</summary>
public sealed class ConvolutionGeometry
{
    /// <summary>Works out the output of a layer for an input extent of one value a dimension of its rank.</summary>
    public ConvolutionGeometry(LayerSource source, ReadOnlySpan<int> extent)
    {
        int rank = source.Rank;
        Rank = rank;
        Input = Extents.ToThree(extent);
        Kernel = Extents.ToThree(Extents.Parse(source.Kernel, rank));
        Stride = Extents.ToThree(Extents.Parse(source.Stride, rank));
        Dilation = Extents.ToThree(Extents.Parse(source.Dilation, rank));

        for (int d = 3 - rank; d < 3; d++)
        {
            int reach = ((Kernel[d] - 1) * Dilation[d]) + 1;
            (Begin[d], End[d]) = Padding(source.Padding, d - (3 - rank), Input[d], Stride[d], reach);
            Output[d] = (int)Math.Floor((Input[d] + Begin[d] + End[d] - reach) / (double)Stride[d]) + 1;
        }
    }

    public int Rank { get; }

    public int[] Input { get; }

    public int[] Kernel { get; }

    public int[] Stride { get; }

    public int[] Dilation { get; }

    /// <summary>Gets the padding before the first element.</summary>
    public int[] Begin { get; } = [0, 0, 0];

    /// <summary>Gets the padding after the last element.</summary>
    public int[] End { get; } = [0, 0, 0];

    public int[] Output { get; } = [1, 1, 1];

    /// <summary>Gets the output's extent, a value a dimension of the rank.</summary>
    public int[] OutputExtent => Output[(3 - Rank)..];

    /// <summary>Says whether the input is too small for the kernel.</summary>
    public bool IsEmpty => Output.Any(extent => extent <= 0);

    /// <summary>Says whether the padding is narrow enough for the padding mode.</summary>
    public bool Allows(PaddingMode mode)
    {
        int spare = mode switch { PaddingMode.Reflect => 1, PaddingMode.Circular => 0, _ => int.MinValue / 2 };
        return Enumerable.Range(0, 3).All(d => Math.Max(Begin[d], End[d]) + spare <= Input[d]);
    }

    private static (int Begin, int End) Padding(string text, int dimension, int input, int stride, int reach)
    {
        if (text is "same" or "same-lower")
        {
            int output = (int)Math.Ceiling(input / (double)stride);
            int total = Math.Max(0, ((output - 1) * stride) + reach - input);
            int small = total / 2;
            return text == "same" ? (small, total - small) : (total - small, small);
        }

        if (text == "valid")
        {
            return (0, 0);
        }

        string[] parts = text.Split('x');
        string[] pair = parts[parts.Length == 1 ? 0 : dimension].Split(':');
        return (Extents.Parse(pair[0], 1)[0], Extents.Parse(pair[^1], 1)[0]);
    }
}
