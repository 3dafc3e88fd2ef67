using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>When a tile fetches weights that later ones meet.</summary>
internal enum WeightFetch
{
    /// <summary>Never.</summary>
    None,

    /// <summary>With each iteration over the channels.</summary>
    WithSteps,

    /// <summary>With each line of its pixels: so few floats that each step would fetch most of their lines once more.</summary>
    WithLines,
}

/// <summary>
/// What a register tile fetches ahead while it runs over a row of the kernel, beside the next lines of its pixels, which have a loop of their
/// own: <see cref="RowLoop.Lines"/>.
/// </summary>
/// <param name="NextPixels">Whether it fetches the next tile's pixels, a little with every step: into the L1 cache or, where lines come there one by one, into L2.</param>
/// <param name="NearWeights">Whether each step fetches the weights of the tile's own next ones from the L2 cache.</param>
/// <param name="FarWeights">When it fetches weights that later tiles meet into the L2 cache.</param>
internal sealed record RowFetches(bool NextPixels, bool NearWeights, WeightFetch FarWeights)
{
    private static readonly RowFetches None = new(false, false, WeightFetch.None);

    /// <summary>Decides for a loop of a tile.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="loop">The loop over a row of the kernel.</param>
    /// <param name="pixels">The pixels that it meets.</param>
    /// <param name="block">The filters.</param>
    /// <param name="share">The floats of later weights that a step fetches where tiles share them.</param>
    public static RowFetches Of(ConvSpec spec, KernelPlan plan, RowLoop loop, int pixels, VectorBlock block, int? share)
    {
        // What is no loop is over after a few steps.
        if (loop.Channels <= 1)
        {
            return None;
        }

        bool takesLines = loop.Lines > 0;
        bool mayTakeTogether = takesLines && share is int floats && CostModel.MayFetchAtOnce(loop.Channels * loop.Steps * floats);
        return new RowFetches(
            takesLines ? TileFetches.NextPixelsBesideLines(plan, spec) : TileFetches.NextPixels(plan),
            WeightFetches.Near(plan, pixels, block, spec.WindowSteps),
            mayTakeTogether ? WeightFetch.WithLines : WeightFetches.Far(plan) ? WeightFetch.WithSteps : WeightFetch.None);
    }
}
