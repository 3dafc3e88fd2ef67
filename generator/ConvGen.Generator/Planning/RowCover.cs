using System;
using System.Collections.Generic;
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

    /// <summary>The same tiles, those at the ends of a row of known width marked as such.</summary>
    public RowCover WithEdges(bool left, bool right)
    {
        TileRun[] tiles = [.. Tiles.SelectMany(static run => Enumerable.Repeat(run with { Count = 1 }, run.Count))];
        int last = tiles.Length - 1;
        tiles[0] = left ? tiles[0] with { Edge = RowEdge.Left } : tiles[0];
        tiles[last] = right ? tiles[last] with { Edge = tiles[last].Edge | RowEdge.Right } : tiles[last];
        List<TileRun> runs = [];

        foreach (TileRun tile in tiles)
        {
            if (runs.Count > 0 && runs[runs.Count - 1] is { } run && run with { Count = 1 } == tile)
            {
                runs[runs.Count - 1] = run with { Count = run.Count + 1 };
            }
            else
            {
                runs.Add(tile);
            }
        }

        return this with { Tiles = new EquatableArray<TileRun>(runs) };
    }

    /// <summary>The same tiles with so many sums of each pixel and vector of filters.</summary>
    public RowCover WithChains(int chains)
    {
        return this with { Tiles = new EquatableArray<TileRun>(Tiles.Select(tile => tile with { Chains = chains })) };
    }

    /// <summary>How many tiles of each size a row of any width, <paramref name="width"/> in this case, is covered with.</summary>
    public int[] Over(int width)
    {
        int[] counts = new int[Tiles.Count];
        int left = width;

        for (int i = 0; i < counts.Length && left > 0; i++)
        {
            int pixels = Tiles[i].Pixels;
            int smaller = i + 1 < counts.Length ? Tiles[i + 1].Pixels : 0;
            counts[i] = left / pixels;
            left %= pixels;

            if (pixels > 1 && left > smaller && width >= pixels)
            {
                left = 0;
                counts[i]++;
            }
        }

        return counts;
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

/// <summary>Tiles of one kind that follow each other.</summary>
/// <param name="Pixels">The pixels of each.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Edge">The end of the row at which it lies.</param>
/// <param name="Chains">The sums of each pixel and vector of filters that steps take in turn: more than one where a lone sum would wait for itself, see <see cref="SumChains"/>.</param>
internal sealed record TileRun(int Pixels, int Count, RowEdge Edge = RowEdge.None, int Chains = 1);

/// <summary>The ends of a row at which a tile leaves out taps that meet padding.</summary>
[Flags]
internal enum RowEdge
{
    /// <summary>All taps of the tile meet data.</summary>
    None = 0,

    /// <summary>The row's first tile.</summary>
    Left = 1,

    /// <summary>The row's last tile.</summary>
    Right = 2,
}
