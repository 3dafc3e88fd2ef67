using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>How the kernel of one instruction set goes about it.</summary>
internal sealed record KernelPlan
{
    public required Isa Isa { get; init; }

    public required KernelFamily Family { get; init; }

    /// <summary>The blocks of filters of one group, in order.</summary>
    public required EquatableArray<BlockRun> Runs { get; init; }

    /// <summary>The share of the machine's multiply-adds that do useful work, by the cost model.</summary>
    public required double PredictedFraction { get; init; }

    /// <summary>How the kernel reads the input.</summary>
    public required InputPlan Input { get; init; }

    /// <summary>The minimal filtering; null for a kernel that sums directly.</summary>
    public WinogradPlan? Winograd { get; init; }

    /// <summary>Whether a tile's sums are one part of several: they start from zero, and what stands for the bias is added when they are stored.</summary>
    public bool SumsParts => Winograd is { Parts: > 1 };

    /// <summary>The vectors of input channels of a kernel for few filters; null for the others.</summary>
    public ChannelVectors? Channels { get; init; }

    /// <summary>Whether a kernel for few filters sums each row of the kernel on its own: the error of a sum grows with its length.</summary>
    public bool SumsRows { get; init; }

    /// <summary>The tile of a kernel whose lanes are columns; null for the others.</summary>
    public PlanarTile? Planar { get; init; }

    /// <summary>What a tile fetches for a later one.</summary>
    public FetchAhead FetchesAhead { get; init; }

    /// <summary>
    /// Whether the tiles of a copied block fetch what the next one is copied from, but where the last cache is slow: lines fetched one in a page cost more there than
    /// they bring, measured, and copies span more of each plane instead.
    /// </summary>
    public bool FetchesNextBlock => FetchesAhead == FetchAhead.NextBlock;

    /// <summary>Whether the tiles of a copied block fetch the lines they write: those that are written past the caches are not read before.</summary>
    public bool FetchesOutput => FetchesNextBlock && !StreamsOutput;

    /// <summary>Whether the first filters of a call copy the planes as they meet them; otherwise they are copied before.</summary>
    public bool CopiesPlanes { get; init; }

    /// <summary>Whether these filters are all, so that nothing is copied at all.</summary>
    public bool MeetsPlanesOnce => CopiesPlanes && Runs.Count == 1 && Runs[0].Count == 1;

    /// <summary>The blocks whose tiles follow each other on a row before the next row.</summary>
    public int BlocksTogether { get; init; } = 1;

    /// <summary>The same where the last cache is slow; null where it is as many.</summary>
    public int? BlocksTogetherOfSlowCache { get; init; }

    /// <summary>The blocks of filters that the tile of a lone output position meets at once, in as many streams of weights; 1 where a tile meets one.</summary>
    public int BlocksAtOnce { get; init; } = 1;

    /// <summary>Whether the pixels of a direct tile meet the filters of all groups before those of the next tile; otherwise the tiles of a block meet one block of filters after the other.</summary>
    public bool IsTileByTile { get; init; }

    /// <summary>Whether the tiles of a row follow each other before those of the next row; otherwise those of a strip of columns do, down its rows.</summary>
    public bool IsRowByRow { get; init; }

    /// <summary>Whether the output is written past the caches.</summary>
    public bool StreamsOutput { get; init; }

    /// <summary>Whether a kernel whose lanes are filters stores its outputs to planes itself; otherwise they are a block with channels last, which is transposed.</summary>
    public bool StoresPlanes { get; init; }

    /// <summary>Whether a lone output position takes several blocks of a run at a time.</summary>
    public bool TakesTogether(BlockRun run)
    {
        return BlocksAtOnce > 1 && run.Count > 1;
    }

    /// <summary>Whether these are ever as many as its tile meets at once.</summary>
    public bool HasTileOfBlocks(BlockRun run)
    {
        return BlocksAtOnce > 1 && run.Count >= BlocksAtOnce;
    }

    /// <summary>
    /// The floats between two output pixels as the kernel writes them: those of all filters, or of the groups computed together
    /// where their block is transposed to planes.
    /// </summary>
    public int OutputPixel(ConvSpec spec)
    {
        int groups = spec.MemoryLayout == Layout.ChannelsLast ? spec.Groups : Input.GroupsTogether ?? spec.Groups;
        return groups * spec.FiltersPerGroup;
    }

    /// <summary>
    /// The tile of the first, largest blocks, such as <c>14x2</c>: pixels by vectors. Where lanes are columns: filters by
    /// vectors of pixels.
    /// </summary>
    public string Tile => Planar is { } planar
        ? $"{Runs[0].Block.Filters}x{planar.Sums}"
        : $"{Runs[0].Cover.Tiles[0].Pixels}x{Runs[0].Block.Vectors}";
}
