using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the kernel of one instruction set: the loops over groups, filters, rows and tiles, and the tiles.</summary>
internal sealed class KernelEmitter
{
    private readonly KernelPlan _plan;
    private readonly SourceWriter _writer;
    private readonly ConvSpec _spec;
    private readonly KernelGeometry _geometry;
    private readonly TileEmitter _tiles;

    public KernelEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
    {
        _spec = spec;
        _plan = plan;
        _writer = writer;
        _geometry = new KernelGeometry(spec, plan);
        _tiles = new TileEmitter(spec, plan, writer);
    }

    /// <summary>The weights' groups: lanes of several groups make one of all filters.</summary>
    private int Groups => _plan.Family == KernelFamily.Lanewise ? 1 : _spec.Groups;

    private string OutputRow => IsOutputKnown ? KernelGeometry.Number(_geometry.Shape.Output![2] * _spec.Filters) : "block->OutputRow";

    private string OutputPlane => IsOutputKnown
        ? KernelGeometry.Number(_geometry.Shape.Output![1] * _geometry.Shape.Output[2] * _spec.Filters)
        : "block->OutputPlane";

    /// <summary>Whether the kernel writes to the output tensor itself and its extents are known.</summary>
    private bool IsOutputKnown => _spec.HasInput && _spec.Layout == Layout.ChannelsLast;

    public void Emit()
    {
        _writer.Open($"internal static unsafe class {_plan.Isa.Name}Kernels");
        EmitCode();
        _writer.Line();
        EmitRun();

        foreach (BlockRun run in _plan.Runs)
        {
            _writer.Line();
            EmitRows(run);
        }

        foreach ((int pixels, VectorBlock block) in Tiles())
        {
            _writer.Line();
            _tiles.Emit(pixels, block);
        }

        _writer.Close();
    }

    private IEnumerable<(int Pixels, VectorBlock Block)> Tiles()
    {
        return _plan.Runs
            .SelectMany(static run => run.Cover.Tiles.Select(tile => (tile.Pixels, run.Block)))
            .Distinct();
    }

    private void EmitCode()
    {
        string runs = string.Join(", ", _plan.Runs.Select(static run => $"({run.Count}, {run.Block.Filters}, {run.Block.Width})"));
        _writer.Line("/// <summary>What the run-time half needs of this kernel: how it wants the filters packed, and its entry.</summary>");
        _writer.Open("public static readonly KernelCode Code = new()");
        _writer.Line("Run = &Run,");
        _writer.Line($"FilterBlocks = FilterBlock.List({Groups}, {runs}),");
        InputPlanText.Emit(_plan.Input, _writer);
        _writer.Close("};");
    }

    private void EmitRun()
    {
        _writer.Line("/// <summary>Computes a block of output positions for all filters.</summary>");
        _writer.Open("public static void Run(BlockArguments* block)");
        _writer.Line("float* input = block->Input;");
        _writer.Line("float* weights = block->Weights;");
        _writer.Line("float* bias = block->Bias;");
        _writer.Line("float* output = block->Output;");

        if (Groups > 1)
        {
            _writer.Line().Open($"for (int group = 0; group < {Groups}; group++)");
        }

        foreach (BlockRun run in _plan.Runs)
        {
            _writer.Line();

            if (run.Count > 1)
            {
                _writer.Open($"for (int blocks = 0; blocks < {run.Count}; blocks++)");
            }

            _writer.Line($"{RowsName(run)}(block, input, weights, bias, output);");
            _writer.Line($"weights += {WeightFloats(run.Block)};");
            _writer.Line($"bias += {run.Block.Width};");
            _writer.Line($"output += {run.Block.Filters};");

            if (_plan.Family == KernelFamily.Lanewise)
            {
                _writer.Line($"input += {run.Block.Filters};");
            }

            if (run.Count > 1)
            {
                _writer.Close();
            }
        }

        if (Groups > 1)
        {
            _writer.Line().Line($"input += {_spec.ChannelsPerGroup};").Close();
        }

        _writer.Close();
    }

    private void EmitRows(BlockRun run)
    {
        _writer.Line($"/// <summary>The rows of a block for {run.Block.Filters} filters.</summary>");
        _writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        _writer.Open($"private static void {RowsName(run)}(BlockArguments* block, float* input, float* weights, float* bias, float* output)");

        if (_geometry.PassesRow || (_spec.Rank > 1 && _plan.Input.RowPitch == 0))
        {
            _writer.Line("nint row = block->InputRow;");
        }

        if (_geometry.PassesPlane || (_spec.Rank > 2 && _plan.Input.PlanePitch == 0))
        {
            _writer.Line("nint plane = block->InputPlane;");
        }

        bool overDepth = _spec.Rank == 3;
        bool overHeight = _spec.Rank >= 2;

        if (overDepth)
        {
            _writer.Line().Open("for (int depth = block->DepthStart; depth < block->DepthEnd; depth++)");
            EmitPosition("depth", 0, _geometry.ClipsDepth);
        }

        if (overHeight)
        {
            _writer.Line().Open("for (int height = block->HeightStart; height < block->HeightEnd; height++)");
            EmitPosition("height", 1, _geometry.ClipsHeight);
        }

        int rowFloats = _geometry.RowSteps * run.Block.Width;
        string x = "input"
            + (overDepth ? $" + ({Tap("depth", 0, _geometry.ClipsDepth)} * {PitchAsFactor(_geometry.PlanePitch)})" : string.Empty)
            + (overHeight ? $" + ({Tap("height", 1, _geometry.ClipsHeight)} * {PitchAsFactor(_geometry.RowPitch)})" : string.Empty);
        string w = "weights"
            + (_geometry.ClipsDepth ? $" + (depthFirst * {_geometry.Shape.Kernel[1] * rowFloats})" : string.Empty)
            + (_geometry.ClipsHeight ? $" + (heightFirst * {rowFloats})" : string.Empty);
        string y = "output"
            + (overDepth ? $" + (depth * {PitchAsFactor(OutputPlane)})" : string.Empty)
            + (overHeight ? $" + (height * {PitchAsFactor(OutputRow)})" : string.Empty);
        _writer.Line($"float* x = {x};").Line($"float* w = {w};").Line($"float* y = {y};").Line();

        if (run.Cover.IsExact)
        {
            EmitKnownRow(run);
        }
        else
        {
            EmitAnyRow(run);
        }

        if (overHeight)
        {
            _writer.Close();
        }

        if (overDepth)
        {
            _writer.Close();
        }

        _writer.Close();
    }

    /// <summary>The input position of the first tap of an output position, and the taps that meet data.</summary>
    private void EmitPosition(string axis, int index, bool clips)
    {
        Shape3 shape = _geometry.Shape;
        string scaled = Scaled(axis, shape.Stride[index]);
        string name = index == 0 ? "Depth" : "Height";

        if (!clips)
        {
            _writer.Line($"int {axis}Position = {scaled};");
            return;
        }

        string padding = shape.PaddingKnown ? KernelGeometry.Number(shape.PaddingBegin[index]) : $"block->Padding{name}";
        string extent = shape.Input is { } input ? KernelGeometry.Number(input[index]) : $"block->Input{name}";
        int dilation = shape.Dilation[index];
        _writer.Line($"int {axis}Position = {scaled} - {padding};");
        _writer.Line($"int {axis}First = Taps.First({axis}Position, {dilation});");
        _writer.Line($"int {axis}Taps = Taps.Count({axis}First, {axis}Position, {dilation}, {extent}, {shape.Kernel[index]});");
    }

    private string Tap(string axis, int index, bool clips)
    {
        return clips ? $"({axis}Position + {Scaled($"{axis}First", _geometry.Shape.Dilation[index])})" : $"{axis}Position";
    }

    private static string Scaled(string value, int factor)
    {
        return factor == 1 ? value : $"({value} * {factor})";
    }

    /// <summary>A pitch as a factor of native size, so that a product of positions in a large tensor does not overflow.</summary>
    private static string PitchAsFactor(string pitch)
    {
        return char.IsDigit(pitch[0]) ? $"(nint){pitch}" : pitch;
    }

    private void EmitKnownRow(BlockRun run)
    {
        int left = run.Cover.Tiles.Sum(static tiles => tiles.Count);

        foreach (TileRun tiles in run.Cover.Tiles)
        {
            if (tiles.Count > 1)
            {
                _writer.Open($"for (int tile = 0; tile < {tiles.Count}; tile++)");
            }

            _writer.Line(Call(tiles.Pixels, run, "x", "y"));
            left -= tiles.Count;

            if (left > 0 || tiles.Count > 1)
            {
                _writer.Line($"x += {tiles.Pixels * _geometry.PixelStep};");
                _writer.Line($"y += {tiles.Pixels * _spec.Filters};");
            }

            if (tiles.Count > 1)
            {
                _writer.Close();
            }
        }
    }

    private void EmitAnyRow(BlockRun run)
    {
        int[] sizes = [.. run.Cover.Tiles.Select(static tile => tile.Pixels)];
        _writer.Line("int column = 0;");
        string condition = "if";

        for (int i = 0; i < sizes.Length; i++)
        {
            int pixels = sizes[i];
            bool last = i == sizes.Length - 1;
            _writer.Line();
            _writer.Open(last && i > 0 ? "else" : $"{condition} (block->Width >= {pixels})");
            _writer.Open($"for (; column + {pixels} <= block->Width; column += {pixels})");
            _writer.Line(CallAt(pixels, run));
            _writer.Close();

            if (!last || pixels > 1)
            {
                EmitOverlap(run, pixels, last ? pixels : sizes[i + 1]);
            }

            _writer.Close();
            condition = "else if";
        }
    }

    /// <summary>The last pixels of a row by a tile that overlaps its predecessor: the smaller one where it is enough.</summary>
    private void EmitOverlap(BlockRun run, int pixels, int smaller)
    {
        _writer.Line();

        if (smaller < pixels)
        {
            _writer.Open($"if (column + {smaller} < block->Width)");
            _writer.Line($"column = block->Width - {pixels};");
            _writer.Line(CallAt(pixels, run));
            _writer.Close();
            _writer.Open("else if (column < block->Width)");
        }
        else
        {
            _writer.Open("if (column < block->Width)");
        }

        _writer.Line($"column = block->Width - {smaller};");
        _writer.Line(CallAt(smaller, run));
        _writer.Close();
    }

    private string CallAt(int pixels, BlockRun run)
    {
        return Call(pixels, run, $"x + ((nint)column * {_geometry.PixelStep})", $"y + ((nint)column * {_spec.Filters})");
    }

    private string Call(int pixels, BlockRun run, string x, string y)
    {
        return $"{_tiles.Name(pixels, run.Block)}({_geometry.TileArguments($"{x}, w, bias, {y}")});";
    }

    private int WeightFloats(VectorBlock block)
    {
        return _geometry.Shape.Kernel[0] * _geometry.Shape.Kernel[1] * _geometry.RowSteps * block.Width;
    }

    private static string RowsName(BlockRun run)
    {
        return $"RowsOf{run.Block.Filters}Filters";
    }
}
