using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>
/// What is known of the error of minimal filtering, max|err| / rms(y) against float64 on uniform data in (−1, 1). A
/// test measures it for each tile with 16 to 512 channels and holds these figures to it.
/// </summary>
internal static class WinogradError
{
    /// <summary>The error that Auto may not exceed: the bar oneDNN set for its Winograd.</summary>
    public const double Bound = 2e-5;

    /// <summary>The channels that may be summed one after the other: the error grows with the length of a sum.</summary>
    private const int LongestSum = 256;

    /// <summary>The channels up to which three axes of 6 points stay within the bound.</summary>
    private const int ChannelsOfLargeCubes = 32;

    /// <summary>Whether a tile of so many inputs along depth, height and width stays within <see cref="Bound"/>.</summary>
    public static bool IsWithinBound(int[] inputs, int channels)
    {
        // The errors of the axes multiply: two axes of 6 points are well inside, three only for few channels.
        return Parts(channels) > 0
            && (channels <= ChannelsOfLargeCubes || inputs.Count(static points => points == 6) < 3);
    }

    /// <summary>The fewest equal parts into which the channels are cut so that no sum is too long; 0 when there are none.</summary>
    public static int Parts(int channels)
    {
        int fewest = (channels + LongestSum - 1) / LongestSum;
        return Enumerable.Range(fewest, fewest + 2).FirstOrDefault(parts => channels % parts == 0);
    }
}
