using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits what a register tile fetches ahead while it sums: the next lines of its pixels and its next weights, its share of those that later
/// tiles meet, the next tile's pixels and output.
/// </summary>
/// <param name="geometry">The offsets of the plan.</param>
/// <param name="block">The filters of the tile.</param>
/// <param name="share">The floats of later weights that a step fetches from where the tile is told; null where it fetches none.</param>
/// <param name="output">Fetches the output of the next tile; null where it does not.</param>
/// <param name="writer">Takes the text.</param>
internal sealed class TileFetchEmitter(KernelGeometry geometry, VectorBlock block, int? share, NextOutputEmitter? output, SourceWriter writer)
{
    /// <summary>Declares what lives as long as the tile.</summary>
    public void Declare()
    {
        output?.Declare();
    }

    /// <summary>Fetches what belongs to a row of the kernel.</summary>
    public void EmitRow()
    {
        if (output is { GoesWithLines: false })
        {
            output.Emit();
        }
    }

    /// <summary>Declares what lives as long as the loop over the channels of some taps, the inputs of which begin at <paramref name="x"/>.</summary>
    public void DeclareOfTaps(TapPart taps, string x)
    {
        if (taps.Fetches.NextPixels)
        {
            writer.Line("// The next tile's pixels follow this one's: fetched a little with every step, they are there in time.");
            writer.Line($"float* {PixelsAhead(taps)} = {AddressText.Plus(x, taps.Span.Pixels * geometry.PixelStep)};").Line();
        }
    }

    /// <summary>Fetches what belongs to a line of each pixel, and finds the next lines; the inputs of the row begin at <paramref name="row"/>.</summary>
    public void EmitLine(TapPart taps, string row)
    {
        RowLoop loop = taps.Loop;
        int line = loop.Channels * loop.Steps;

        if (output is { GoesWithLines: true })
        {
            output.Emit();
        }

        if (taps.Fetches.FarWeights == WeightFetch.WithLines)
        {
            writer.Line("// This tile's share of the weights that the next filters meet: together, the tiles of a block fetch all of them.");
            EmitFarWeights(line);
            writer.Line();
        }

        int tap = taps.Span.Tap * geometry.TapStep;
        int first = taps.Span.First * geometry.PixelStep;
        bool hasRows = geometry.Shape.Kernel[1] > 1;
        string following = AddressText.Plus("xStep", line + first);
        string behind = hasRows
            ? AddressText.At(row, KernelGeometry.Sum(KernelGeometry.Times(geometry.RowPitch, geometry.Shape.Dilation[1]), tap + first))
            : AddressText.Plus(row, tap + (taps.Span.End * geometry.PixelStep));
        writer.Line($"// Each pixel's next line, behind the last the first {(hasRows ? "in the kernel's next row" : "of the next tile's pixels")}: fetched one by one, they are there in time.");
        writer.Line($"float* ahead = lines > 1 ? {following} : {behind};").Line();
    }

    /// <summary>Fetches what belongs to an iteration over the channels of some taps.</summary>
    /// <param name="taps">The taps.</param>
    /// <param name="w">The address of its weights.</param>
    /// <param name="isBehindLines">Whether it stands behind the loop over lines, which has fetched the next ones.</param>
    public void EmitIteration(TapPart taps, string w, bool isBehindLines = false)
    {
        (TapSpan span, RowLoop loop, RowFetches fetches) = taps;

        if (fetches.NextPixels)
        {
            string address = PixelsAhead(taps);
            int floats = span.Pixels * loop.Steps;
            PrefetchText.EmitUnrolled(loop.Lines == 0 ? 0 : 1, address, 0, floats, writer);
            writer.Line(AddressText.Advance(address, floats));
        }

        if (loop.Lines > 0 && !isBehindLines)
        {
            EmitNextLines(loop.FetchedLines(span.Pixels));
        }

        if (fetches.NearWeights)
        {
            writer.Line($"// The weights of {CostModel.StepsAhead} steps later.");
            PrefetchText.EmitUnrolled(0, w, CostModel.StepsAhead * block.Width, loop.Steps * block.Width, writer);
        }

        if (fetches.FarWeights == WeightFetch.WithSteps)
        {
            EmitFarWeights(loop.Steps);
        }
    }

    /// <summary>The address of the next tile's pixels; those of its own next lines are <c>ahead</c> where there are any.</summary>
    private static string PixelsAhead(TapPart taps)
    {
        return taps.Loop.Lines == 0 ? "ahead" : "later";
    }

    /// <summary>The next lines of so many pixels.</summary>
    private void EmitNextLines(int pixels)
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            writer.Line($"Sse.Prefetch0({AddressText.Plus("ahead", pixel * geometry.PixelStep)});");
        }

        writer.Line(AddressText.Advance("ahead", pixels * geometry.PixelStep));
    }

    /// <summary>The tile's share of the weights of so many steps that later tiles meet, into the L2 cache.</summary>
    private void EmitFarWeights(int steps)
    {
        int floats = steps * share!.Value;
        PrefetchText.EmitUnrolled(1, "following", 0, floats, writer);
        writer.Line(AddressText.Advance("following", floats));
    }
}
