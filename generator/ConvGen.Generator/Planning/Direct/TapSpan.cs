using System;
using System.Collections.Generic;

namespace ConvGen.Generator.Planning;

/// <summary>Neighbouring taps of a kernel row that meet data for the same pixels of a tile.</summary>
/// <param name="Tap">The first tap.</param>
/// <param name="Taps">How many.</param>
/// <param name="First">The first pixel.</param>
/// <param name="End">The end of the pixels; not above <paramref name="First"/> where the taps meet nothing but padding.</param>
internal sealed record TapSpan(int Tap, int Taps, int First, int End)
{
    /// <summary>Whether the taps meet data and not padding alone.</summary>
    public bool MeetsData => End > First;

    /// <summary>The pixels of a span that meets data.</summary>
    public int Pixels => End - First;

    /// <summary>Cuts the taps of a row into spans: one for a tile that does not lie at an end of the row.</summary>
    public static IReadOnlyList<TapSpan> Of(Shape3 shape, int pixels, RowEdge edge)
    {
        int stride = shape.Stride[2];
        int begin = edge.HasFlag(RowEdge.Left) ? shape.PaddingBegin[2] : 0;
        long end = BlockShape.Span(pixels, shape.EffectiveKernel[2], stride) - (edge.HasFlag(RowEdge.Right) ? shape.ColumnsBehind : 0);
        List<TapSpan> spans = [];

        for (int tap = 0; tap < shape.Kernel[2]; tap++)
        {
            int column = tap * shape.Dilation[2];
            int first = Math.Max(0, (begin - column + stride - 1) / stride);
            int last = (int)Math.Min(pixels, (end - column + stride - 1) / stride);
            int before = spans.Count - 1;

            if (before >= 0 && spans[before].First == first && spans[before].End == last)
            {
                spans[before] = spans[before] with { Taps = spans[before].Taps + 1 };
            }
            else
            {
                spans.Add(new TapSpan(tap, 1, first, last));
            }
        }

        return spans;
    }

    /// <summary>The row's cover with the tiles marked that lie at an end with padding; null where others would meet padding too.</summary>
    public static RowCover? Clip(Shape3 shape, RowCover cover)
    {
        int last = cover.Tiles[cover.Tiles.Count - 1].Pixels;
        bool isOneTile = cover.Tiles.Count == 1 && cover.Tiles[0].Count == 1;
        bool onlyEnds = cover.Tiles[0].Pixels * shape.Stride[2] >= shape.PaddingBegin[2] && last * shape.Stride[2] >= shape.ColumnsBehind;
        return isOneTile || onlyEnds ? cover.WithEdges(shape.PaddingBegin[2] > 0, shape.ColumnsBehind > 0) : null;
    }
}
