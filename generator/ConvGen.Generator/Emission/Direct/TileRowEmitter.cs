using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits what a register tile does for a row of the kernel: the loops over its taps and channels, and their steps.</summary>
internal sealed class TileRowEmitter
{
    private readonly ConvSpec _spec;
    private readonly KernelPlan _plan;
    private readonly TileRun _tile;
    private readonly VectorBlock _block;
    private readonly SourceWriter _writer;
    private readonly KernelGeometry _geometry;
    private readonly IReadOnlyList<TapPart> _parts;
    private readonly AddressLoops _loops;
    private readonly TileFetchEmitter _fetches;
    private readonly int _blocks;

    /// <summary>The iterations that the last row's loop has where that row stores the pixels.</summary>
    private readonly int? _before;

    /// <summary>The rows of a tile.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="block">Its filters.</param>
    /// <param name="pitch">The floats between two pixels of the output.</param>
    /// <param name="share">The floats of later weights that a step fetches from where the tile is told; null where it is not.</param>
    /// <param name="writer">Takes the text.</param>
    /// <param name="blocks">The blocks of filters that a tile of one pixel, with one sum of each, meets at once.</param>
    public TileRowEmitter(ConvSpec spec, KernelPlan plan, TileRun tile, VectorBlock block, string pitch, int? share, SourceWriter writer, int blocks = 1)
    {
        _spec = spec;
        _blocks = blocks;
        _plan = plan;
        _tile = tile;
        _block = block;
        _writer = writer;
        _geometry = new KernelGeometry(spec, plan);
        _parts = [.. TapSpan.Of(_geometry.Shape, tile.Pixels, tile.Edge).Select(span => TapPart.Of(spec, plan, span, _geometry.MergesRowTaps, block, share))];
        _loops = new AddressLoops(writer);
        _loops.Add("xTap", _parts.Select(static part => part.Loop.Taps));
        _before = _parts.Count == 1 ? StaggeredStores.LoopBefore(spec, plan, tile, block, _parts[0]) : null;
        _loops.Add("xStep", [.. _parts.Select(static part => part.Loop.Channels), _parts[0].Loop.Lines == 0 ? _before ?? 0 : 0]);
        NextOutputEmitter? output = OutputFetch.Of(spec, plan, tile.Pixels, block, _parts.Max(static part => part.Loop.Lines)) is { } fetch
            ? new NextOutputEmitter(fetch, tile.Pixels, block, pitch, writer)
            : null;
        _fetches = new TileFetchEmitter(_geometry, block, share, output, writer);
    }

    /// <summary>Whether the last row stores the pixels, each as soon as it is summed.</summary>
    public bool StaggersStores => _before is not null;

    /// <summary>Declares what lives as long as the tile.</summary>
    public void Declare()
    {
        _loops.Declare();
        _fetches.Declare();
        _writer.Line();
    }

    /// <summary>Emits a row; leaves x where it was and w behind its weights.</summary>
    public void Emit(string x, string w)
    {
        _fetches.EmitRow();

        foreach (TapPart part in _parts)
        {
            EmitTaps(part, x, w);
        }
    }

    /// <summary>Emits the last row where it stores the pixels.</summary>
    /// <param name="x">The address of its input.</param>
    /// <param name="w">That of its weights.</param>
    /// <param name="store">Stores a pixel.</param>
    public void EmitLast(string x, string w, Action<int> store)
    {
        TapPart part = _parts[0];
        RowLoop loop = part.Loop;
        int before = _before!.Value;
        _fetches.EmitRow();

        if (loop.Lines > 0)
        {
            EmitLoops(part, x, w, before);
        }
        else if (before > 0)
        {
            EmitLoops(part with { Loop = loop with { Channels = before } }, x, w);
        }

        int end = (loop.Channels - before) * loop.Steps;
        int first = loop.AllSteps - end;

        for (int step = 0; step < end - StaggeredStores.Steps; step++)
        {
            EmitStep(part.Span, x, Offset(part.Span, first + step), w, step);
        }

        for (int iteration = before; iteration < loop.Channels; iteration++)
        {
            _fetches.EmitIteration(part, w, isBehindLines: loop.Lines > 0);
        }

        _writer.Line();
        _writer.Line($"// The last {StaggeredStores.Steps} steps pixel by pixel: stores one behind the other would hold up the next tile.");

        for (int pixel = 0; pixel < _tile.Pixels; pixel++)
        {
            for (int step = end - StaggeredStores.Steps; step < end; step++)
            {
                EmitStep(part.Span with { First = pixel, End = pixel + 1 }, x, Offset(part.Span, first + step), w, step);
            }

            store(pixel);
        }
    }

    /// <summary>The floats between the first input of a row and that of a step of a loop over channels alone, or of none.</summary>
    private int Offset(TapSpan span, int step)
    {
        int channels = _spec.ChannelsPerGroup;
        return ((span.Tap + (step / channels)) * _geometry.TapStep) + (step % channels * _geometry.ChannelStep);
    }

    private void EmitTaps(TapPart part, string x, string w)
    {
        if (part.Loop == RowLoop.None)
        {
            _writer.Line("// Nothing but padding.");
            _writer.Line(AddressText.Advance(w, part.Span.Taps * _spec.ChannelsPerGroup * _block.Width));
        }
        else if (part.Loop is { Taps: 1, Channels: 1 })
        {
            EmitUnrolled(part, x, w);
        }
        else
        {
            EmitLoops(part, x, w);
        }
    }

    private void EmitUnrolled(TapPart part, string x, string w)
    {
        int channels = _spec.ChannelsPerGroup;

        for (int step = 0; step < part.Loop.Steps; step++)
        {
            _writer.Line($"// Column {part.Span.Tap + (step / channels)} of the kernel, channel {step % channels}.");
            EmitStep(part.Span, x, Offset(part.Span, step), w, step);
        }

        _writer.Line(AddressText.Advance(w, part.Loop.Steps * _block.Width));
    }

    /// <param name="part">The taps.</param>
    /// <param name="row">The address of the row's inputs.</param>
    /// <param name="w">That of its weights.</param>
    /// <param name="last">The iterations over the channels of the last line, where they are fewer.</param>
    private void EmitLoops(TapPart part, string row, string w, int? last = null)
    {
        (TapSpan span, RowLoop loop, _) = part;
        string x = AddressText.Plus(row, span.Tap * _geometry.TapStep);
        string address = x;

        if (loop.Taps > 1)
        {
            address = "xTap";
            _loops.Open(address, x, "tap", loop.Taps, 1, _geometry.TapStep);
        }

        _fetches.DeclareOfTaps(part, x);

        if (loop.Channels > 1)
        {
            OpenChannels(part, row, address, last);
            address = "xStep";
        }

        for (int step = 0; step < loop.Steps; step++)
        {
            EmitStep(span, address, step * _geometry.ChannelStep, w, step);
        }

        _fetches.EmitIteration(part, w);
        _writer.Line(AddressText.Advance(w, loop.Steps * _block.Width));

        if (loop.Channels > 1)
        {
            _loops.Close("xStep", loop.Steps * _geometry.ChannelStep);
        }

        if (loop.Lines > 0)
        {
            _writer.Close();
        }

        if (loop.Taps > 1)
        {
            _loops.Close("xTap", _geometry.TapStep);
        }

        _writer.Line();
    }

    /// <summary>Opens the loop over channels or, where lines are fetched ahead, that over the lines of a pixel and that over the channels of one.</summary>
    private void OpenChannels(TapPart part, string row, string start, int? last)
    {
        (TapSpan span, RowLoop loop, _) = part;
        _writer.Line(_geometry.MergesRowTaps && span.Taps > 1
            ? $"// The {span.Taps} columns of a kernel row and their {_spec.ChannelsPerGroup} channels lie one after the other: {loop.AllSteps} steps."
            : $"// The {_spec.ChannelsPerGroup} channels of a tap.");

        if (loop.Lines == 0)
        {
            _loops.Open("xStep", start, "channel", loop.AllSteps, loop.Steps, _geometry.ChannelStep);
            return;
        }

        _writer.Line($"xStep = {start};").Line();
        _writer.Open($"for (int lines = {loop.Lines}; lines > 0; lines--)");
        _fetches.EmitLine(part, row);
        string channels = KernelGeometry.Number(loop.Channels * loop.Steps);

        if (last is int fewer)
        {
            _writer.Line($"int channels = lines > 1 ? {channels} : {fewer * loop.Steps};").Line();
            channels = nameof(channels);
        }

        _writer.Open($"for (int channel = 0; channel < {channels}; {(loop.Steps == 1 ? "channel++" : $"channel += {loop.Steps}")})");
    }

    /// <summary>A step; where the tile has two sums of each, every second one adds to those that stand behind the others.</summary>
    private void EmitStep(TapSpan span, string x, int offset, string w, int step)
    {
        int sums = step % _tile.Chains * _tile.Pixels;

        for (int block = 0; block < _blocks; block++)
        {
            EmitWeights(w, (block * _geometry.Weights(_block)) + (step * _block.Width));

            for (int pixel = span.First; pixel < span.End; pixel++)
            {
                int position = offset + (pixel * _geometry.PixelStep);
                _writer.Line(PixelEmitter.MultiplyAdd(_plan.Family, _block, x, position, sums + pixel + block));
            }
        }
    }

    private void EmitWeights(string w, int offset)
    {
        for (int vector = 0; vector < _block.Vectors; vector++)
        {
            VectorDialect dialect = new(_plan.Isa, _block.Lanes[vector]);
            _writer.Line($"w{vector} = {dialect.Load(AddressText.Plus(w, offset + _block.Offset(vector)))};");
        }
    }
}
