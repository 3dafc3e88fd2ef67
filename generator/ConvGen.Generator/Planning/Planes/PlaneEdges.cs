using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Where the tiles of a plane that is read where it lies meet its edges. The tiles of a row, and those of a plane, are as
/// many as cover it; the last one overlaps its predecessor where they would reach beyond the end.
/// </summary>
internal sealed class PlaneEdges(Shape3 shape, PlanarTile tile)
{
    private readonly int[] _output = shape.Output!;

    /// <summary>The tiles of a row.</summary>
    public int TilesOfRow => (_output[2] + tile.Columns - 1) / tile.Columns;

    /// <summary>The tiles of a plane below each other.</summary>
    public int TilesOfPlane => (_output[1] + tile.Rows - 1) / tile.Rows;

    /// <summary>The columns that a tile's last vector holds of the output: all but where the row is narrower than the tile.</summary>
    public int ColumnsOfLastVector => Math.Min(tile.LanesOf(tile.Vectors - 1), _output[2] - ((tile.Vectors - 1) * tile.Lanes));

    private int LastColumn => Math.Max(0, _output[2] - tile.Columns);

    private int LastRow => _output[1] - tile.Rows;

    /// <summary>Whether an input row, counted from the first of a tile's windows, lies above or below the plane whatever the tile.</summary>
    public bool IsPadding(int line)
    {
        return LastRow == 0 && (line < shape.PaddingBegin[1] || line >= shape.Input![1] + shape.PaddingBegin[1]);
    }

    /// <summary>Whether such a row lies above the plane for the first tile, in it for others.</summary>
    public bool MayLieAbove(int line)
    {
        return LastRow > 0 && line < shape.PaddingBegin[1];
    }

    /// <summary>Whether such a row lies below the plane for the last tile, in it for others.</summary>
    public bool MayLieBelow(int line)
    {
        return LastRow > 0 && (LastRow * shape.Stride[1]) + line - shape.PaddingBegin[1] >= shape.Input![1];
    }

    /// <summary>The input vectors of a group of columns that may reach beyond a row's ends.</summary>
    public IEnumerable<int> Masked(ColumnGroup group)
    {
        return Enumerable.Range(0, tile.Vectors * ColumnGroup.Pieces(shape))
            .Where(piece => LeavesRow(group.First + (piece * tile.Lanes), LanesOfPiece(piece)) || LeavesRow(group.Last + (piece * tile.Lanes), LanesOfPiece(piece)));
    }

    /// <summary>The lanes of an input vector; at stride 2, where two make one of sums, all have the same.</summary>
    public int LanesOfPiece(int piece)
    {
        return shape.Stride[2] > 1 ? tile.Lanes : tile.LanesOf(piece);
    }

    /// <summary>Whether a vector of so many lanes whose lane 0 is <paramref name="offset"/> columns right of a tile's first window, its padding not counted, may reach beyond the row.</summary>
    public bool LeavesRow(int offset, int lanes)
    {
        return offset < 0 || (LastColumn * shape.Stride[2]) + offset + lanes > shape.Input![2];
    }
}
