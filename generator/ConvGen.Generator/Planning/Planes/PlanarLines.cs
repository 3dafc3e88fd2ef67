using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>An input row that a column of taps meets, and the output rows it counts for.</summary>
/// <param name="Row">The row, counted from the first of the tile's windows.</param>
/// <param name="Uses">The output row and the tap in height of each use.</param>
internal sealed record PlanarLines(int Row, IReadOnlyList<(int Row, int Tap)> Uses)
{
    /// <summary>The input rows that so many output rows meet, in order; one that no tap meets is left out.</summary>
    public static IReadOnlyList<PlanarLines> Of(Shape3 shape, int rows)
    {
        return
        [
            .. Enumerable.Range(0, rows)
                .SelectMany(row => Enumerable.Range(0, shape.Kernel[1]).Select(tap => (Row: row, Tap: tap)))
                .GroupBy(use => (use.Row * shape.Stride[1]) + (use.Tap * shape.Dilation[1]))
                .OrderBy(static uses => uses.Key)
                .Select(static uses => new PlanarLines(uses.Key, [.. uses])),
        ];
    }
}
