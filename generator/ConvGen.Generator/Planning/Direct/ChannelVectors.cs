using System;
using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>
/// How the input channels that one row of the kernel meets are cut into vectors, and how many taps a tile's registers
/// hold the weights of.
/// </summary>
/// <param name="Taps">The taps of a kernel row that are visited one by one; 1 where taps and channels are one run.</param>
/// <param name="Run">The floats of one tap, which lie one after the other.</param>
/// <param name="Lanes">The lanes of a vector, at most <paramref name="Run"/>.</param>
/// <param name="Together">The taps whose weights are in registers at a time, so that a pixel is loaded once for all of them.</param>
internal sealed record ChannelVectors(int Taps, int Run, int Lanes, int Together)
{
    /// <summary>The vectors all of whose lanes are new.</summary>
    public int Whole => Run / Lanes;

    /// <summary>
    /// The lanes that the last vector adds; 0 when there are none left. It ends with the run, and the lanes it shares
    /// with the vector before are masked away.
    /// </summary>
    public int Tail => Run % Lanes;

    /// <summary>The vectors of one tap.</summary>
    public int Count => Whole + (Tail > 0 ? 1 : 0);

    /// <summary>
    /// Whether a tile of so many pixels keeps their inputs in registers while weights pass by, and not the weights while inputs pass
    /// by: of a single tap no input is shared by pixels, and what there are fewer of takes fewer registers. Measured, a lone pixel
    /// of a single vector of channels is too short for the tiles that this makes room for.
    /// </summary>
    public bool KeepsInputs(int pixels, int filters)
    {
        return Together == 1 && pixels < filters && (pixels > 1 || Whole > 1);
    }

    /// <summary>The taps in parts of <see cref="Together"/>: the first tap of each part and how many it has.</summary>
    public IEnumerable<(int First, int Taps)> Parts()
    {
        for (int first = 0; first < Taps; first += Together)
        {
            yield return (first, Math.Min(Together, Taps - first));
        }
    }

    /// <summary>
    /// The input columns that a part of so many taps reads for <paramref name="pixels"/> neighbouring output pixels, in
    /// order, each with the pixels and taps that meet there.
    /// </summary>
    public static IEnumerable<IGrouping<int, (int Pixel, int Tap)>> Columns(int pixels, int taps, int stride, int dilation)
    {
        return Enumerable.Range(0, pixels)
            .SelectMany(pixel => Enumerable.Range(0, taps).Select(tap => (Pixel: pixel, Tap: tap)))
            .GroupBy(use => (use.Pixel * stride) + (use.Tap * dilation))
            .OrderBy(static column => column.Key);
    }
}
