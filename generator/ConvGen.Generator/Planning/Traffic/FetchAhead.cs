namespace ConvGen.Generator.Planning;

/// <summary>What a tile fetches into the caches for a later one: what is far and is no stream that the processor foresees.</summary>
internal enum FetchAhead
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// What the next tile reads and writes, that of its row where it slides and that below where lanes are columns: it comes
    /// from beyond the L2 cache in short runs, and stores wait for their lines one after the other.
    /// </summary>
    NextTile,

    /// <summary>The row that the tile below meets first, into the L2 cache: from one row of a strip to the next is further than the processor foresees.</summary>
    NextRow,

    /// <summary>The same, and the lines that the tile below writes: they come back from memory before they are overwritten.</summary>
    NextRowAndOutput,

    /// <summary>What the next block is copied from, a line of each channel and block of filters, and the lines that the tile writes: planes lie far apart.</summary>
    NextBlock,

    /// <summary>The lines to which a row of tiles will be stored, in planes far apart, a share with each tile.</summary>
    TileRow,
}
