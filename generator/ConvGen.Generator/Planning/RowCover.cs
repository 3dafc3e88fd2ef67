using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>How tiles cover a row of output pixels.</summary>
/// <param name="Tiles">
/// The tiles in order, for a row of known width. For any width: the sizes, the largest first; a row is covered by as
/// many of the largest as fit and one that overlaps its predecessor, or by smaller ones when it is shorter than that.
/// </param>
/// <param name="IsExact">Whether the width is known.</param>
internal sealed record RowCover(EquatableArray<TileRun> Tiles, bool IsExact)
{
    /// <summary>Covers a row of known width with tiles of at most <paramref name="largest"/> pixels, all nearly equal.</summary>
    public static RowCover Exact(int width, int largest)
    {
        int tiles = (width + largest - 1) / largest;
        int small = width / tiles;
        int larger = width % tiles;
        TileRun[] runs = [new(small + 1, larger), new(small, tiles - larger)];
        return new RowCover(new EquatableArray<TileRun>(runs.Where(static run => run.Count > 0)), IsExact: true);
    }

    /// <summary>Covers a row of any width, one of <paramref name="likely"/> pixels (0: not known) without an overlap.</summary>
    public static RowCover Any(int largest, int likely = 0)
    {
        int[] sizes = [largest, likely % largest, 4, 1];
        return new RowCover(
            new EquatableArray<TileRun>(sizes
                .Where(size => size > 0 && size <= largest)
                .Distinct()
                .OrderByDescending(static size => size)
                .Select(static size => new TileRun(size, 1))),
            IsExact: false);
    }
}

/// <summary>Tiles of one size that follow each other.</summary>
internal sealed record TileRun(int Pixels, int Count);
