using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>The names of the tiles of a sliding kernel, and what their comments say of the columns they leave out.</summary>
internal static class SlidingTileNames
{
    /// <summary>The name, such as <c>DepthwiseTile16x1Left1_Avx512</c>: pixels by vectors, then the columns that are not there on either side.</summary>
    public static string Of(KernelPlan plan, ColumnTile tile, VectorBlock block)
    {
        string left = tile.Before > 0 ? $"Left{tile.Before}" : string.Empty;
        string right = tile.After > 0 ? $"Right{tile.After}" : string.Empty;
        return $"{plan.Family}Tile{tile.Pixels}x{block.Vectors}{left}{right}{Partial(plan, block)}_{plan.Isa.Name}";
    }

    /// <summary>The name of the tile of one pixel at a border, some of whose taps are left out at run time.</summary>
    public static string OfBorder(KernelPlan plan, VectorBlock block)
    {
        return $"{plan.Family}TileBorder{(block.Vectors > 1 ? $"1x{block.Vectors}" : string.Empty)}{Partial(plan, block)}_{plan.Isa.Name}";
    }

    /// <summary>The end of a tile's comment.</summary>
    public static string Missing(ColumnTile tile)
    {
        return (tile.Before, tile.After) switch
        {
            (0, 0) => string.Empty,
            (_, 0) => $"; {Padding(tile.Before)} before the row",
            (0, _) => $"; {Padding(tile.After)} behind the row",
            _ => $"; {Padding(tile.Before)} before the row, {tile.After} behind it",
        };
    }

    private static string Partial(KernelPlan plan, VectorBlock block)
    {
        return block.Filters == block.Vectors * plan.Isa.Lanes ? string.Empty : $"_{block.Filters}Filters";
    }

    private static string Padding(int columns)
    {
        return columns == 1 ? "1 column of padding" : $"{columns} columns of padding";
    }
}
