using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a register tile whose lanes are columns and which reads planes where they lie. One text serves every tile of a
/// plane: what may lie beyond the ends of a row is loaded with a mask, rows above and below the plane are left out.
/// </summary>
internal sealed class InPlaceTileEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly Shape3 _shape = new(spec);
    private readonly PlanarTile _tile = plan.Planar!;
    private readonly PlaneEdges _edges = new(new Shape3(spec), plan.Planar!);
    private readonly VectorDialect _dialect = new(plan.Isa, plan.Planar!.Lanes);
    private PlanarSums _sums = null!;

    private int InputRow => _shape.Input![2];

    private int OutputRow => _shape.Output![2];

    private bool IsStrided => _shape.Stride[2] > 1;

    /// <summary>Whether the planes of taps in the padding are left out, so that a tile has to be told how many there are.</summary>
    public static bool CountsPlanes(Shape3 shape)
    {
        return shape.Pads(0);
    }

    /// <summary>Such as <c>PlanarTile1x4x64_Avx512</c>: filters, rows, columns, instruction set.</summary>
    public string Name(int filters)
    {
        return $"{plan.Family}Tile{filters}x{_tile.Rows}x{_tile.Columns}_{plan.Isa.Name}";
    }

    /// <summary>Emits the tile of so many filters.</summary>
    public void Emit(int filters)
    {
        _sums = new PlanarSums(spec, _tile, plan.Isa, filters, _tile.Vectors, writer);
        string what = $"{PlanText.Count(filters, "filter")}, {PlanText.Count(_tile.Rows, "row")}, {PlanText.Count(_tile.Columns, "column")}";
        string planes = CountsPlanes(_shape) ? ", int depthTaps" : string.Empty;
        writer.Line($"/// <summary>{what}: {filters * _tile.Rows * _tile.Vectors} vectors of {_tile.Lanes}{(_tile.EndsHalf ? $" or {_tile.Lanes / 2}" : string.Empty)} sums in registers.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Line("[SkipLocalsInit]");
        writer.Open($"private static void {Name(filters)}(BlockArguments* block, float* x, float* w, float* bias, float* y, int column, int above, int below{planes})");
        EmitStart();
        EmitLoops();
        EmitStores(filters);
        writer.Close();
    }

    private void EmitStart()
    {
        _sums.Declare();

        bool hasNeighbour = ColumnGroup.Of(_shape, plan.Isa).Any(static group => group.HasNeighbour);

        foreach (string name in !IsStrided ? ["value"] : hasNeighbour ? new[] { "even", "odd", "next" } : ["even", "odd"])
        {
            foreach (IGrouping<int, int> alike in Enumerable.Range(0, _tile.Vectors).GroupBy(_tile.LanesOf))
            {
                writer.Line($"{Dialect(alike.First()).Type} {string.Join(", ", alike.Select(vector => $"{name}{vector}"))};");
            }
        }

        if (IsStrided)
        {
            writer.Line($"{_dialect.Type} low, high;");
        }

        _sums.DeclareWeights("w");

        if (IsStrided)
        {
            _sums.DeclareWeights("v");
        }

        if (hasNeighbour)
        {
            _sums.DeclareWeights("u");
        }

        writer.Line();

        if (plan.FetchesRowsAhead)
        {
            EmitPrefetch();
        }
    }

    /// <summary>Fetches the rows of the tile below, of input and output.</summary>
    private void EmitPrefetch()
    {
        const int CacheLine = 16;
        int rows = _tile.Rows * _shape.Stride[1];
        int below = ((_tile.Rows - 1) * _shape.Stride[1]) + _shape.EffectiveKernel[1];
        writer.Line("// The tile below reads and writes rows that come from memory; tiles of many rows are no stream that the machine foresees.");
        EmitFetches(rows, "x", below * InputRow, InputRow, _tile.Columns * _shape.Stride[2], "column");
        EmitFetches(_tile.Rows, "y", _tile.Rows * OutputRow, OutputRow, _tile.Columns, string.Empty);
        writer.Line();

        void EmitFetches(int count, string address, int offset, int pitch, int columns, string column)
        {
            writer.Open($"for (int row = 0; row < {count}; row++)");
            string scaled = column.Length == 0 ? string.Empty : _shape.Stride[2] == 1 ? $" + {column}" : $" + (2 * {column})";
            writer.Line($"float* ahead = &{address}[(row * {pitch}) + {offset}{scaled}];");

            for (int line = 0; line < columns; line += CacheLine)
            {
                writer.Line($"Sse.Prefetch0({AddressText.Plus("ahead", line)});");
            }

            writer.Close();
        }
    }

    /// <summary>The loops over channels, planes of taps and the taps of a row; the taps below each other are written out.</summary>
    private void EmitLoops()
    {
        string x = "x";
        string w = "w";
        int open = 0;

        if (spec.ChannelsPerGroup > 1)
        {
            writer.Open($"for (int channel = 0; channel < {spec.ChannelsPerGroup}; channel++)");
            writer.Line("float* xChannel = &x[channel * block->InputChannel];");
            writer.Line($"float* wChannel = &w[channel * {_sums.TapWeights / spec.ChannelsPerGroup}];").Line();
            (x, w) = ("xChannel", "wChannel");
            open++;
        }

        if (_shape.Kernel[0] > 1 || CountsPlanes(_shape))
        {
            string count = CountsPlanes(_shape) ? "depthTaps" : $"{_shape.Kernel[0]}";
            writer.Open($"for (int depthTap = 0; depthTap < {count}; depthTap++)");
            writer.Line($"float* xPlane = &{x}[depthTap * {(_shape.Dilation[0] == 1 ? string.Empty : $"{_shape.Dilation[0]} * ")}block->InputPlane];");
            writer.Line($"float* wPlane = &{w}[depthTap * {_shape.Kernel[1] * _shape.Kernel[2] * _sums.TapWeights}];").Line();
            (x, w) = ("xPlane", "wPlane");
            open++;
        }

        if (IsStrided)
        {
            EmitPairs(x, w);
        }
        else
        {
            EmitTaps(x, w);
        }

        for (; open > 0; open--)
        {
            writer.Close();
        }

        writer.Line();
    }

    /// <summary>The columns of taps at stride 1: a loop, since all have the same text.</summary>
    private void EmitTaps(string x, string w)
    {
        int taps = _shape.Kernel[2];
        ColumnGroup group = ColumnGroup.Of(_shape, plan.Isa)[0];
        string padding = _shape.PaddingBegin[2] == 0 ? string.Empty : $" - {_shape.PaddingBegin[2]}";

        if (taps > 1)
        {
            writer.Open($"for (int tap = 0; tap < {taps}; tap++)");
            string step = _shape.Dilation[2] == 1 ? "tap" : $"(tap * {_shape.Dilation[2]})";
            writer.Line($"int first = column + {step}{padding};");
            writer.Line($"float* wTap = &{w}[{(_sums.TapWeights == 1 ? "tap" : $"tap * {_sums.TapWeights}")}];");
            w = "wTap";
        }
        else
        {
            writer.Line($"int first = column{padding};");
        }

        EmitGroup(group, x, w);

        if (taps > 1)
        {
            writer.Close();
        }
    }

    /// <summary>The columns of taps at stride 2, those together that meet the even and the odd columns of the same vectors.</summary>
    private void EmitPairs(string x, string w)
    {
        foreach (ColumnGroup group in ColumnGroup.Of(_shape, plan.Isa))
        {
            writer.Line($"// Columns {string.Join(", ", group.Taps)} of the kernel.").Open();
            writer.Line($"int first = {(group.First == 0 ? "2 * column" : group.First < 0 ? $"(2 * column) - {-group.First}" : $"(2 * column) + {group.First}")};");
            EmitGroup(group, x, w);
            writer.Close();
        }
    }

    /// <summary>The input rows meet the taps of a group.</summary>
    private void EmitGroup(ColumnGroup group, string x, string w)
    {
        writer.Line($"float* xTap = &{x}[first];");

        foreach (int piece in Masked(group))
        {
            int offset = piece * _tile.Lanes;
            int lanes = Lanes(piece);
            writer.Line($"{new VectorDialect(plan.Isa, lanes).Type} mask{piece} = LaneMask.Of{lanes}({AtFirst(offset)}, {InputRow});");
        }

        if (group.HasNeighbour)
        {
            writer.Line($"{_dialect.Type} maskNext = LaneMask.Of{_tile.Lanes}({AtFirst(Neighbour(group))}, {InputRow});");
        }

        foreach ((string _, string weights, int column) in Columns(group))
        {
            _sums.LoadWeights(weights, w, column);
        }

        foreach (PlanarLines line in PlanarLines.Of(_shape, _tile.Rows).Where(line => !_edges.IsPadding(line.Row)))
        {
            string? inside = _edges.MayLieAbove(line.Row) ? $"above <= {line.Row}" : null;
            string? end = _edges.MayLieBelow(line.Row) ? $"below > {line.Row}" : null;

            if (inside is not null || end is not null)
            {
                writer.Line().Open($"if ({string.Join(" && ", new[] { inside, end }.OfType<string>())})");
            }

            EmitLine(group, line, w);

            if (inside is not null || end is not null)
            {
                writer.Close().Line();
            }
        }
    }

    private void EmitLine(ColumnGroup group, PlanarLines line, string w)
    {
        HashSet<int> masked = [.. Masked(group)];

        string Load(int piece)
        {
            string address = AddressText.Plus("xTap", (line.Row * InputRow) + (piece * _tile.Lanes));
            return masked.Contains(piece) ? $"LaneMask.Load({address}, mask{piece})" : new VectorDialect(plan.Isa, Lanes(piece)).Load(address);
        }

        for (int vector = 0; vector < _tile.Vectors; vector++)
        {
            if (!IsStrided)
            {
                writer.Line($"value{vector} = {Load(vector)};");
                continue;
            }

            writer.Line($"low = {Load(2 * vector)};").Line($"high = {Load((2 * vector) + 1)};");

            if (group.Even is not null)
            {
                writer.Line($"even{vector} = ColumnPairs.Even(low, high);");
            }

            if (group.Odd is not null)
            {
                writer.Line($"odd{vector} = ColumnPairs.Odd(low, high);");
            }
        }

        if (group.HasNeighbour)
        {
            EmitNeighbours(group, line);
        }

        foreach ((string values, string weights, int column) in Columns(group))
        {
            _sums.Add(line, values, weights, w, column);
        }
    }

    /// <summary>The columns one place further left or right: those that are there, and one from beyond the tile.</summary>
    private void EmitNeighbours(ColumnGroup group, PlanarLines line)
    {
        int last = _tile.Vectors - 1;
        writer.Line($"low = LaneMask.Load({AddressText.Plus("xTap", (line.Row * InputRow) + Neighbour(group))}, maskNext);");

        for (int vector = 0; vector <= last; vector++)
        {
            writer.Line(group.Before is not null
                ? $"next{vector} = ColumnPairs.Before({(vector == 0 ? "low" : $"odd{vector - 1}")}, odd{vector});"
                : $"next{vector} = ColumnPairs.After(even{vector}, {(vector == last ? "low" : $"even{vector + 1}")});");
        }
    }

    /// <summary>Where the vector begins whose last or first lane is the column beyond the tile.</summary>
    private int Neighbour(ColumnGroup group)
    {
        return group.Before is not null ? -_tile.Lanes : 2 * _tile.Columns;
    }

    /// <summary>The columns of taps of a group: what the input vectors and weights that meet are called.</summary>
    private IEnumerable<(string Values, string Weights, int Column)> Columns(ColumnGroup group)
    {
        if (!IsStrided)
        {
            return [("value", "w", 0)];
        }

        (string, string, int?)[] all = [("even", "w", group.Even), ("odd", "v", group.Odd), ("next", "u", group.Before ?? group.After)];
        return all.Where(static entry => entry.Item3 is not null).Select(static entry => (entry.Item1, entry.Item2, entry.Item3!.Value));
    }

    private static string AtFirst(int offset)
    {
        return offset == 0 ? "first" : offset < 0 ? $"first - {-offset}" : $"first + {offset}";
    }

    /// <summary>The lanes of an input vector; at stride 2, where two make one of sums, all have the same.</summary>
    private int Lanes(int piece)
    {
        return IsStrided ? _tile.Lanes : _tile.LanesOf(piece);
    }

    private VectorDialect Dialect(int vector)
    {
        return new VectorDialect(plan.Isa, _tile.LanesOf(vector));
    }

    /// <summary>The input vectors that may reach beyond a row's ends.</summary>
    private IEnumerable<int> Masked(ColumnGroup group)
    {
        return Enumerable.Range(0, _tile.Vectors * ColumnGroup.Pieces(_shape))
            .Where(piece => _edges.LeavesRow(group.First + (piece * _tile.Lanes), Lanes(piece)) || _edges.LeavesRow(group.Last + (piece * _tile.Lanes), Lanes(piece)));
    }

    private void EmitStores(int filters)
    {
        int left = _edges.ColumnsOfLastVector;
        int lanes = _tile.LanesOf(_tile.Vectors - 1);
        bool masks = left < lanes && plan.Isa == Isa.Avx512;

        if (masks)
        {
            writer.Line($"{Dialect(_tile.Vectors - 1).Type} stored = LaneMask.Of{lanes}(0, {left});");
        }

        for (int filter = 0; filter < filters; filter++)
        {
            for (int row = 0; row < _tile.Rows; row++)
            {
                for (int vector = 0; vector < _tile.Vectors; vector++)
                {
                    string sum = PlanarSums.Sum(filter, row, vector);
                    string value = ActivationText.Inline(spec, IsStrided ? $"ColumnPairs.InOrder({sum})" : sum);
                    int offset = (row * OutputRow) + (vector * _tile.Lanes);
                    bool isPart = vector == _tile.Vectors - 1 && left < lanes;

                    if (isPart && masks)
                    {
                        writer.Line($"LaneMask.Store({value}, {AddressText.Plus("y", offset)}, stored);");
                        continue;
                    }

                    if (isPart && value != sum)
                    {
                        writer.Line($"{sum} = {value};");
                        value = sum;
                    }

                    writer.Line(Dialect(vector).Store(value, "y", offset, isPart ? left : _tile.LanesOf(vector)));
                }
            }

            if (filter < filters - 1)
            {
                writer.Line(AddressText.Advance("y", "block->OutputChannel"));
            }
        }
    }
}
