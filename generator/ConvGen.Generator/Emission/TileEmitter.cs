using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a register tile: the sums of so many neighbouring pixels and vectors of filters, kept in registers while a
/// loop runs over taps and channels.
/// </summary>
/// <param name="spec">The layer.</param>
/// <param name="plan">Its plan.</param>
/// <param name="writer">Takes the text.</param>
/// <param name="aheadFloats">The floats that a step fetches from where a tile is told; null where it fetches weights a fixed number of floats behind its own.</param>
/// <param name="isShared">Whether other classes call the tiles, which take the distance of two pixels of the output then: layers of other numbers of filters share them.</param>
internal sealed class TileEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer, bool isShared = false, int? aheadFloats = null)
{
    private readonly string _pointers = "float* x, float* w, float* bias, float* y" + (aheadFloats is null ? string.Empty : ", float* following");

    /// <summary>The sums declared in one line, unless one pixel has more.</summary>
    private const int SumsInLine = 4;

    private readonly KernelGeometry _geometry = new(spec, plan);

    /// <summary>The addresses that the tile's loops move on while they count; other loops compare theirs.</summary>
    private IReadOnlyList<string> _counted = [];

    /// <summary>Fetches the output of the next tile; null where a tile does not.</summary>
    private NextOutputEmitter? _output;

    /// <summary>Whether the output of the next tile is fetched a little with each line of the pixels, as there are no rows of the kernel to go with.</summary>
    private bool _spreadsByLines;

    /// <summary>The floats between two pixels of the output.</summary>
    private string OutputPitch => isShared ? "pitch" : KernelGeometry.Number(spec.Filters);

    /// <summary>The name of a tile.</summary>
    /// <remarks>Such as <c>DirectTile14x2_Avx512</c>: family, pixels by vectors, instruction set; the filters too where the last vector is not full.</remarks>
    public string Name(int pixels, VectorBlock block, RowEdge edge = RowEdge.None)
    {
        string partial = block.Filters == block.Vectors * plan.Isa.Lanes ? string.Empty : $"_{block.Filters}Filters";
        string end = edge switch
        {
            RowEdge.None => string.Empty,
            RowEdge.Left or RowEdge.Right => $"_{edge}",
            _ => "_WholeRow",
        };
        return $"{plan.Family}Tile{pixels}x{block.Vectors}{partial}{end}_{plan.Isa.Name}";
    }

    /// <summary>Writes the method of a tile; at the ends of a row that is read where it lies it leaves out the taps in the padding.</summary>
    /// <param name="pixels">The pixels.</param>
    /// <param name="block">The filters.</param>
    /// <param name="edge">The end of the row at which the tile lies.</param>
    /// <param name="chains">The sums of each pixel and vector that steps take in turn, one or two.</param>
    public void Emit(int pixels, VectorBlock block, RowEdge edge = RowEdge.None, int chains = 1)
    {
        string sums = $"{pixels} × {block.Vectors}{(chains == 1 ? string.Empty : $" × {chains}")} = {pixels * block.Vectors * chains}";
        writer.Line($"/// <summary>{Count(pixels, "pixel")} by {Count(block.Filters, "filter")}: {sums} sums in registers.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open(isShared
            ? $"public static void {Name(pixels, block, edge)}({_geometry.Parameters($"{_pointers}, int pitch")})"
            : $"private static void {Name(pixels, block, edge)}({_geometry.Parameters(_pointers)})");
        EmitStart(pixels, block, chains);
        IReadOnlyList<TapSpan> spans = [.. TapSpan.Of(_geometry.Shape, pixels, edge)];
        RowLoop[] loops = [.. spans.Where(static span => span.End > span.First).Select(span => Loop(span, block))];
        int lines = loops.Max(static loop => (int?)loop.Lines) ?? 0;
        _spreadsByLines = lines > 0 && spec.Kernel.All(static extent => extent == 1);
        int iterations = _spreadsByLines ? lines : _geometry.Shape.Kernel[0] * _geometry.Shape.Kernel[1];
        _output = TileFetches.NextOutput(plan, spec, pixels, block, iterations) ? new NextOutputEmitter(pixels, block, OutputPitch, writer) : null;
        DeclareAddresses(loops);
        new TapLoops(_geometry, writer).Emit(_geometry.RowSteps * block.Width, (x, w) =>
        {
            if (!_spreadsByLines)
            {
                _output?.Emit(iterations);
            }

            foreach (TapSpan span in spans)
            {
                EmitTaps(span, block, x, w, chains > 1 ? pixels : 0);
            }
        });
        EmitStores(pixels, block, chains);
        writer.Close();
    }

    /// <summary>Writes the methods that the tiles of some blocks share.</summary>
    public void EmitShared(IEnumerable<VectorBlock> blocks)
    {
        foreach (VectorBlock block in blocks.GroupBy(static block => block.Lanes).Select(static group => group.First()))
        {
            writer.Line();
            new PixelEmitter(spec, plan, block, writer).EmitMultiplyAdd();
        }

        foreach (VectorBlock block in blocks.Distinct())
        {
            writer.Line();
            new PixelEmitter(spec, plan, block, writer).EmitStore(movesOn: isShared);
        }
    }

    private void EmitStart(int pixels, VectorBlock block, int chains)
    {
        writer.Line(plan.SumsParts ? "// The sums of this part of the channels; what they are added to is read when they are stored." : "// Every sum starts from its filter's bias.");

        foreach ((VectorDialect dialect, IReadOnlyList<int> vectors) in Alike(block))
        {
            string[] sums = [.. vectors.Select(vector => $"acc0_{vector} = {(plan.SumsParts ? $"{dialect.Type}.Zero" : dialect.Load(AddressText.Plus("bias", block.Offset(vector))))}")];
            writer.Line($"{dialect.Type} {string.Join(", ", sums)}{(pixels == 1 ? ";" : ",")}");

            // One declaration of many sums: each names its type for the compiler to find.
            int together = (SumsInLine + vectors.Count - 1) / vectors.Count;

            for (int first = 1; first < pixels; first += together)
            {
                int end = Math.Min(first + together, pixels);
                IEnumerable<string> copies = Enumerable.Range(first, end - first).SelectMany(pixel => vectors.Select(vector => $"acc{pixel}_{vector} = acc0_{vector}"));
                writer.Line($"    {string.Join(", ", copies)}{(end == pixels ? ";" : ",")}");
            }
        }

        foreach ((VectorDialect dialect, IReadOnlyList<int> vectors) in Alike(block))
        {
            if (chains > 1)
            {
                IEnumerable<string> zeros = Enumerable.Range(pixels, pixels).SelectMany(pixel => vectors.Select(vector => $"acc{pixel}_{vector} = {dialect.Type}.Zero"));
                writer.Line("// Every second step adds to sums of its own, which do not wait for the others.");
                writer.Line($"{dialect.Type} {string.Join(", ", zeros)};");
            }

            writer.Line($"{dialect.Type} {string.Join(", ", vectors.Select(static vector => $"w{vector}"))};");
        }
    }

    /// <summary>Declares the addresses that loops over taps and channels move on while they count.</summary>
    private void DeclareAddresses(IReadOnlyList<RowLoop> loops)
    {
        List<string> names = [];

        void Declare(string name, IEnumerable<int> iterations)
        {
            int[] looped = [.. iterations.Where(static count => count > 1)];

            if (looped.Length > 0 && looped.All(RowLoop.MayCount))
            {
                names.Add(name);
            }
        }

        Declare("xTap", loops.Select(static loop => loop.Taps));
        Declare("xStep", loops.Select(static loop => loop.Channels));
        _counted = names;

        if (names.Count > 0)
        {
            writer.Line($"float* {string.Join(", ", names)};");
        }

        _output?.Declare();
        writer.Line();
    }

    /// <summary>Opens a loop in which <paramref name="address"/> passes <paramref name="count"/> values, some of them each time.</summary>
    private void OpenLoop(string address, string start, string index, int count, int together, int step)
    {
        if (!_counted.Contains(address))
        {
            string next = AddressText.Advance(address, together * step).TrimEnd(';');
            writer.Open($"for (float* {address} = {start}, {index}End = {AddressText.Plus(address, count * step)}; {address} < {index}End; {next})");
            return;
        }

        writer.Line($"{address} = {start};").Line();
        writer.Open($"for (int {index} = 0; {index} < {count}; {(together == 1 ? $"{index}++" : $"{index} += {together}")})");
    }

    private void CloseLoop(string address, int step)
    {
        if (_counted.Contains(address))
        {
            writer.Line(AddressText.Advance(address, step));
        }

        writer.Close();
    }

    private RowLoop Loop(TapSpan span, VectorBlock block)
    {
        return RowLoop.Choose(spec, plan, span.Taps, _geometry.MergesRowTaps, span.End - span.First, block.Vectors);
    }

    /// <summary>The vectors of a block, those of one width together.</summary>
    private IEnumerable<(VectorDialect Dialect, IReadOnlyList<int> Vectors)> Alike(VectorBlock block)
    {
        return Enumerable.Range(0, block.Vectors)
            .GroupBy(vector => block.Lanes[vector])
            .Select(group => (new VectorDialect(plan.Isa, group.Key), (IReadOnlyList<int>)[.. group]));
    }

    /// <summary>Some taps of a row of the kernel and their channels; leaves x where it was and w behind them.</summary>
    /// <remarks>The sums of odd steps stand <paramref name="oddSums"/> pixels behind those of even ones.</remarks>
    private void EmitTaps(TapSpan span, VectorBlock block, string x, string w, int oddSums)
    {
        int taps = span.Taps;
        int channels = spec.ChannelsPerGroup;
        int pixels = span.End - span.First;

        if (pixels <= 0)
        {
            writer.Line("// Nothing but padding.");
            writer.Line(AddressText.Advance(w, taps * channels * block.Width));
            return;
        }

        RowLoop loop = Loop(span, block);

        if (loop.Taps == 1 && loop.Channels == 1)
        {
            for (int step = 0; step < loop.Steps; step++)
            {
                int column = span.Tap + (step / channels);
                writer.Line($"// Column {column} of the kernel, channel {step % channels}.");
                EmitStep(span, block, x, (column * _geometry.TapStep) + (step % channels * _geometry.ChannelStep), w, step, step % 2 * oddSums);
            }

            writer.Line(AddressText.Advance(w, loop.Steps * block.Width));
            return;
        }

        string row = x;
        x = AddressText.Plus(x, span.Tap * _geometry.TapStep);
        string tap = x;

        if (loop.Taps > 1)
        {
            tap = "xTap";
            OpenLoop(tap, x, "tap", loop.Taps, 1, _geometry.TapStep);
        }

        bool fetchesPixels = loop.Channels > 1 && (loop.Lines == 0 ? TileFetches.NextPixels(plan) : TileFetches.NextPixelsBesideLines(plan, spec));
        (string later, int level) = loop.Lines == 0 ? ("ahead", 0) : ("later", 1);

        if (fetchesPixels)
        {
            writer.Line("// The next tile's pixels follow this one's: fetched a little with every step, they are there in time.");
            writer.Line($"float* {later} = {AddressText.Plus(x, pixels * _geometry.PixelStep)};").Line();
        }

        if (loop.Channels > 1)
        {
            int all = loop.AllSteps;
            string what = _geometry.MergesRowTaps && taps > 1
                ? $"The {taps} columns of a kernel row and their {channels} channels lie one after the other: {all} steps."
                : $"The {channels} channels of a tap.";
            writer.Line($"// {what}");

            if (loop.Lines > 0)
            {
                OpenLines(loop, span, row, block);
            }
            else
            {
                OpenLoop("xStep", tap, "channel", all, loop.Steps, _geometry.ChannelStep);
            }

            tap = "xStep";
        }

        for (int step = 0; step < loop.Steps; step++)
        {
            EmitStep(span, block, tap, step * _geometry.ChannelStep, w, step, step % 2 * oddSums);
        }

        if (fetchesPixels)
        {
            int floats = pixels * loop.Steps;
            TilePrefetch.EmitUnrolled(level, later, 0, floats, writer);
            writer.Line(AddressText.Advance(later, floats));
        }

        if (loop.Lines > 0)
        {
            EmitLinePrefetch((pixels + loop.Channels - 1) / loop.Channels);
        }

        if (WeightFetches.Near(plan, pixels, block, _geometry.Steps) && loop.Channels > 1)
        {
            TilePrefetch.EmitUnrolled(0, w, CostModel.StepsAhead * block.Width, loop.Steps * block.Width, writer);
        }

        if (WeightFetches.Far(plan) && loop.Channels > 1 && !FetchesWeightsByLine(loop))
        {
            EmitWeightPrefetch(block, w, loop.Steps);
        }

        writer.Line(AddressText.Advance(w, loop.Steps * block.Width));

        if (loop.Channels > 1)
        {
            CloseLoop("xStep", loop.Steps * _geometry.ChannelStep);
        }

        if (loop.Lines > 0)
        {
            writer.Close();
        }

        if (loop.Taps > 1)
        {
            CloseLoop("xTap", _geometry.TapStep);
        }

        writer.Line();
    }

    /// <summary>Whether a tile fetches its share of the weights that come next with each line of its pixels, not with each step, which fetches most of them several times.</summary>
    private bool FetchesWeightsByLine(RowLoop loop)
    {
        return loop.Lines > 0 && aheadFloats is int floats && CostModel.MayFetchAtOnce(loop.Channels * loop.Steps * floats);
    }

    /// <summary>Fetches weights into the L2 cache that are met later than by this tile.</summary>
    private void EmitWeightPrefetch(VectorBlock block, string w, int steps)
    {
        if (aheadFloats is not int floats)
        {
            TilePrefetch.EmitUnrolled(1, w, CostModel.WeightsAhead, steps * block.Width, writer);
            return;
        }

        TilePrefetch.EmitUnrolled(1, "following", 0, steps * floats, writer);
        writer.Line(AddressText.Advance("following", steps * floats));
    }

    /// <summary>Opens the loop over the lines of a pixel and that over the channels of one.</summary>
    private void OpenLines(RowLoop loop, TapSpan span, string row, VectorBlock block)
    {
        int line = loop.Channels * loop.Steps;
        int tap = span.Tap * _geometry.TapStep;
        int first = span.First * _geometry.PixelStep;
        bool hasRows = _geometry.Shape.Kernel[1] > 1;
        string next = AddressText.Plus("xStep", line + first);
        string behind = hasRows
            ? AddressText.At(row, KernelGeometry.Sum(KernelGeometry.Times(_geometry.RowPitch, _geometry.Shape.Dilation[1]), tap + first))
            : AddressText.Plus(row, tap + (span.End * _geometry.PixelStep));
        writer.Line($"xStep = {AddressText.Plus(row, tap)};").Line();

        writer.Open($"for (int lines = {loop.Lines}; lines > 0; lines--)");

        if (_spreadsByLines)
        {
            _output?.Emit(loop.Lines);
        }

        if (FetchesWeightsByLine(loop))
        {
            writer.Line("// This tile's share of the weights that the next filters meet: together, the tiles of a block fetch all of them.");
            EmitWeightPrefetch(block, "w", line);
            writer.Line();
        }

        writer.Line($"// Each pixel's next line, behind the last the first {(hasRows ? "in the kernel's next row" : "of the next tile's pixels")}: fetched one by one, they are there in time.");
        writer.Line($"float* ahead = lines > 1 ? {next} : {behind};").Line();
        writer.Open($"for (int channel = 0; channel < {line}; {(loop.Steps == 1 ? "channel++" : $"channel += {loop.Steps}")})");
    }

    private void EmitLinePrefetch(int lines)
    {
        for (int line = 0; line < lines; line++)
        {
            writer.Line($"Sse.Prefetch0({AddressText.Plus("ahead", line * _geometry.PixelStep)});");
        }

        writer.Line(AddressText.Advance("ahead", lines * _geometry.PixelStep));
    }

    private void EmitStep(TapSpan span, VectorBlock block, string x, int offset, string w, int step, int firstSum)
    {
        for (int vector = 0; vector < block.Vectors; vector++)
        {
            VectorDialect dialect = new(plan.Isa, block.Lanes[vector]);
            writer.Line($"w{vector} = {dialect.Load(AddressText.Plus(w, (step * block.Width) + block.Offset(vector)))};");
        }

        for (int pixel = span.First; pixel < span.End; pixel++)
        {
            int position = offset + (pixel * _geometry.PixelStep);
            writer.Line(PixelEmitter.MultiplyAdd(plan.Family, block, x, position, firstSum + pixel));
        }
    }

    private void EmitStores(int pixels, VectorBlock block, int chains)
    {
        for (int pixel = 0; pixel < pixels && chains > 1; pixel++)
        {
            writer.Line(string.Join(" ", Enumerable.Range(0, block.Vectors).Select(vector => $"acc{pixel}_{vector} += acc{pixels + pixel}_{vector};")));
        }

        if (isShared)
        {
            writer.Line("float* next = y;");
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            writer.Line(isShared ? PixelEmitter.StoreNext(block, pixel) : PixelEmitter.Store(plan, block, pixel * spec.Filters, pixel));
        }

        if (!ActivationText.IsInline(spec.Activation))
        {
            writer.Line();
            writer.Line("// The tile is still in the L1 cache, the registers are free for the activation's own polynomial.");
            writer.Line(ActivationText.Pass(spec.Activation, ActivationText.Float(spec.Alpha), "y", KernelGeometry.Number(pixels), OutputPitch, block.Filters));
        }
    }

    private static string Count(int count, string noun)
    {
        return count == 1 ? $"1 {noun}" : $"{count} {noun}s";
    }
}
