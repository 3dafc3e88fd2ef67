using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Decides whether a register tile sums its last steps pixel by pixel and stores each pixel at once, instead of all sums step by step and then all stores. Measured on Zen 3, a
/// program in C: nine to twelve vectors that are stored one behind the other, while they still wait for their sums, cost 16 to 28 cycles beside the multiply-adds, up to seven 3 at most, as do the eight of 4x2; the last two
/// steps pixel by pixel cost 1 to 3, and 8 to 10 where the lines of the output come from the last cache, as do the last three. Layers of up to 128 steps are 1.0 to 1.07 times as fast.
/// </summary>
internal static class StaggeredStores
{
    /// <summary>The steps that are summed pixel by pixel.</summary>
    public const int Steps = 2;

    /// <summary>The vectors that may be stored one behind the other.</summary>
    private const int MostTogether = 8;

    /// <summary>The most steps of a tile that notices: of minimal filtering's products, and of longer sums, it is a few hundredths at most.</summary>
    private const int MostSteps = 160;

    /// <summary>Whether a tile does so, of which all pixels meet all taps of a row.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="block">Its filters.</param>
    /// <param name="part">The taps of a row.</param>
    public static bool Apply(ConvSpec spec, KernelPlan plan, TileRun tile, VectorBlock block, TapPart part)
    {
        Shape3 shape = new(spec);
        bool isShort = spec.WindowSteps <= MostSteps && shape.Kernel[0] == 1 && !shape.Pads(0);

        // The loop that is left is none or so long that the JIT does not unroll it.
        RowLoop loop = part.Loop;

        if (loop == RowLoop.None)
        {
            return false;
        }

        int left = loop.Channels - Iterations(loop);
        bool isLoop = loop is { Taps: 1, Lines: 0 } && loop.AllSteps > Steps && (left == 0 || RowLoop.MayCount(left));

        // A later tile's pixels, fetched by each row of several, would be declared twice.
        bool fetches = part.Fetches.NextPixels && shape.Kernel[1] > 1;
        return plan.Isa == Isa.Avx2 && plan.Family == KernelFamily.Direct
            && tile.Chains == 1 && tile.Pixels * block.Vectors > MostTogether
            && isShort && isLoop && !fetches && shape.WindowsMeetRows;
    }

    /// <summary>The last iterations of a loop over channels, which hold those steps.</summary>
    public static int Iterations(RowLoop loop)
    {
        return (Steps + loop.Steps - 1) / loop.Steps;
    }
}
