using System;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>Decides which weights tiles fetch before they are met: far ones into the L2 cache for later tiles, near ones into L1 for their own next steps.</summary>
internal static class WeightFetches
{
    /// <summary>Whether tiles fetch weights ahead that come later than they need them.</summary>
    public static bool Far(KernelPlan plan)
    {
        return plan.Winograd is { } winograd
            ? CostModel.ComeLateToPoints(winograd.Weights(plan.Runs), MeetSecondTile(plan, winograd), plan.Isa)
            : PixelsMeetFarWeights(plan);
    }

    /// <summary>
    /// The register tiles of a point or of a block of pixels that fetch a share each of the weights that come next, so that these come evenly
    /// while tiles are multiplied; null where none are fetched. Measured, shares are 1.1 to 1.2 times as fast as all weights fetched by each of two to
    /// four tiles of a point, and with narrow vectors 1.07 times as fast as what lies a fixed number of floats behind a tile's own, over 13 layers of 1x1 (1.2 to 1.5
    /// times with 8 MB of weights and more).
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="run">The blocks of filters, with the register tiles.</param>
    /// <param name="most">The most tiles of minimal filtering that meet the points, where some leave out some; all of a block unless it is said.</param>
    public static int? TilesSharing(KernelPlan plan, BlockRun run, int? most = null)
    {
        return !Far(plan) ? null
            : plan.Winograd is { } winograd ? Tiles(most ?? winograd.Tiles, run)
            : TilesOfBlock(plan, run);
    }

    /// <summary>The floats of the weights that come next that a step of a register tile fetches: its share of a step's. Null where tiles share none.</summary>
    public static int? Share(KernelPlan plan, BlockRun run, int? most = null)
    {
        return TilesSharing(plan, run, most) is int tiles ? (run.Block.Width + tiles - 1) / tiles : null;
    }

    /// <summary>
    /// Whether a tile of some pixels and filters fetches the weights of its next steps, which the L1 cache does not hold from one tile to the
    /// next. Tiles of few pixels have more weights to load than multiply-adds leave time for.
    /// </summary>
    public static bool Near(KernelPlan plan, int pixels, VectorBlock block, int steps)
    {
        return CostModel.MayOutrunSecondLevel(plan.Isa) && CostModel.HidesPrefetches(pixels, block.Vectors) && plan.Family switch
        {
            KernelFamily.Direct => CostModel.IsBeyondFirstLevel(block.Width, steps),

            // The weights of a point stream through the L1 cache whatever their number. Those that come from afar and meet one tile
            // are not there in time either way, measured.
            KernelFamily.Winograd => (!Far(plan) || MeetSecondTile(plan, plan.Winograd!)) && CostModel.IsBeyondFirstLevel(block.Width, plan.Winograd!.Points * plan.Winograd.Channels),
            _ => false,
        };
    }

    /// <summary>
    /// The weights of a flat row that come from afar, where its first tile waits for them. Measured, 4 MB and more come 1.0 to 1.3 times as fast to
    /// wide vectors, 2 MB and more 1.0 to 1.4 times as fast to narrow ones; fewer as fast or slower. The shares of two tiles come in the way
    /// of what these need sooner (0.72 to 0.84 of the speed).
    /// </summary>
    private static bool PixelsMeetFarWeights(KernelPlan plan)
    {
        BlockRun first = plan.Runs[0];
        return plan.Family == KernelFamily.Direct
            && plan.Input.IsFlat
            && CostModel.AreFarFromPixels(plan.Input.PixelFloats * (double)plan.Runs.Sum(static run => run.Count * run.Block.Width), plan.Isa)
            && TilesOfBlock(plan, first) > 2;
    }

    /// <summary>Whether a block of minimal filtering has more tiles than are multiplied together: the weights of a point come again for the next.</summary>
    private static bool MeetSecondTile(KernelPlan plan, WinogradPlan winograd)
    {
        return winograd.Tiles > plan.Runs[0].Cover.Tiles[0].Pixels;
    }

    /// <summary>The register tiles of a block of a flat layer; null where it is not known.</summary>
    private static int? TilesOfBlock(KernelPlan plan, BlockRun run)
    {
        return plan.Input.FlatBlock(run.Cover.Tiles[0].Pixels) is int pixels ? Tiles(pixels, run) : null;
    }

    /// <summary>The register tiles that take so many pixels.</summary>
    private static int Tiles(int pixels, BlockRun run)
    {
        int largest = run.Cover.Tiles[0].Pixels;
        int smaller = run.Cover.Tiles.Count > 1 ? run.Cover.Tiles[1].Pixels : 0;
        return Math.Max(1, (pixels / largest) + (pixels % largest > smaller ? 1 : 0));
    }
}
