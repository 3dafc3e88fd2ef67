using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Columns of taps that meet the same input vectors: each of its own at stride 1, so that one text serves several that follow each other; at
/// stride 2 two of them, one for the even and one for the odd columns.
/// </summary>
/// <param name="First">The input column that lane 0 of the first vector holds, from a tile's first window's column without its padding on; of the first tap where several have one text.</param>
/// <param name="Last">The same of the last tap.</param>
/// <param name="Even">The tap that meets the even columns, or all of them at stride 1, the first that does where several have one text; null when there is none.</param>
/// <param name="Odd">The tap that meets the odd columns; null when there is none.</param>
/// <param name="Before">The tap that meets the odd columns one place further left; null when there is none.</param>
/// <param name="After">The tap that meets the even columns one place further right; null when there is none.</param>
/// <param name="Count">The taps that follow each other and have one text.</param>
internal sealed record ColumnGroup(int First, int Last, int? Even, int? Odd, int? Before = null, int? After = null, int Count = 1)
{
    /// <summary>Whether a third tap meets columns that are already there but for one, which takes a permutation and not two loads and a shuffle.</summary>
    public bool HasNeighbour => Before is not null || After is not null;

    /// <summary>The taps.</summary>
    public IEnumerable<int> Taps => new[] { Before, Even, Odd, After }.OfType<int>();

    /// <summary>The groups of a kernel's columns, in the order they are met in.</summary>
    public static IReadOnlyList<ColumnGroup> Of(Shape3 shape, Isa isa, PlanarTile tile)
    {
        int taps = shape.Kernel[2];
        int padding = shape.PaddingBegin[2];

        if (shape.Stride[2] == 1)
        {
            return isa.IsAvx512 ? [OfTaps(shape, 0, taps)] : ByMasks(shape, tile);
        }

        // Only AVX-512 permutes the lanes of two vectors at once.
        if (taps == 3 && padding <= 1 && isa.IsAvx512)
        {
            return padding == 1 ? [new ColumnGroup(0, 0, 1, 2, Before: 0)] : [new ColumnGroup(0, 0, 0, 1, After: 2)];
        }

        List<ColumnGroup> groups = [];

        // Pairs that begin with the first tap may be fewer; of two taps with sixteen registers their weights leave room for fewer sums, measured. Of more there are pairs either way.
        bool beginsWithFirst = taps % 2 == 0 && (isa.IsAvx512 || taps > 2);
        int before = beginsWithFirst ? padding : padding + (padding % 2);

        for (int first = -before; first + padding < taps; first += 2)
        {
            int even = first + padding;
            groups.Add(new ColumnGroup(first, first, even >= 0 ? even : null, even + 1 < taps ? even + 1 : null));
        }

        return isa.IsAvx512 ? groups : LeastMaskedFirst(groups, new PlaneEdges(shape, tile));
    }

    /// <summary>The columns of a kernel at stride 1, those together of whose vectors the same may reach beyond the ends of a row.</summary>
    private static IReadOnlyList<ColumnGroup> ByMasks(Shape3 shape, PlanarTile tile)
    {
        PlaneEdges edges = new(shape, tile);
        List<ColumnGroup> groups = [];

        for (int tap = 0; tap < shape.Kernel[2]; tap++)
        {
            ColumnGroup next = OfTaps(shape, tap, 1);

            if (groups.LastOrDefault() is { } last && edges.Masked(last).SequenceEqual(edges.Masked(next)))
            {
                groups[groups.Count - 1] = OfTaps(shape, last.Even!.Value, last.Count + 1);
            }
            else
            {
                groups.Add(next);
            }
        }

        return LeastMaskedFirst(groups, edges);
    }

    /// <summary>
    /// The order of groups in which plain loads bring most of a tile's lines. AVX2's loads with a mask are not among those by which the processor foresees what is
    /// read next; of lines that are there they are as fast as others. Measured, depthwise planes of 19x19 to 75x75 are 1.3 to 2.2 times as fast as with a
    /// mask for every load, and at stride 2, where the groups are the same in any order, 1.02 times.
    /// </summary>
    private static IReadOnlyList<ColumnGroup> LeastMaskedFirst(IEnumerable<ColumnGroup> groups, PlaneEdges edges)
    {
        return [.. groups.OrderBy(group => edges.Masked(group).Count())];
    }

    private static ColumnGroup OfTaps(Shape3 shape, int tap, int count)
    {
        int first = (tap * shape.Dilation[2]) - shape.PaddingBegin[2];
        return new ColumnGroup(first, first + ((count - 1) * shape.Dilation[2]), tap, null, Count: count);
    }

    /// <summary>The input vectors that a vector of outputs takes its columns from.</summary>
    public static int Pieces(Shape3 shape)
    {
        return shape.Stride[2];
    }
}
