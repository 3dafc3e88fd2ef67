namespace ConvGen.Generator.Planning;

/// <content>The sets of the caches, in which lines a power of two apart drive one another out.</content>
internal static partial class CostModel
{
    /// <summary>The floats after which addresses fall into the same set of the L1 cache, and the lines a set may hold of a tile's input.</summary>
    private const int SetPeriod = 1024;

    private const int LinesOfSet = 6;

    /// <summary>The lines that a set of the L1 cache holds.</summary>
    private const int Ways = 8;

    /// <summary>
    /// The most pixels of a tile whose inputs stand <paramref name="pixelStep"/> floats apart: beyond it those that share
    /// a set of the L1 cache drive one another out.
    /// </summary>
    public static int MostPixels(int pixelStep)
    {
        return Sets(pixelStep) * LinesOfSet;
    }

    /// <summary>Rounds up to an odd number of cache lines: neighbours so many floats apart begin in different sets of the L1 cache, not in the same few.</summary>
    public static int OddLines(int floats)
    {
        return (MachineCosts.Lines(floats) | 1) * MachineCosts.CacheLine;
    }

    /// <summary>Whether the L1 cache holds a line each of so many pixels that stand <paramref name="pixelStep"/> floats apart.</summary>
    public static bool Holds(long pixels, int pixelStep)
    {
        return pixels <= Sets(pixelStep) * Ways;
    }

    /// <summary>
    /// The vectors that a tile whose pixels share sets of the L1 cache takes side by side. Measured, two do for pixels of four and
    /// eight sets; four are 1.2 to 1.5 times as fast as two for three of four layers whose pixels have one or two.
    /// </summary>
    public static int VectorsAcrossSets(int pixelStep)
    {
        return Sets(pixelStep) <= 2 ? 4 : 2;
    }

    /// <summary>The sets of the L1 cache of lines that stand <paramref name="step"/> floats apart.</summary>
    private static int Sets(long step)
    {
        int sets = 1;

        while (sets < SetPeriod && step * sets % SetPeriod != 0)
        {
            sets++;
        }

        return sets;
    }
}
