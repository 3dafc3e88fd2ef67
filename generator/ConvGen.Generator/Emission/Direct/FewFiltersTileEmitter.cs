using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a register tile whose lanes are input channels: for each pixel and filter a vector of partial sums. An input
/// vector is loaded once and meets the weights, held in registers, of all taps and filters it touches. The tiles share
/// no methods: each spreads an input vector over sums of its own.
/// </summary>
internal sealed class FewFiltersTileEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    /// <summary>The multiply-adds that are written out without a loop.</summary>
    private const int Unrolled = 128;

    private readonly KernelGeometry _geometry = new(spec, plan);
    private readonly ChannelVectors _channels = plan.Channels!;
    private readonly VectorDialect _dialect = new(plan.Isa, plan.Channels!.Lanes);

    private int _pixels;
    private int _chains;
    private RowEdge _edge;
    private ChannelSums _sums = null!;

    /// <summary>The floats of one vector's weights: of all taps and filters.</summary>
    private int VectorWeights => _channels.Taps * spec.Filters * _channels.Lanes;

    /// <summary>The name of a tile.</summary>
    /// <remarks>Such as <c>FewFiltersTile8x3_Left_Avx512</c>: pixels by filters, the end of the row if it is at one, instruction set.</remarks>
    public string Name(int pixels, RowEdge edge)
    {
        string end = edge switch
        {
            RowEdge.None => string.Empty,
            RowEdge.Left or RowEdge.Right => $"_{edge}",
            _ => "_Row",
        };
        return $"{plan.Family}Tile{pixels}x{spec.Filters}{end}_{plan.Isa.Name}";
    }

    /// <summary>Writes the method of a tile; at the ends of a row that is read where it lies it leaves out the taps in the padding.</summary>
    public void Emit(TileRun tile, VectorBlock block)
    {
        int pixels = tile.Pixels;
        _pixels = pixels;
        _chains = tile.Chains;
        _edge = tile.Edge;
        _sums = new ChannelSums(spec, plan, pixels, tile.Chains, writer);
        string sums = $"{pixels} × {spec.Filters} = {pixels * spec.Filters}";
        writer.Line($"/// <summary>{PlanText.Count(pixels, "pixel")} by {PlanText.Count(spec.Filters, "filter")}: {sums} vectors of {_channels.Lanes} partial sums in registers.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {Name(pixels, tile.Edge)}({_geometry.TileParameters})");
        EmitStart();
        new TapLoops(_geometry, writer).Emit(_geometry.RowWeights(block), (x, w) =>
        {
            _sums.BeginRow();
            EmitRow(x, w);
            _sums.EndRow();
        });
        _sums.EmitStores();
        writer.Close();
    }

    private void EmitStart()
    {
        _sums.Declare();

        if (_channels.KeepsInputs(_pixels, spec.Filters))
        {
            writer.Line($"{_dialect.Type} {string.Join(", ", Enumerable.Range(0, _pixels).Select(static pixel => $"value{pixel}"))}, weight;");
        }
        else
        {
            EmitWeightsStart();
        }

        if (_channels.Tail > 0)
        {
            writer.Line();
            writer.Line($"// The last vector of {_channels.Run} channels has {_channels.Tail} new ones; the others have been counted.");
            writer.Line($"{_dialect.Type} isNew = {_dialect.LastLanes(_channels.Tail)};");
        }

        writer.Line();
    }

    private void EmitWeightsStart()
    {
        for (int tap = 0; tap < _channels.Together; tap++)
        {
            for (int filter = 0; filter < spec.Filters; filter++)
            {
                writer.Line($"{_dialect.Type} w{tap}_{filter};");
            }
        }

        if (_channels.Parts().Any(part => Columns(part.First, part.Taps).Any(IsShared)))
        {
            writer.Line($"{_dialect.Type} value;");
        }
    }

    /// <summary>The channels and taps of one row of the kernel; leaves x where it was and w at the next row.</summary>
    private void EmitRow(string x, string w)
    {
        int whole = _channels.Whole;
        int looped = 0;

        if (whole >= 2 * _chains && _channels.Count * _channels.Taps * _pixels * spec.Filters > Unrolled)
        {
            looped = whole / _chains * _chains;
            int step = _chains * _channels.Lanes;
            writer.Line($"// {looped * _channels.Lanes} channels, {step} at a time.");
            writer.Open($"for (float* xVector = {x}, end = {AddressText.Plus(x, looped * _channels.Lanes)}; xVector < end; {AddressText.Advance("xVector", step).TrimEnd(';')})");

            for (int chain = 0; chain < _chains; chain++)
            {
                EmitVector("xVector", chain * _channels.Lanes, w, chain * VectorWeights, chain, isTail: false);
            }

            writer.Line(AddressText.Advance(w, _chains * VectorWeights));

            if (TileFetches.NextPixels(plan))
            {
                EmitPrefetch();
            }

            writer.Close();
            writer.Line();
        }

        int unrolled = whole - looped;

        if (looped == 0 && plan.Input.IsInPlace && DeepStrips.Apply(spec, _geometry.Shape, plan.Family, plan.Isa.IsNarrow))
        {
            writer.Line("// Pixels of a later tile, into the L2 cache: they come from memory.");
            PrefetchText.EmitUnrolled(1, x, CostModel.PixelsAhead(_pixels) * _geometry.PixelStep, _pixels * _geometry.PixelStep, writer);
        }

        for (int vector = 0; vector < unrolled; vector++)
        {
            EmitVector(x, (looped + vector) * _channels.Lanes, w, vector * VectorWeights, vector % _chains, isTail: false);
        }

        if (_channels.Tail > 0)
        {
            EmitVector(x, _channels.Run - _channels.Lanes, w, unrolled * VectorWeights, unrolled % _chains, isTail: true);
            unrolled++;
        }

        if (unrolled > 0)
        {
            writer.Line(AddressText.Advance(w, unrolled * VectorWeights));
        }
    }

    /// <summary>Fetches a vector of channels of the pixels of a later tile, all columns that its windows move on by.</summary>
    private void EmitPrefetch()
    {
        int columns = _channels.Taps == 1 ? 1 : _geometry.Shape.Stride[2];
        int step = _geometry.PixelStep / columns;
        int ahead = CostModel.PixelsAhead(_pixels) * columns;
        writer.Line("// Pixels of a later tile, into the L2 cache: each is too short a run for the processor to foresee the next.");

        for (int column = 0; column < _pixels * columns; column++)
        {
            writer.Line($"Sse.Prefetch1({AddressText.Plus("xVector", (ahead + column) * step)});");
        }
    }

    /// <summary>All taps of one vector of channels.</summary>
    private void EmitVector(string x, int xOffset, string w, int wOffset, int chain, bool isTail)
    {
        int whole = _channels.Taps / _channels.Together;
        int partWeights = _channels.Together * spec.Filters * _channels.Lanes;

        if (whole > 1 && _edge == RowEdge.None && _channels.Taps * _pixels * spec.Filters > Unrolled)
        {
            int step = _channels.Together * _geometry.TapStep;
            writer.Open($"for (float* xTap = {AddressText.Plus(x, xOffset)}, wTap = {AddressText.Plus(w, wOffset)}, tapEnd = &xTap[{whole * step}]; xTap < tapEnd; {AddressText.Advance("xTap", step).TrimEnd(';')}, {AddressText.Advance("wTap", partWeights).TrimEnd(';')})");
            EmitPart(0, _channels.Together, "xTap", 0, "wTap", 0, chain, isTail);
            writer.Close();
            writer.Line();
        }
        else
        {
            for (int part = 0; part < whole; part++)
            {
                int offset = xOffset + (part * _channels.Together * _geometry.TapStep);
                EmitPart(part * _channels.Together, _channels.Together, x, offset, w, wOffset + (part * partWeights), chain, isTail);
            }
        }

        int rest = _channels.Taps % _channels.Together;

        if (rest > 0)
        {
            int offset = xOffset + (whole * _channels.Together * _geometry.TapStep);
            EmitPart(whole * _channels.Together, rest, x, offset, w, wOffset + (whole * partWeights), chain, isTail);
        }
    }

    /// <summary>The taps whose weights are in registers at a time, while the pixels of the row pass by.</summary>
    private void EmitPart(int firstTap, int taps, string x, int xOffset, string w, int wOffset, int chain, bool isTail)
    {
        if (_channels.KeepsInputs(_pixels, spec.Filters))
        {
            EmitTap(firstTap, x, xOffset, w, wOffset, chain, isTail);
            return;
        }

        for (int tap = 0; tap < taps; tap++)
        {
            for (int filter = 0; filter < spec.Filters; filter++)
            {
                writer.Line($"w{tap}_{filter} = {_dialect.Load(AddressText.Plus(w, wOffset + (((tap * spec.Filters) + filter) * _channels.Lanes)))};");
            }
        }

        foreach (IGrouping<int, (int Pixel, int Tap)> column in Columns(firstTap, taps))
        {
            string value = _dialect.Load(AddressText.Plus(x, xOffset + (column.Key * plan.Input.PixelFloats)));
            value = isTail ? $"{value} & isNew" : value;

            if (IsShared(column))
            {
                writer.Line($"value = {value};");
                value = "value";
            }

            foreach ((int pixel, int tap) in column)
            {
                for (int filter = 0; filter < spec.Filters; filter++)
                {
                    string sum = ChannelSums.Name(chain, pixel, filter);
                    writer.Line($"{sum} = {_dialect.MultiplyAdd(value, $"w{tap}_{filter}", sum)};");
                }
            }
        }
    }

    /// <summary>A tap whose inputs are in registers, while the weights of the filters pass by.</summary>
    private void EmitTap(int tap, string x, int xOffset, string w, int wOffset, int chain, bool isTail)
    {
        int[] pixels = [.. Columns(tap, 1).SelectMany(static column => column).Select(static use => use.Pixel)];

        foreach (int pixel in pixels)
        {
            string value = _dialect.Load(AddressText.Plus(x, xOffset + (pixel * _geometry.Shape.Stride[2] * plan.Input.PixelFloats)));
            writer.Line($"value{pixel} = {(isTail ? $"{value} & isNew" : value)};");
        }

        for (int filter = 0; filter < spec.Filters && pixels.Length > 0; filter++)
        {
            writer.Line($"weight = {_dialect.Load(AddressText.Plus(w, wOffset + (filter * _channels.Lanes)))};");

            foreach (int pixel in pixels)
            {
                string sum = ChannelSums.Name(chain, pixel, filter);
                writer.Line($"{sum} = {_dialect.MultiplyAdd($"value{pixel}", "weight", sum)};");
            }
        }
    }

    /// <summary>The columns that taps of a tile read, without those that lie in the padding at the end of a row.</summary>
    private IEnumerable<IGrouping<int, (int Pixel, int Tap)>> Columns(int firstTap, int taps)
    {
        Shape3 shape = _geometry.Shape;
        int start = firstTap * shape.Dilation[2];
        int begin = _edge.HasFlag(RowEdge.Left) ? plan.Input.ColumnsBefore : int.MinValue;
        int end = _edge.HasFlag(RowEdge.Right)
            ? plan.Input.ColumnsBefore + shape.Input![2] - ((shape.Output![2] - _pixels) * shape.Stride[2])
            : int.MaxValue;
        return ChannelVectors.Columns(_pixels, taps, shape.Stride[2], shape.Dilation[2])
            .Where(column => start + column.Key >= begin && start + column.Key < end);
    }

    /// <summary>Whether an input vector is used more than once; a lone use takes it from memory.</summary>
    private bool IsShared(IGrouping<int, (int Pixel, int Tap)> column)
    {
        return column.Count() * spec.Filters > 1;
    }
}
