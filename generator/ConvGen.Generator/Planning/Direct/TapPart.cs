using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Some taps of a row of the kernel as a tile meets them.</summary>
/// <param name="Span">The taps and the pixels for which they meet data.</param>
/// <param name="Loop">The loops over them and their channels; none where they meet nothing but padding.</param>
/// <param name="Fetches">What the tile fetches ahead meanwhile.</param>
internal sealed record TapPart(TapSpan Span, RowLoop Loop, RowFetches Fetches)
{
    /// <summary>Decides how a tile of some filters meets the taps.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="span">The taps.</param>
    /// <param name="mergesTaps">Whether taps and their channels lie one after the other.</param>
    /// <param name="block">The filters.</param>
    /// <param name="share">The floats of later weights that a step fetches where tiles share them.</param>
    public static TapPart Of(ConvSpec spec, KernelPlan plan, TapSpan span, bool mergesTaps, VectorBlock block, int? share)
    {
        RowLoop loop = span.MeetsData ? RowLoop.Choose(spec, plan, span.Taps, mergesTaps, span.Pixels, block.Vectors) : RowLoop.None;
        return new TapPart(span, loop, RowFetches.Of(spec, plan, loop, span.Pixels, block, share));
    }
}
