using System.Collections.Generic;
using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>What a column of taps, or two at stride 2, meet for the sums of a part: their weights are in registers meanwhile.</summary>
/// <param name="Group">The columns.</param>
/// <param name="Sources">The input vectors, in the order of memory.</param>
internal sealed record LinearPass(ColumnGroup Group, IReadOnlyList<LinearSource> Sources)
{
    /// <summary>The rows of taps that meet the plane at all.</summary>
    public IReadOnlyList<int> Rows { get; } = [.. Sources.SelectMany(static source => source.Uses).Select(static use => use.Tap).Distinct().OrderBy(static tap => tap)];

    /// <summary>The multiply-adds of vectors.</summary>
    public int MultiplyAdds => Columns * Sources.Sum(static source => source.Uses.Count);

    /// <summary>The loads of input vectors.</summary>
    public int InputLoads => Sources.Sum(static source => source.Pieces.Count());

    /// <summary>The loads of weights.</summary>
    public int WeightLoads => Columns * Rows.Count;

    /// <summary>The input vectors that are not met as they lie in memory: blended, loaded with a mask, shuffled.</summary>
    public int Moves => Sources.SelectMany(static source => source.Pieces).Count(static piece => piece.IsMasked || piece.Zeros != 0) + (Sources.Count * (Group.Odd is null ? 0 : Columns));

    private int Columns => Group.Taps.Count();
}
