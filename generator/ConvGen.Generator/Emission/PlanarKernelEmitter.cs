using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a kernel whose lanes are columns: the loops run over groups and blocks of filters, over planes, and down the
/// rows as many at a time as a tile has.
/// </summary>
internal sealed class PlanarKernelEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly Shape3 _shape = new(spec);
    private readonly PlanarTile _tile = plan.Planar!;
    private readonly PlanarTileEmitter _tiles = new(spec, plan, writer);

    public void Emit()
    {
        writer.Line(SurfaceEmitter.GeneratedCode);
        writer.Open($"internal static unsafe class {plan.Isa.Name}Kernels");
        EmitCode();
        writer.Line();
        EmitRun();

        foreach (BlockRun run in plan.Runs)
        {
            writer.Line();
            EmitPlanes(run);

            foreach (int columns in Tiles(run).Select(static tile => tile.Columns).Distinct())
            {
                writer.Line();
                _tiles.Emit(run.Block.Filters, columns);
            }
        }

        writer.Close();
    }

    private void EmitCode()
    {
        string runs = string.Join(", ", plan.Runs.Select(static run => $"({run.Count}, {run.Block.Filters}, {run.Block.Width})"));
        writer.Line("/// <summary>What the run-time half needs of this kernel: how it wants the filters packed, and its entry.</summary>");
        writer.Open("public static readonly KernelCode Code = new()");
        writer.Line("Run = &Run,");
        writer.Line($"FilterBlocks = FilterBlock.List({spec.Groups}, {runs}),");
        InputPlanText.Flag("SplitsFilters", plan.SplitsFilters(spec), writer);
        InputPlanText.Flag("ReadsPlanes", true, writer);
        InputPlanText.Flag("FlattensPlanes", _tile.FlattensPlanes, writer);

        if (plan.Input.GroupsTogether is int groups)
        {
            writer.Line($"GroupsTogether = {groups},");
        }

        writer.Line($"ScratchFloats = {plan.Runs.Max(static run => run.Block.Filters) * _tile.Rows * _tile.Columns},");
        writer.Line($"OutputStep = [1, {_tile.Rows}, {_tile.Lanes}],");
        writer.Line($"WidthStep = {_tile.Columns},");

        if (plan.Input.Block.Count > 0)
        {
            writer.Line($"Block = [{string.Join(", ", plan.Input.Block)}],");
        }

        writer.Close("};");
    }

    private void EmitRun()
    {
        writer.Line($"/// <summary>Computes a block of output positions for {(plan.SplitsFilters(spec) ? "the filters asked for" : "all filters")}.</summary>");
        writer.Open("public static void Run(BlockArguments* block)");
        writer.Line("float* input = block->Input;");
        writer.Line("float* weights = block->Weights;");
        writer.Line("float* bias = block->Bias;");
        writer.Line("float* output = block->Output;");
        int groups = plan.Input.GroupsTogether ?? 1;

        if (groups > 1)
        {
            writer.Line().Open($"for (int group = 0; group < {groups}; group++)");
        }

        foreach (BlockRun run in plan.Runs)
        {
            writer.Line();

            bool loops = FilterLoop.Open(spec, plan, run, writer);
            writer.Line($"{PlanesName(run)}(block, input, weights, bias, output);");
            writer.Line(AddressText.Advance("weights", spec.Kernel.Aggregate(spec.ChannelsPerGroup, static (product, extent) => product * extent) * run.Block.Filters));
            writer.Line(AddressText.Advance("bias", run.Block.Filters));
            writer.Line(AddressText.Advance("output", Times("block->OutputChannel", run.Block.Filters)));

            if (loops)
            {
                writer.Close();
            }
        }

        if (groups > 1)
        {
            writer.Line().Line(AddressText.Advance("input", Times("block->InputChannel", spec.ChannelsPerGroup))).Close();
        }

        writer.Close();
    }

    private void EmitPlanes(BlockRun run)
    {
        writer.Line($"/// <summary>The rows of a block for {PlanText.Count(run.Block.Filters, "filter")}.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {PlanesName(run)}(BlockArguments* block, float* input, float* weights, float* bias, float* output)");

        if (!run.Cover.IsExact || !ActivationText.IsInline(spec.Activation))
        {
            writer.Line("int width = block->Width;").Line();
        }

        bool overDepth = spec.Rank == 3;
        bool overHeight = spec.Rank > 1 && !_tile.FlattensPlanes;
        string x = "input";
        string y = "output";

        if (overDepth)
        {
            writer.Open("for (int depth = block->DepthStart; depth < block->DepthEnd; depth++)");
            x += $" + ({Times("depth", _shape.Stride[0])} * block->InputPlane)";
            y += " + (depth * block->OutputPlane)";
        }

        if (overHeight)
        {
            string step = _tile.Rows == 1 ? "height++" : $"height += {_tile.Rows}";
            writer.Open($"for (int height = block->HeightStart; height < block->HeightEnd; {step})");
            x += $" + ({Times("height", _shape.Stride[1])} * block->InputRow)";
            y += " + (height * block->OutputRow)";
        }

        writer.Line($"float* x = {x};");
        writer.Line($"float* y = {y};");

        if (_tile.Rows > 1 && (!HasWholeRows || !run.Cover.IsExact || !ActivationText.IsInline(spec.Activation)))
        {
            writer.Line("int rows = block->HeightEnd - height;");
        }

        writer.Line();

        if (run.Cover.IsExact)
        {
            EmitKnownRow(run);
        }
        else
        {
            EmitAnyRow(run);
        }

        if (!ActivationText.IsInline(spec.Activation))
        {
            EmitActivation(run);
        }

        if (overHeight)
        {
            writer.Close();
        }

        if (overDepth)
        {
            writer.Close();
        }

        writer.Close();
    }

    /// <summary>The tiles of a row: how many of how many columns, the last one perhaps narrower; of a row of any width one tile each, the widest first.</summary>
    private IReadOnlyList<(int Count, int Columns)> Tiles(BlockRun run)
    {
        List<(int Count, int Columns)> tiles = [.. run.Cover.Tiles.Select(tile => (tile.Count, tile.Pixels * _tile.Lanes))];
        int beyond = run.Cover.IsExact ? tiles.Sum(static tile => tile.Count * tile.Columns) - plan.Input.RowWidth!.Value : 0;

        if (beyond > 0)
        {
            (int count, int columns) = tiles[tiles.Count - 1];
            tiles[tiles.Count - 1] = (count - 1, columns);
            tiles.Add((1, columns - beyond));
        }

        return [.. tiles.Where(static tile => tile.Count > 0)];
    }

    /// <summary>The tiles of a row of known width, each with the columns it stores.</summary>
    private void EmitKnownRow(BlockRun run)
    {
        int end = 0;

        foreach ((int count, int columns) in Tiles(run))
        {
            int start = end;
            end += count * columns;

            if (count > 1)
            {
                writer.Open($"for (int column = {start}; column < {end}; column += {columns})");
                EmitTile(run, columns, " + column", HasWholeRows ? string.Empty : $"rows >= {_tile.Rows}", $"{columns}");
                writer.Close();
            }
            else
            {
                EmitTile(run, columns, start == 0 ? string.Empty : $" + {start}", HasWholeRows ? string.Empty : $"rows >= {_tile.Rows}", $"{columns}");
            }
        }
    }

    /// <summary>The tiles of a row of any width: the widest while they do not lie beyond the row as a whole, then vector by vector.</summary>
    private void EmitAnyRow(BlockRun run)
    {
        IReadOnlyList<(int Count, int Columns)> tiles = Tiles(run);
        string rows = HasWholeRows ? string.Empty : $" && rows >= {_tile.Rows}";
        writer.Line("int column = 0;").Line();

        foreach ((int _, int columns) in tiles)
        {
            writer.Open($"for (; width - column > {columns - _tile.Lanes}; column += {columns})");
            EmitTile(run, columns, " + column", $"width - column >= {columns}{rows}", "width - column");

            if (_tile.FlattensPlanes)
            {
                // The columns of a tile lie together, channel by channel; narrower tiles take parts of the last ones.
                writer.Line(columns == _tile.Columns ? "x = &x[block->InputRow];" : $"x = &x[{columns}];");
            }

            writer.Close().Line();
        }
    }

    /// <summary>A call of a tile. One that may reach beyond the last row or column goes by scratch memory, of which what is there is copied.</summary>
    private void EmitTile(BlockRun run, int columns, string offset, string isWhole, string columnsLeft)
    {
        string x = _tile.FlattensPlanes ? "x" : $"x{offset}";
        string start = $"{_tiles.Name(run.Block.Filters, columns)}(block, {x}, weights, bias, ";
        string whole = $"{start}y{offset}, block->OutputChannel, block->OutputRow);";

        if (isWhole.Length == 0)
        {
            writer.Line(whole);
            return;
        }

        writer.Open($"if ({isWhole})").Line(whole).Close();
        writer.Open("else");
        writer.Line($"{start}block->Scratch, {_tile.Rows * columns}, {columns});");
        writer.Line($"PartialTile.Store(block->Scratch, {run.Block.Filters}, {_tile.Rows}, {columns}, y{offset}, block->OutputChannel, block->OutputRow, {(_tile.Rows > 1 ? "rows" : "1")}, {columnsLeft});");
        writer.Close();
    }

    /// <summary>Whether the rows of every block are a multiple of a tile's.</summary>
    private bool HasWholeRows => _tile.Rows == 1
        || (plan.Input.Block.Count > 0 && _shape.Output![1] % _tile.Rows == 0 && plan.Input.Block[1] % _tile.Rows == 0);

    private void EmitActivation(BlockRun run)
    {
        string y = "y";
        bool overRows = _tile.Rows > 1;
        bool overFilters = run.Block.Filters > 1;
        writer.Line("// The rows are still in the L1 cache, the registers are free for the activation's own polynomial.");

        if (overFilters)
        {
            writer.Open($"for (int filter = 0; filter < {run.Block.Filters}; filter++)");
            y += " + (filter * block->OutputChannel)";
        }

        if (overRows)
        {
            writer.Open($"for (int row = 0; row < global::System.Math.Min(rows, {_tile.Rows}); row++)");
            y += " + (row * block->OutputRow)";
        }

        writer.Line($"TileActivations.Apply(Activation.{spec.Activation}, {ActivationText.Float(spec.Alpha)}, {y}, 1, width, width);");

        if (overRows)
        {
            writer.Close();
        }

        if (overFilters)
        {
            writer.Close();
        }
    }

    private static string Times(string value, int factor)
    {
        return factor == 1 ? value : $"{factor} * {value}";
    }

    private static string PlanesName(BlockRun run)
    {
        return run.Block.Filters == 1 ? "PlanesOf1Filter" : $"PlanesOf{run.Block.Filters}Filters";
    }
}
