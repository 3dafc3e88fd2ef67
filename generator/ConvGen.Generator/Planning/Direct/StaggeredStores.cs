using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Decides whether a register tile sums its last steps pixel by pixel and stores each pixel at once, instead of all sums step by step and then all stores. Measured on Zen 3, a program in C: nine to twelve
/// vectors that are stored one behind the other, while they still wait for their sums, cost 16 to 28 cycles beside the multiply-adds; the eight of 4x2, and fewer, 3 at most. With the last two or three steps
/// pixel by pixel 1 to 3 are left, 8 to 10 where the lines of the output come from the last cache. With AVX-512 on Zen 5 81 layers of 1x1 are 1.018 times as fast, stems 1.03; tiles of 24 pixels by one
/// vector, whose weights each pixel loads anew, are not (0.92).
/// </summary>
internal static class StaggeredStores
{
    /// <summary>The steps that are summed pixel by pixel.</summary>
    public const int Steps = 2;

    /// <summary>The vectors that may be stored one behind the other.</summary>
    private const int MostTogether = 8;

    /// <summary>The most steps of a tile that notices: of minimal filtering's products, and of longer sums, it is a few hundredths at most.</summary>
    private const int MostSteps = 160;

    /// <summary>
    /// The iterations of the last row's loop over channels, that of its last line where it runs over lines, that stand before the steps which are summed pixel by pixel, as those do that share
    /// an iteration with them; null where the tile stores all pixels together.
    /// </summary>
    /// <param name="spec">The layer.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="tile">The tile, of which all pixels meet all taps of a row.</param>
    /// <param name="block">Its filters.</param>
    /// <param name="part">The taps of a row.</param>
    public static int? LoopBefore(ConvSpec spec, KernelPlan plan, TileRun tile, VectorBlock block, TapPart part)
    {
        RowLoop loop = part.Loop;

        if (loop.Taps > 1 || loop.AllSteps <= Steps || !Gains(spec, plan, tile, block))
        {
            return null;
        }

        // A later tile's pixels, fetched by each row of several, would be declared twice.
        Shape3 shape = new(spec);
        bool isLastRowKnown = shape.Kernel[0] == 1 && !shape.Pads(0) && shape.WindowsMeetRows && (shape.Kernel[1] == 1 || !part.Fetches.NextPixels);
        int before = loop.Channels - ((Steps + loop.Steps - 1) / loop.Steps);

        // What is left is no loop or so long a one that the JIT does not unroll it; of a line it has to fetch the next line of every pixel.
        bool mayCut = loop.Lines > 0 ? loop.FetchedLines(tile.Pixels) * before >= tile.Pixels : before <= 1 || RowLoop.MayCount(before);
        return isLastRowKnown && mayCut ? before : null;
    }

    private static bool Gains(ConvSpec spec, KernelPlan plan, TileRun tile, VectorBlock block)
    {
        bool mayLoadAgain = plan.Isa == Isa.Avx2 || (plan.Isa.IsAvx512 && block.Vectors > 1);
        return mayLoadAgain && plan.Family == KernelFamily.Direct && tile.Chains == 1
            && tile.Pixels * block.Vectors > MostTogether
            && spec.WindowSteps <= MostSteps;
    }
}
