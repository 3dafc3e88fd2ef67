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
    private readonly VectorDialect _dialect = new(plan.Isa, plan.Planar!.Lanes);
    private PlanarSums _sums = null!;
    private InPlaceTapsEmitter _taps = null!;

    private int InputRow => _shape.Input![2];

    private int OutputRow => _shape.Output![2];

    private InPlaceShiftsEmitter Shifts => new(_shape, plan, _sums, writer);

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
        _taps = new InPlaceTapsEmitter(_shape, plan, _sums, writer);
        string what = $"{PlanText.Count(filters, "filter")}, {PlanText.Count(_tile.Rows, "row")}, {PlanText.Count(_tile.Columns, "column")}";
        string planes = CountsPlanes(_shape) ? ", int depthTaps" : string.Empty;
        writer.Line($"/// <summary>{what}: {filters * _tile.Rows * _tile.Vectors} vectors of {_tile.Lanes}{(_tile.EndsHalf ? $" or {_tile.Lanes / 2}" : string.Empty)} sums in registers.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Line("[SkipLocalsInit]");
        writer.Open($"private static void {Name(filters)}(BlockArguments* block, float* x, float* w, float* bias, float* y, int column, int above, int below{planes})");
        EmitStart();
        EmitLoops();
        new InPlaceStoresEmitter(spec, plan, writer).Emit(filters);
        writer.Close();
    }

    private void EmitStart()
    {
        _sums.Declare();

        if (_tile.Shifts)
        {
            Shifts.Declare();
        }
        else
        {
            EmitColumnNames();
        }

        writer.Line();

        if (plan.FetchesAhead == FetchAhead.NextTile)
        {
            EmitPrefetch();
        }
    }

    /// <summary>Declares the input vectors and weights of a column of taps.</summary>
    private void EmitColumnNames()
    {
        bool hasNeighbour = ColumnGroup.Of(_shape, plan.Isa, _tile).Any(static group => group.HasNeighbour);

        foreach (string name in !IsStrided ? ["value"] : hasNeighbour ? new[] { "even", "odd", "next" } : ["even", "odd"])
        {
            foreach (IGrouping<int, int> alike in Enumerable.Range(0, _tile.Vectors).GroupBy(_tile.LanesOf))
            {
                writer.Line($"{new VectorDialect(plan.Isa, alike.Key).Type} {string.Join(", ", alike.Select(vector => $"{name}{vector}"))};");
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
    }

    /// <summary>Fetches the rows of the tile below, of input and output.</summary>
    private void EmitPrefetch()
    {
        int below = ((_tile.Rows - 1) * _shape.Stride[1]) + _shape.EffectiveKernel[1];
        string column = _shape.Stride[2] == 1 ? " + column" : " + (2 * column)";
        writer.Line("// The rows of the tile below come from memory; tiles of many rows are no stream that the machine foresees.");
        PrefetchText.EmitLines("row", _tile.Rows * _shape.Stride[1], $"x[(row * {InputRow}) + {below * InputRow}{column}]", _tile.Columns * _shape.Stride[2], writer);

        if (!plan.StreamsOutput)
        {
            PrefetchText.EmitLines("row", _tile.Rows, $"y[(row * {OutputRow}) + {_tile.Rows * OutputRow}]", _tile.Columns, writer);
        }

        writer.Line();
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

        if (_tile.Shifts)
        {
            Shifts.Emit(x, w);
        }
        else if (IsStrided)
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

    /// <summary>The columns of taps at stride 1: a loop over those that have the same text.</summary>
    private void EmitTaps(string x, string w)
    {
        IReadOnlyList<ColumnGroup> groups = ColumnGroup.Of(_shape, plan.Isa, _tile);

        foreach (ColumnGroup group in groups)
        {
            if (group != groups[0])
            {
                writer.Line();
            }

            if (group.Count > 1)
            {
                EmitLoop(group, x, w);
            }
            else if (_shape.Kernel[2] == 1)
            {
                EmitColumns(group, "column", x, w);
            }
            else
            {
                writer.Line($"// Column {group.Even} of the kernel.").Open();
                EmitColumns(group, "column", x, w);
                writer.Close();
            }
        }
    }

    private void EmitLoop(ColumnGroup group, string x, string w)
    {
        writer.Open($"for (int tap = {group.Even}; tap < {group.Even + group.Count}; tap++)");
        string step = _shape.Dilation[2] == 1 ? "tap" : $"(tap * {_shape.Dilation[2]})";
        writer.Line($"int first = {First($"column + {step}", -_shape.PaddingBegin[2])};");
        writer.Line($"float* wTap = &{w}[{(_sums.TapWeights == 1 ? "tap" : $"tap * {_sums.TapWeights}")}];");
        _taps.Emit(group, x, "wTap");
        writer.Close();
    }

    /// <summary>The columns of taps at stride 2, those together that meet the even and the odd columns of the same vectors.</summary>
    private void EmitPairs(string x, string w)
    {
        foreach (ColumnGroup group in ColumnGroup.Of(_shape, plan.Isa, _tile))
        {
            writer.Line($"// Columns {string.Join(", ", group.Taps)} of the kernel.").Open();
            EmitColumns(group, group.First == 0 ? "2 * column" : "(2 * column)", x, w);
            writer.Close();
        }
    }

    private void EmitColumns(ColumnGroup group, string column, string x, string w)
    {
        writer.Line($"int first = {First(column, group.First)};");
        _taps.Emit(group, x, w);
    }

    private static string First(string column, int offset)
    {
        return offset == 0 ? column : offset < 0 ? $"{column} - {-offset}" : $"{column} + {offset}";
    }
}
