using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a register tile whose lanes are columns: for each filter and row some vectors of sums. An input vector meets the
/// broadcast weights of every filter and of all taps below each other that reach it.
/// </summary>
internal sealed class PlanarTileEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly Shape3 _shape = new(spec);
    private PlanarTile _tile = plan.Planar!;
    private VectorDialect _dialect = new(plan.Isa, plan.Planar!.Lanes);
    private PlanarSums _sums = null!;
    private int _filters;
    private int _columns;
    private PlanarTileInput _input;

    private int Taps => _shape.Kernel[1];

    /// <summary>Whether the tile makes the copy that later filters read.</summary>
    private bool Copies => _input != PlanarTileInput.Copy && !plan.MeetsPlanesOnce;

    private int TapWeights => _sums.TapWeights;

    /// <summary>Such as <c>PlanarTile2x4x28_Avx512</c>: filters, rows, columns, instruction set.</summary>
    public string Name(int filters, int columns, PlanarTileInput input = PlanarTileInput.Copy)
    {
        string what = input == PlanarTileInput.Copy ? string.Empty : $"_{input}";
        return $"{plan.Family}Tile{filters}x{_tile.Rows}x{columns}{what}_{plan.Isa.Name}";
    }

    /// <summary>Emits a tile that stores so many columns; its last vector may hold more.</summary>
    public void Emit(int filters, int columns, PlanarTileInput input = PlanarTileInput.Copy)
    {
        _filters = filters;
        _columns = columns;
        _input = input;
        _tile = plan.Planar!.Of(columns);
        _dialect = new VectorDialect(plan.Isa, _tile.Lanes);
        _sums = new PlanarSums(spec, _tile, plan.Isa, filters, _tile.Vectors, writer);
        string what = $"{PlanText.Count(filters, "filter")}, {PlanText.Count(_tile.Rows, "row")}, {PlanText.Count(columns, "column")}";
        string copies = !Copies ? string.Empty : input == PlanarTileInput.Planes ? " The planes are copied." : " The last columns of the planes are copied.";
        writer.Line($"/// <summary>{what}: {filters * _tile.Rows * _tile.Vectors} vectors of {_tile.Lanes} sums in registers.{copies}</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Line("[SkipLocalsInit]");
        writer.Open($"private static void {Name(filters, columns, input)}(BlockArguments* block, float* x, float* w, float* bias, float* y, nint outputChannel, nint outputRow{(input == PlanarTileInput.Planes ? ", float* planes" : input == PlanarTileInput.EndOfPlanes ? ", float* planes, int left" : plan.FetchesNextBlock ? ", float* next" : string.Empty)})");
        EmitStart();
        EmitPrefetch();
        EmitLoops();
        EmitStores();
        writer.Close();
    }

    private void EmitStart()
    {
        _sums.Declare();

        foreach (int vector in Enumerable.Range(0, _tile.Vectors))
        {
            writer.Line($"{_dialect.Type} value{vector};");
        }

        _sums.DeclareWeights("w");

        if (_input != PlanarTileInput.Copy)
        {
            writer.Line("nint channelPlanes = block->PlanesOfChannel;");
        }

        if (_input == PlanarTileInput.EndOfPlanes)
        {
            writer.Line($"{_dialect.Type} end = LaneMask.Of{_tile.Lanes}({(_tile.Vectors - 1) * _tile.Lanes}, left);");
        }

        if (_tile.Rows > 1 || Taps > 1)
        {
            writer.Line("float* line;");
        }

        if (_tile.Rows > 1 || Taps > 1 || (_shape.Stride[2] > 1 && _shape.Kernel[2] > 1))
        {
            writer.Line("nint row = block->InputRow;");
        }

        writer.Line();
    }

    /// <summary>Fetches the lines that are written at the end, so that no store waits for its own.</summary>
    private void EmitPrefetch()
    {
        if (plan.FetchesOutput)
        {
            writer.Line("// The planes written at the end are far apart: their lines are fetched meanwhile.");
            PrefetchText.EmitLines("filter", _filters, "y[filter * outputChannel]", _columns, writer);
            writer.Line();
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
            open++;

            if (spec.HasOneTap)
            {
                EmitTap("x", "w");

                if (plan.FetchesNextBlock)
                {
                    writer.Line("Sse.Prefetch1(next);").Line(AddressText.Advance("next", "block->NextInputChannel"));
                }

                EmitPlanesAhead();

                if (Copies || _input == PlanarTileInput.Copy)
                {
                    writer.Line(AddressText.Advance("x", "block->InputChannel"));
                }

                writer.Line(AddressText.Advance("w", _filters));
                writer.Close();
                writer.Line();
                return;
            }

            writer.Line("float* xChannel = &x[channel * block->InputChannel];");
            writer.Line($"float* wChannel = &w[channel * {_filters}];").Line();
            (x, w) = ("xChannel", "wChannel");
        }

        if (_shape.Kernel[0] > 1)
        {
            writer.Open($"for (int depthTap = 0; depthTap < {_shape.Kernel[0]}; depthTap++)");
            open++;
            writer.Line($"float* xPlane = {x} + (depthTap * {(_shape.Dilation[0] == 1 ? string.Empty : $"{_shape.Dilation[0]} * ")}block->InputPlane);");
            writer.Line($"float* wPlane = &{w}[depthTap * {Taps * _shape.Kernel[2] * TapWeights}];").Line();
            (x, w) = ("xPlane", "wPlane");
        }

        if (_shape.Stride[2] > 1 && _shape.Kernel[2] > 1)
        {
            writer.Line($"// The columns {_shape.Stride[2]} apart lie side by side: those that a tap meets in neighbouring windows.");
            writer.Open($"for (int phase = 0; phase < {System.Math.Min(_shape.Stride[2], _shape.Kernel[2])}; phase++)");
            writer.Line($"float* xTap = {x} + (phase * (row / {_shape.Stride[2]}));").Line();
            writer.Open($"for (float* wTap = {w} + (phase * {TapWeights}), end = {w} + {_shape.Kernel[2] * TapWeights}; wTap < end; wTap += {_shape.Stride[2] * TapWeights}, xTap++)");
            EmitTap("xTap", "wTap");
            open += 2;
        }
        else if (_shape.Kernel[2] > 1)
        {
            string step = _shape.Dilation[2] == 1 ? "xTap++" : $"xTap += {_shape.Dilation[2]}";
            writer.Open($"for (float* xTap = {x}, wTap = {w}, end = {w} + {_shape.Kernel[2] * TapWeights}; wTap < end; wTap += {TapWeights}, {step})");
            EmitTap("xTap", "wTap");
            open++;
        }
        else
        {
            EmitTap(x, w);
        }

        for (; open > 0; open--)
        {
            writer.Close();
        }

        writer.Line();
    }

    /// <summary>A column of taps: one of each kernel row.</summary>
    private void EmitTap(string x, string w)
    {
        _sums.LoadWeights("w", w);
        int at = 0;

        foreach (PlanarLines line in PlanarLines.Of(_shape, _tile.Rows))
        {
            string address = x;

            if (_tile.Rows > 1 || Taps > 1)
            {
                if (at == 0)
                {
                    writer.Line($"line = {x};");
                }

                if (line.Row > at)
                {
                    writer.Line(AddressText.Advance("line", line.Row - at == 1 ? "row" : $"{line.Row - at} * row"));
                }

                at = line.Row;
                address = "line";
            }

            EmitLine(line, address, w);
        }
    }

    /// <summary>One input row: its vectors meet each tap and output row that it counts for.</summary>
    private void EmitLine(PlanarLines line, string address, string w)
    {
        for (int vector = 0; vector < _tile.Vectors; vector++)
        {
            string from = AddressText.Plus(_input == PlanarTileInput.Copy ? address : "planes", vector * _tile.Lanes);
            bool isEnd = _input == PlanarTileInput.EndOfPlanes && vector == _tile.Vectors - 1;
            writer.Line($"value{vector} = {(isEnd ? $"LaneMask.Load({from}, end)" : _dialect.Load(from))};");

            if (Copies)
            {
                writer.Line(_dialect.Store($"value{vector}", address, vector * _tile.Lanes, _tile.Lanes));
            }
        }

        _sums.Add(line, "value", "w", w);
    }

    /// <summary>Moves on to the next channel's planes, of which the lines of the next tile are fetched meanwhile.</summary>
    private void EmitPlanesAhead()
    {
        for (int column = MachineCosts.CacheLine; column <= _columns && _input == PlanarTileInput.Planes; column += MachineCosts.CacheLine)
        {
            writer.Line($"Sse.Prefetch0(&planes[{_columns + column - 1}]);");
        }

        if (_input != PlanarTileInput.Copy)
        {
            writer.Line(AddressText.Advance("planes", "channelPlanes"));
        }
    }

    private void EmitStores()
    {
        for (int filter = 0; filter < _filters; filter++)
        {
            for (int row = 0; row < _tile.Rows; row++)
            {
                if (row > 0)
                {
                    writer.Line(AddressText.Advance("y", "outputRow"));
                }

                for (int vector = 0; vector < _tile.Vectors; vector++)
                {
                    string value = ActivationText.Inline(spec, PlanarSums.Sum(filter, row, vector));
                    int column = vector * _tile.Lanes;
                    int count = System.Math.Min(_tile.Lanes, _columns - column);

                    if (count < _tile.Lanes && value != PlanarSums.Sum(filter, row, vector))
                    {
                        writer.Line($"{PlanarSums.Sum(filter, row, vector)} = {value};");
                        value = PlanarSums.Sum(filter, row, vector);
                    }

                    writer.Line(count == plan.Isa.Lanes && StreamedStore.Applies(spec, plan)
                        ? StreamedStore.Call(value, AddressText.Plus("y", column))
                        : _dialect.Store(value, "y", column, count));
                }
            }

            if (filter < _filters - 1)
            {
                writer.Line($"y += outputChannel{(_tile.Rows == 1 ? string.Empty : $" - ({_tile.Rows - 1} * outputRow)")};");
            }
        }
    }
}
