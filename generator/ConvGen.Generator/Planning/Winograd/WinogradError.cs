using System;
using System.Linq;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Planning;

/// <summary>
/// What is known of the error of minimal filtering, max|err| / rms(y) against float64 on uniform data in (−1, 1). A
/// test measures it for the tiles that are chosen with 16 to 512 channels and holds these figures to it.
/// </summary>
internal static class WinogradError
{
    /// <summary>The error that Auto may not exceed: the bar oneDNN set for its Winograd.</summary>
    public const double Bound = 2e-5;

    /// <summary>The part of the bound that a tile may take by this estimate: the largest error grows a little with the number of outputs.</summary>
    private const double Margin = 0.91;

    /// <summary>The largest error of a sum of few channels whose products are not amplified.</summary>
    private const double ErrorOfOne = 5.5e-7;

    /// <summary>The channels whose sum errs as much as the transforms do; the square of a sum's error grows with its length.</summary>
    private const double ChannelsOfTransforms = 28;

    /// <summary>The shortest sum worth a part of its own.</summary>
    private const int ShortestSum = 16;

    /// <summary>The longest sum: there is nothing to gain from longer ones.</summary>
    private const int LongestSum = 256;

    /// <summary>
    /// The fewest equal parts into which the channels are cut so that a tile of so many outputs stays within
    /// <see cref="Bound"/>, none longer than pays where the channels have such divisors; 0 when there are none.
    /// </summary>
    public static int Parts(int[] outputs, Shape3 shape, int channels)
    {
        double amplification = Amplification(outputs, shape);
        int fewest = (channels + LongestSum - 1) / LongestSum;
        int most = Math.Max(fewest, channels / ShortestSum);
        return Enumerable.Range(fewest, most + 1 - fewest)
            .Concat(Enumerable.Range(1, fewest - 1).Reverse())
            .FirstOrDefault(parts => channels % parts == 0 && Estimate(amplification, channels / parts) <= Margin * Bound);
    }

    /// <summary>How much larger the error of a product is in a tile's worst output than that of a term of the direct sum.</summary>
    public static double Amplification(int[] outputs, Shape3 shape)
    {
        return Enumerable.Range(0, 3)
            .Select(axis => Polyphase.Create(outputs[axis], shape.Kernel[axis], shape.Stride[axis]).Amplification)
            .Aggregate(1.0, static (a, b) => a * b);
    }

    private static double Estimate(double amplification, int channels)
    {
        return ErrorOfOne * amplification * Math.Sqrt(1 + (channels / ChannelsOfTransforms));
    }
}
