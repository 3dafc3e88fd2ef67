using System.Linq;
using ConvGen.Runtime;
using Xunit;

namespace ConvGen.Tests.Winograd;

/// <summary>The numbers of tiles: each is given once, and the tiles that meet a point follow each other.</summary>
public sealed class TileOrderTests
{
    [Theory]
    [InlineData(1, 13, 5, 3, 14, 5, 4)]
    [InlineData(1, 15, 5, 3, 14, 5, 4)]
    [InlineData(2, 13, 5, 3, 15, 5, 4)]
    [InlineData(3, 9, 4, 1, 7, 3, 1)]
    [InlineData(2, 3, 4, 3, 2, 3, 2)]
    [InlineData(1, 8, 4, 3, 6, 3, 2)]
    [InlineData(4, 7, 4, 2, 8, 3, 2)]
    public void Tiles_that_meet_a_point_follow_each_other(int others, int height, int tileHeight, int lastHeight, int width, int tileWidth, int lastWidth)
    {
        TileOrder order = new(others, height, tileHeight, lastHeight, width, tileWidth, lastWidth);
        TileOrder next = order;
        (int Number, bool IsLow, bool IsNarrow)[] tiles =
        [
            .. from other in Enumerable.Range(0, others)
               from row in Enumerable.Range(0, TileOrder.Tiles(height, tileHeight))
               from column in Enumerable.Range(0, TileOrder.Tiles(width, tileWidth))
               select (height - (row * tileHeight) <= lastHeight, width - (column * tileWidth) <= lastWidth) into tile
               select (next.Next(tile.Item1, tile.Item2), tile.Item1, tile.Item2),
        ];

        AssertAre(0, order.Count, [.. tiles.Select(static tile => tile.Number)]);
        AssertAre(0, order.OuterWhole, [.. tiles.Where(static tile => !tile.IsLow).Select(static tile => tile.Number)]);
        AssertAre(order.FirstInnerWhole, order.InnerWhole, [.. tiles.Where(static tile => !tile.IsNarrow).Select(static tile => tile.Number)]);
        AssertAre(order.FirstInnerWhole, order.Whole, [.. tiles.Where(static tile => tile is { IsLow: false, IsNarrow: false }).Select(static tile => tile.Number)]);
    }

    [Theory]
    [InlineData(2, 13, 5, 3)]
    [InlineData(3, 15, 5, 3)]
    [InlineData(1, 2, 5, 3)]
    public void Tiles_of_one_axis_end_with_the_smaller_ones(int others, int extent, int outputs, int last)
    {
        TileOrder order = new(others, extent, outputs, last);
        TileOrder next = order;
        (int Number, bool IsLast)[] tiles =
        [
            .. from other in Enumerable.Range(0, others)
               from tile in Enumerable.Range(0, TileOrder.Tiles(extent, outputs))
               let isLast = extent - (tile * outputs) <= last
               select (next.Next(isLast), isLast),
        ];

        AssertAre(0, order.Count, [.. tiles.Select(static tile => tile.Number)]);
        AssertAre(0, order.OuterWhole, [.. tiles.Where(static tile => !tile.IsLast).Select(static tile => tile.Number)]);
    }

    private static void AssertAre(int first, int count, int[] numbers)
    {
        Assert.Equal(Enumerable.Range(first, count), numbers.Order());
    }
}
