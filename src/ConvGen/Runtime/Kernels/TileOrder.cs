using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>
/// The numbers of a block's tiles where those that end the output along one or two axes are smaller and leave out points, so that the tiles that meet
/// a point follow each other: first those that are smaller along the inner axis alone, then the whole ones, then those that are smaller along the outer
/// axis alone, and last those that are smaller along both. Where one axis has smaller tiles it is the outer one here.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TileOrder
{
    private int _inner;
    private int _whole;
    private int _outer;
    private int _both;

    /// <summary>Counts the tiles of a block along two axes.</summary>
    /// <param name="others">The tiles along the third axis.</param>
    /// <param name="outerExtent">The outputs along the outer axis, from the block's first to the last of the block.</param>
    /// <param name="outerOutputs">Those of a whole tile.</param>
    /// <param name="outerTail">Those of the smaller one, which ends the output.</param>
    /// <param name="innerExtent">The outputs along the inner axis.</param>
    /// <param name="innerOutputs">Those of a whole tile.</param>
    /// <param name="innerTail">Those of the smaller one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileOrder(int others, int outerExtent, int outerOutputs, int outerTail, int innerExtent, int innerOutputs, int innerTail)
    {
        int outerTiles = Tiles(outerExtent, outerOutputs);
        int innerTiles = Tiles(innerExtent, innerOutputs);
        int outerWhole = EndsSmaller(outerExtent, outerOutputs, outerTail) ? outerTiles - 1 : outerTiles;
        int innerWhole = EndsSmaller(innerExtent, innerOutputs, innerTail) ? innerTiles - 1 : innerTiles;
        Count = others * outerTiles * innerTiles;
        FirstInnerWhole = others * outerWhole * (innerTiles - innerWhole);
        InnerWhole = others * outerTiles * innerWhole;
        OuterWhole = others * outerWhole * innerTiles;
        Whole = others * outerWhole * innerWhole;
        _whole = FirstInnerWhole;
        _outer = OuterWhole;
        _both = FirstInnerWhole + InnerWhole;
    }

    /// <summary>Counts the tiles of a block along one axis.</summary>
    /// <param name="others">The tiles along the other axes, multiplied.</param>
    /// <param name="extent">The outputs along the axis.</param>
    /// <param name="outputs">Those of a whole tile.</param>
    /// <param name="tail">Those of the smaller one, which ends the output.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileOrder(int others, int extent, int outputs, int tail)
        : this(others, extent, outputs, tail, 1, 1, 0)
    {
    }

    /// <summary>All tiles.</summary>
    public int Count { get; }

    /// <summary>The first of the tiles that are whole along the inner axis.</summary>
    public int FirstInnerWhole { get; }

    /// <summary>The tiles that are whole along the inner axis.</summary>
    public int InnerWhole { get; }

    /// <summary>The tiles that are whole along the outer axis, from the first on.</summary>
    public int OuterWhole { get; }

    /// <summary>The tiles that are whole along both axes, from <see cref="FirstInnerWhole"/> on.</summary>
    public int Whole { get; }

    /// <summary>The tiles of so many outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Tiles(int extent, int outputs)
    {
        return (extent + outputs - 1) / outputs;
    }

    /// <summary>The number of the next tile of its kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(bool isOuterSmaller, bool isInnerSmaller = false)
    {
        return isOuterSmaller
            ? (isInnerSmaller ? _both++ : _outer++)
            : (isInnerSmaller ? _inner++ : _whole++);
    }

    private static bool EndsSmaller(int extent, int outputs, int tail)
    {
        int last = extent % outputs;
        return last > 0 && last <= tail;
    }
}
