using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>A tile of a row of known width that reads the input in place: which of the columns it spans are not there.</summary>
/// <param name="Pixels">The pixels.</param>
/// <param name="Before">The columns it spans before the input.</param>
/// <param name="After">The columns it spans behind the input.</param>
internal sealed record ColumnTile(int Pixels, int Before, int After)
{
    /// <summary>The tiles of a row in order, and how many alike follow each other.</summary>
    public static IReadOnlyList<(ColumnTile Tile, int Count)> Of(RowCover cover, Shape3 shape, bool clips)
    {
        List<(ColumnTile Tile, int Count)> tiles = [];
        int column = 0;

        foreach (int pixels in cover.Tiles.SelectMany(static run => Enumerable.Repeat(run.Pixels, run.Count)))
        {
            int first = (column * shape.Stride[2]) - shape.PaddingBegin[2];
            int end = first + (int)BlockShape.Span(pixels, shape.EffectiveKernel[2], shape.Stride[2]);
            ColumnTile tile = clips
                ? new ColumnTile(pixels, Math.Max(0, -first), Math.Max(0, end - shape.Input![2]))
                : new ColumnTile(pixels, 0, 0);
            int last = tiles.Count - 1;

            if (last >= 0 && tiles[last].Tile == tile)
            {
                tiles[last] = (tile, tiles[last].Count + 1);
            }
            else
            {
                tiles.Add((tile, 1));
            }

            column += pixels;
        }

        return tiles;
    }
}
