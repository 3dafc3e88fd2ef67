using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Decides what a tile fetches of pixels and output before they are met: its own next lines, and what the next tile reads and writes.</summary>
internal static class TileFetches
{
    /// <summary>Whether a tile fetches the pixels of a later one while it computes: in a flat row those follow its own.</summary>
    public static bool NextPixels(KernelPlan plan)
    {
        return plan.Input.PixelsComeLate && plan.Isa.IsX64;
    }

    /// <summary>Whether a tile that fetches lines fetches the next tile's pixels into the L2 cache besides: from memory a line's steps are too few.</summary>
    public static bool NextPixelsBesideLines(KernelPlan plan, ConvSpec spec)
    {
        return NextPixels(plan) && OutputTraffic.IsFar(spec);
    }

    /// <summary>
    /// Whether a tile fetches the next line of each of its pixels while it meets this one, and behind the last the first of the next row of the kernel or of the next tile's.
    /// Fetched a whole tile ahead, lines are driven out of the L1 cache by the weights that pass through it, and come from L2 all at a time.
    /// Small tiles of points leave no time for it; they come from L2 at worst.
    /// </summary>
    public static bool NextLines(KernelPlan plan, int pixels, int vectors)
    {
        return plan.Input.LinesComeLate && CostModel.MayOutrunSecondLevel(plan.Isa) && (plan.Winograd is null || CostModel.HidesPrefetches(pixels, vectors));
    }

    /// <summary>
    /// Whether a direct tile of some pixels and filters fetches the lines of the output that the next one writes, some with each of so many
    /// iterations of its outer loop: where the L2 cache does not hold the output, stores wait for their lines one after the other. Measured
    /// where two wide vectors are multiplied a cycle, 1.06 times as fast over 40 layers of 1x1 of up to 448 channels, 1.0 to 1.4 on stems.
    /// </summary>
    public static bool NextOutput(KernelPlan plan, ConvSpec spec, int pixels, VectorBlock block, int iterations)
    {
        return plan.Family == KernelFamily.Direct
            && plan.Isa.IsX64
            && !plan.StreamsOutput
            && spec.MemoryLayout == Layout.ChannelsLast
            && OutputTraffic.IsOutputBeyondSecondLevel(spec)
            && CostModel.MaySpread(pixels, MachineCosts.Lines(block.Filters), iterations);
    }

    /// <summary>Whether the transforms of minimal filtering fetch the input of the next tile ahead: in the tensor it lies in many short runs.</summary>
    public static bool NextTransformed(KernelPlan plan)
    {
        return plan.Winograd is not null && plan.Input.IsInPlace && plan.Isa.IsX64;
    }
}
