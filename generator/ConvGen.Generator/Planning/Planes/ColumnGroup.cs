using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Columns of taps that meet the same input vectors: each of its own at stride 1, so that one text serves all of them; at
/// stride 2 two of them, one for the even and one for the odd columns.
/// </summary>
/// <param name="First">The input column that lane 0 of the first vector holds, from a tile's first window's column without its padding on; of the first tap where all have one text.</param>
/// <param name="Last">The same of the last tap.</param>
/// <param name="Even">The tap that meets the even columns, or all of them at stride 1; null when there is none.</param>
/// <param name="Odd">The tap that meets the odd columns; null when there is none.</param>
/// <param name="Before">The tap that meets the odd columns one place further left; null when there is none.</param>
/// <param name="After">The tap that meets the even columns one place further right; null when there is none.</param>
internal sealed record ColumnGroup(int First, int Last, int? Even, int? Odd, int? Before = null, int? After = null)
{
    /// <summary>Whether a third tap meets columns that are already there but for one, which takes a permutation and not two loads and a shuffle.</summary>
    public bool HasNeighbour => Before is not null || After is not null;

    /// <summary>The taps.</summary>
    public IEnumerable<int> Taps => new[] { Before, Even, Odd, After }.OfType<int>();

    /// <summary>The groups of a kernel's columns.</summary>
    public static IReadOnlyList<ColumnGroup> Of(Shape3 shape, Isa isa)
    {
        int taps = shape.Kernel[2];
        int padding = shape.PaddingBegin[2];

        if (shape.Stride[2] == 1)
        {
            return [new ColumnGroup(-padding, shape.EffectiveKernel[2] - 1 - padding, 0, null)];
        }

        // Only AVX-512 permutes the lanes of two vectors at once.
        if (taps == 3 && padding <= 1 && isa.IsAvx512)
        {
            return padding == 1 ? [new ColumnGroup(0, 0, 1, 2, Before: 0)] : [new ColumnGroup(0, 0, 0, 1, After: 2)];
        }

        List<ColumnGroup> groups = [];

        // Pairs that begin with the first tap may be fewer; with sixteen registers their weights leave room for fewer sums, measured.
        int before = taps % 2 == 0 && isa.IsAvx512 ? padding : padding + (padding % 2);

        for (int first = -before; first + padding < taps; first += 2)
        {
            int even = first + padding;
            groups.Add(new ColumnGroup(first, first, even >= 0 ? even : null, even + 1 < taps ? even + 1 : null));
        }

        return groups;
    }

    /// <summary>The input vectors that a vector of outputs takes its columns from.</summary>
    public static int Pieces(Shape3 shape)
    {
        return shape.Stride[2];
    }
}
