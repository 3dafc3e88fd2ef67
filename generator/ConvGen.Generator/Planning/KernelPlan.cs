using System;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>What a kernel's vectors hold, and so how its innermost loops look. Each family has an emitter.</summary>
internal enum KernelFamily
{
    /// <summary>A lane is a filter of one group: each input value is broadcast to the lanes.</summary>
    Direct,

    /// <summary>A lane is a filter of any group, depthwise above all: each lane meets an input channel of its own.</summary>
    Lanewise,

    /// <summary>Minimal filtering: a lane is a filter of the multiplication, a channel or a filter of the transforms.</summary>
    Winograd,

    /// <summary>A lane is an input channel: sums of lanes are added up when a tile is done. For one to a few filters.</summary>
    FewFilters,

    /// <summary>A lane is a filter with an input channel of its own; the tile slides along the row.</summary>
    Depthwise,

    /// <summary>A lane is a column of an output row: channels lie in planes and each weight is broadcast.</summary>
    Planar,

    /// <summary>The lanes are filters of a few whole groups, or some of one group's; the tile slides along the row.</summary>
    Grouped,
}

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

    /// <summary>Whether the tiles of a copied block fetch what the next one is copied from.</summary>
    public bool FetchesNextBlock => FetchesAhead is FetchAhead.NextBlock or FetchAhead.NextBlockOnce;

    /// <summary>Whether the tiles of a copied block fetch the lines they write: those that are written past the caches are not read before.</summary>
    public bool PrefetchesOutput => FetchesNextBlock && !StreamsOutput;

    /// <summary>The blocks whose tiles follow each other on a row before the next row.</summary>
    public int BlocksTogether { get; init; } = 1;

    /// <summary>Whether the output is written past the caches.</summary>
    public bool StreamsOutput { get; init; }

    /// <summary>Whether a tile fetches the pixels of a later one while it computes: in a flat row those follow its own.</summary>
    public bool PrefetchesPixels => Input.PixelsComeLate && Isa.IsX64;

    /// <summary>
    /// Whether a tile fetches the next line of each of its pixels while it meets this one, and behind the last the first of the next row of the kernel or of the next tile's.
    /// Fetched a whole tile ahead, lines are driven out of the L1 cache by the weights that pass through it, and come from L2 all at a time.
    /// Narrow vectors leave no time for it, nor do small tiles of points, which come from L2 at worst.
    /// </summary>
    public bool PrefetchesLines(int pixels, int vectors)
    {
        return Input.LinesComeLate && Isa.IsAvx512 && (Winograd is null || CostModel.HidesPrefetches(pixels, vectors));
    }

    /// <summary>Whether a tile that fetches lines fetches the next tile's pixels into the L2 cache besides: from memory a line's steps are too few.</summary>
    public bool PrefetchesFarPixels(ConvSpec spec)
    {
        return PrefetchesPixels && OutputTraffic.IsFar(spec);
    }

    /// <summary>
    /// Whether a direct tile of some pixels and filters fetches the lines of the output that the next one writes, some with each of so many
    /// iterations of its outer loop: where the L2 cache does not hold the output, stores wait for their lines one after the other. Measured
    /// where two wide vectors are multiplied a cycle, 1.06 times as fast over 40 layers of 1x1 of up to 448 channels, 1.0 to 1.4 on stems.
    /// </summary>
    public bool PrefetchesNextOutput(ConvSpec spec, int pixels, VectorBlock block, int iterations)
    {
        return Family == KernelFamily.Direct
            && Isa.IsX64
            && !StreamsOutput
            && spec.MemoryLayout == Layout.ChannelsLast
            && OutputTraffic.IsOutputBeyondSecondLevel(spec)
            && CostModel.MaySpread(pixels, (block.Filters + MachineCosts.CacheLine - 1) / MachineCosts.CacheLine, iterations);
    }

    /// <summary>
    /// Whether a tile of some pixels and filters fetches the weights of its next steps, which the L1 cache does not hold from one tile to the
    /// next: where two wide vectors are multiplied a cycle, a step takes no longer than the way from the L2 cache. Tiles of few pixels
    /// have more weights to load than multiply-adds leave time for.
    /// </summary>
    public bool PrefetchesNearWeights(int pixels, VectorBlock block, int steps)
    {
        return Isa.IsAvx512 && CostModel.HidesPrefetches(pixels, block.Vectors) && Family switch
        {
            KernelFamily.Direct => CostModel.IsBeyondFirstLevel(block.Width, steps),

            // The weights of a point stream through the L1 cache whatever their number. Those that come from afar and meet one tile
            // are not there in time either way, measured.
            KernelFamily.Winograd => (!PrefetchesWeights || MeetSecondTile(Winograd!)) && CostModel.IsBeyondFirstLevel(block.Width, Winograd!.Points * Winograd.Channels),
            _ => false,
        };
    }

    /// <summary>Whether the transforms of minimal filtering fetch the input of the next tile ahead: in the tensor it lies in many short runs.</summary>
    public bool PrefetchesTiles => Winograd is not null && Input.IsInPlace && Isa.IsX64;

    /// <summary>Whether tiles fetch weights ahead that come later than they need them.</summary>
    public bool PrefetchesWeights => Winograd is { } winograd ? FiltersMeetLateWeights(winograd) : PixelsMeetFarWeights;

    /// <summary>
    /// The register tiles of a point or of a block of pixels that fetch a share each of the weights that come next, so that these come evenly
    /// while tiles are multiplied; null where each tile fetches what lies a fixed number of floats behind its own weights. Measured where two wide
    /// vectors are multiplied a cycle, shares are 1.1 to 1.2 times as fast as all weights fetched by each of two to four tiles of a point.
    /// </summary>
    public int? TilesSharingWeights(BlockRun run)
    {
        return !PrefetchesWeights ? null
            : Winograd is { } winograd ? Tiles(winograd.Tiles, run)
            : Isa.IsAvx512 ? TilesOfBlock(run)
            : null;
    }

    /// <summary>The register tiles of a block of a flat layer; null where it is not known.</summary>
    private int? TilesOfBlock(BlockRun run)
    {
        return Input.FlatBlock(run.Cover.Tiles[0].Pixels) is int pixels ? Tiles(pixels, run) : null;
    }

    /// <summary>The floats of the weights that come next that a step of a register tile fetches: its share of a step's.</summary>
    public int? SharedWeights(BlockRun run)
    {
        return TilesSharingWeights(run) is int tiles ? (run.Block.Width + tiles - 1) / tiles : null;
    }

    /// <summary>The register tiles that take so many pixels.</summary>
    private static int Tiles(int pixels, BlockRun run)
    {
        int largest = run.Cover.Tiles[0].Pixels;
        int smaller = run.Cover.Tiles.Count > 1 ? run.Cover.Tiles[1].Pixels : 0;
        return Math.Max(1, (pixels / largest) + (pixels % largest > smaller ? 1 : 0));
    }

    /// <summary>
    /// The weights of a flat row that come from afar, where its first tile waits for them. Measured, 8 MB and more come 1.05 to 1.26 times
    /// as fast to narrow vectors, 4 MB and more 1.0 to 1.3 times as fast to wide ones; fewer, and those of a lone tile, as fast or slower. Wide
    /// ones share them: the shares of two tiles come in the way of what these need sooner (0.72 to 0.84 of the speed).
    /// </summary>
    private bool PixelsMeetFarWeights => Family == KernelFamily.Direct
        && Input.IsFlat
        && Input.FlatWidth > Runs[0].Cover.Tiles[0].Pixels
        && CostModel.AreFarFromPixels(Input.PixelFloats * Lanes, Isa)
        && (Isa == Isa.Avx2 || TilesOfBlock(Runs[0]) > 2);

    /// <summary>The lanes of all filters.</summary>
    private double Lanes => Runs.Sum(static run => run.Count * run.Block.Width);

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
        ? $"{Runs[0].Block.Filters}x{planar.Rows * planar.Vectors}"
        : $"{Runs[0].Cover.Tiles[0].Pixels}x{Runs[0].Block.Vectors}";

    /// <summary>
    /// Whether the L2 cache does not hold the weights of minimal filtering: the processor foresees them
    /// too late for narrow vectors, not while a second tile meets those of the first once more, and not where they are far.
    /// </summary>
    private bool FiltersMeetLateWeights(WinogradPlan winograd)
    {
        double weights = winograd.Weights(Runs);
        return CostModel.IsBeyondSecondLevel(weights)
            && (Isa == Isa.Avx2 || (Isa.IsAvx512 && (CostModel.AreFar(weights) || MeetSecondTile(winograd))));
    }

    /// <summary>Whether a block of minimal filtering has more tiles than are multiplied together: the weights of a point come again for the next.</summary>
    private bool MeetSecondTile(WinogradPlan winograd)
    {
        return winograd.Tiles > Runs[0].Cover.Tiles[0].Pixels;
    }
}
