using System;
using System.Linq;

namespace ConvGen.Testing;

/// <summary>
/// A kernel in whatever order a case states it, brought into one of the product's two weight layouts. The letters:
/// O filter, I channel of the group, M depth multiplier, D, H and W the spatial dimensions.
/// </summary>
/// <param name="Spatial">The kernel's extent, outermost dimension first.</param>
/// <param name="Channels">The channels of a group.</param>
/// <param name="Filters">The filters of all groups.</param>
/// <param name="WeightLayout">The layout of <paramref name="Weights"/>.</param>
/// <param name="Weights">The values.</param>
public sealed record KernelLayout(int[] Spatial, int Channels, int Filters, WeightLayout WeightLayout, float[] Weights)
{
    /// <summary>Reads a kernel; one with the letter M is depthwise: its I counts the groups.</summary>
    public static KernelLayout From(string letters, int[] shape, float[] values)
    {
        letters = letters.ToUpperInvariant();
        bool depthwise = letters.Contains('M', StringComparison.Ordinal);
        int[] spatial = [.. letters.Where(letter => letter is 'D' or 'H' or 'W').Order().Select(letter => shape[letters.IndexOf(letter)])];
        int inputs = shape[letters.IndexOf('I')];
        int channels = depthwise ? 1 : inputs;
        int filters = depthwise ? inputs * shape[letters.IndexOf('M')] : shape[letters.IndexOf('O')];

        // The layout nearest to the case's own, so that both of ours are met.
        WeightLayout layout = letters[^1] is 'O' or 'M' ? WeightLayout.SpatialInOut : WeightLayout.OutInSpatial;
        int[] kernel = Extents.ToThree(spatial);
        float[] weights = new float[values.Length];
        int[] position = new int[shape.Length];

        foreach (float value in values)
        {
            int At(char letter)
            {
                int axis = letters.IndexOf(letter);
                return axis < 0 ? 0 : position[axis];
            }

            int o = depthwise ? (At('I') * shape[letters.IndexOf('M')]) + At('M') : At('O');
            int i = depthwise ? 0 : At('I');
            weights[TensorLayout.WeightIndex(layout, filters, channels, kernel, o, i, At('D'), At('H'), At('W'))] = value;
            Advance(position, shape);
        }

        return new KernelLayout(spatial, channels, filters, layout, weights);
    }

    private static void Advance(int[] position, int[] shape)
    {
        for (int axis = shape.Length - 1; axis >= 0 && ++position[axis] == shape[axis]; axis--)
        {
            position[axis] = 0;
        }
    }
}
