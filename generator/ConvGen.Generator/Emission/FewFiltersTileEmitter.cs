using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a register tile whose lanes are input channels: for each pixel and filter a vector of partial sums. An input
/// vector is loaded once and meets the weights, held in registers, of all taps and filters it touches; when the tile
/// is done the lanes of each vector are added up.
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

    /// <summary>The floats of one vector's weights: of all taps and filters.</summary>
    private int VectorWeights => _channels.Taps * spec.Filters * _channels.Lanes;

    /// <summary>The name of a tile.</summary>
    /// <remarks>Such as <c>FewFiltersTile8x3_Left_Avx512</c>: pixels by filters, the end of the row if it is at one, instruction set.</remarks>
    public string Name(int pixels, VectorBlock block, RowEdge edge = RowEdge.None)
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
        string sums = $"{pixels} × {spec.Filters} = {pixels * spec.Filters}";
        writer.Line($"/// <summary>{Count(pixels, "pixel")} by {Count(spec.Filters, "filter")}: {sums} vectors of {_channels.Lanes} partial sums in registers.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {Name(pixels, block, tile.Edge)}({_geometry.TileParameters})");
        EmitStart();
        new TapLoops(_geometry, writer).Emit(_geometry.RowWeights(block), (x, w) =>
        {
            if (!plan.SumsRows)
            {
                EmitRow(x, w);
                return;
            }

            writer.Line("// A row is summed on its own: the error of a sum grows with its length.");
            DeclareChains();
            EmitRow(x, w);
            AddChains();

            foreach ((string all, string row) in Sums("all").Zip(Sums(Chain(0)), static (all, row) => (all, row)))
            {
                writer.Line($"{all} += {row};");
            }
        });

        if (!plan.SumsRows)
        {
            AddChains();
        }

        EmitStores();
        writer.Close();
    }

    /// <summary>Writes the methods that the tiles of some blocks share.</summary>
    /// <remarks>A tile loads an input vector once and spreads it over sums of its own: there is nothing to share.</remarks>
    public void EmitShared(IEnumerable<VectorBlock> blocks)
    {
    }

    private void EmitStart()
    {
        if (plan.SumsRows)
        {
            DeclareSums("all");
        }
        else
        {
            DeclareChains();
        }

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

    /// <summary>What the names of sums begin with that vectors of channels take in turn.</summary>
    private static string Chain(int chain)
    {
        return chain == 0 ? "acc" : $"turn{chain}_";
    }

    private void DeclareChains()
    {
        for (int chain = 0; chain < _chains; chain++)
        {
            DeclareSums(Chain(chain));
        }
    }

    /// <summary>Adds the sums that vectors took in turn to the first ones.</summary>
    private void AddChains()
    {
        for (int chain = 1; chain < _chains; chain++)
        {
            foreach ((string sum, string more) in Sums(Chain(0)).Zip(Sums(Chain(chain)), static (sum, more) => (sum, more)))
            {
                writer.Line($"{sum} += {more};");
            }
        }
    }

    private void DeclareSums(string prefix)
    {
        foreach (string sum in Sums(prefix))
        {
            writer.Line($"{_dialect.Type} {sum} = {_dialect.Type}.Zero;");
        }
    }

    /// <summary>The vectors of partial sums, the filters of a pixel one after the other.</summary>
    private IEnumerable<string> Sums(string prefix)
    {
        return Enumerable.Range(0, _pixels * spec.Filters).Select(i => $"{prefix}{i / spec.Filters}_{i % spec.Filters}");
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
                    string sum = $"{Chain(chain)}{pixel}_{filter}";
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
                string sum = $"{Chain(chain)}{pixel}_{filter}";
                writer.Line($"{sum} = {_dialect.MultiplyAdd($"value{pixel}", "weight", sum)};");
            }
        }
    }

    /// <summary>Adds up lanes, as many vectors at a time as make a vector of sums: the filters of a pixel lie side by side, and so do the pixels.</summary>
    private void EmitStores()
    {
        string[] sums = [.. Sums(plan.SumsRows ? "all" : Chain(0))];
        writer.Line("// The lanes of each vector make one sum; the packed biases repeat, so that they can be read from any filter on.");

        for (int first = 0; first < sums.Length;)
        {
            int left = sums.Length - first;
            int count = left >= 8 && _channels.Lanes >= 8 ? 8 : left >= 4 ? 4 : 1;
            VectorDialect dialect = new(plan.Isa, count);
            string sum = count == 1
                ? _dialect.Sum(sums[first])
                : $"LaneSums.Of({string.Join(", ", sums.Skip(first).Take(count))})";
            string value = $"{sum} + {dialect.Load(AddressText.Plus("bias", first % spec.Filters))}";
            string stored = ActivationText.Inline(spec, value);
            writer.Line(dialect.Store(stored == value ? $"({value})" : stored, "y", first, count));
            first += count;
        }

        if (!ActivationText.IsInline(spec.Activation))
        {
            writer.Line();
            writer.Line("// The tile is still in the L1 cache, the registers are free for the activation's own polynomial.");
            writer.Line(ActivationText.Pass(spec, plan, "y", KernelGeometry.Number(_pixels), spec.Filters));
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

    private static string Count(int count, string noun)
    {
        return count == 1 ? $"1 {noun}" : $"{count} {noun}s";
    }
}
