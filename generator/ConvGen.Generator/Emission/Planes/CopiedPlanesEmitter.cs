using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the loops over the rows and columns of planes that have been copied with their padding.</summary>
internal sealed class CopiedPlanesEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly Shape3 _shape = new(spec);
    private readonly PlanarTile _tile = plan.Planar!;
    private readonly PlanarTileEmitter _tiles = new(spec, plan, writer);

    /// <summary>Emits the rows of a block for the filters of a run, and their tiles.</summary>
    public void Emit(BlockRun run, string name)
    {
        EmitPlanes(run, name);

        foreach (int columns in Tiles(run).Select(static tile => tile.Columns).Distinct())
        {
            foreach (PlanarTileInput input in Inputs(columns))
            {
                writer.Line();
                _tiles.Emit(run.Block.Filters, columns, input);
            }
        }
    }

    /// <summary>What the tiles of so many columns read.</summary>
    private IEnumerable<PlanarTileInput> Inputs(int columns)
    {
        if (!plan.MeetsPlanesOnce)
        {
            yield return PlanarTileInput.Copy;
        }

        if (plan.CopiesPlanes && columns == _tile.Columns)
        {
            yield return PlanarTileInput.Planes;
        }

        if (plan.CopiesPlanes)
        {
            yield return PlanarTileInput.EndOfPlanes;
        }
    }

    private void EmitPlanes(BlockRun run, string name)
    {
        writer.Line($"/// <summary>The rows of a block for {PlanText.Count(run.Block.Filters, "filter")}.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {name}(BlockArguments* block, float* input, float* weights, float* bias, float* output{(plan.CopiesPlanes ? ", float* planes" : plan.FetchesNextBlock ? ", float* next" : string.Empty)})");

        if (!run.Cover.IsExact || !ActivationText.IsInline(spec.Activation))
        {
            writer.Line("int width = block->Width;").Line();
        }

        bool overDepth = spec.Rank == 3 && !_tile.JoinsPlanes;
        bool overHeight = spec.Rank > 1 && !_tile.FlattensPlanes;
        string x = "input";
        string y = "output";

        if (overDepth)
        {
            writer.Open("for (int depth = block->DepthStart; depth < block->DepthEnd; depth++)");
            x += $" + ({PlanarKernelEmitter.Times("depth", _tile.FlattensPlanes ? 1 : _shape.Stride[0])} * block->InputPlane)";
            y += " + (depth * block->OutputPlane)";
        }

        if (overHeight)
        {
            string step = _tile.Rows == 1 ? "height++" : $"height += {_tile.Rows}";
            writer.Open($"for (int height = block->HeightStart; height < block->HeightEnd; {step})");
            x += $" + ({PlanarKernelEmitter.Times("height", _shape.Stride[1])} * block->InputRow)";
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

        if (_tile.TailIsHalf)
        {
            tiles.Add((1, _tile.Lanes / 2));
        }
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
            int narrower = _tile.TailIsHalf && columns == _tile.Lanes ? _tile.Lanes / 2 : columns - _tile.Of(columns).Lanes;
            writer.Open($"for (; width - column > {narrower}; column += {columns})");
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
        string output = $"y{offset}, block->OutputChannel, block->OutputRow";

        if (isWhole.Length == 0)
        {
            EmitCall(run, columns, offset, output);
            return;
        }

        writer.Open($"if ({isWhole})");
        EmitCall(run, columns, offset, output, columns == _tile.Columns ? null : columnsLeft);
        writer.Close();
        writer.Open("else");
        EmitCall(run, columns, offset, $"block->Scratch, {_tile.Rows * columns}, {columns}", columnsLeft);
        writer.Line($"PartialTile.Store(block->Scratch, {run.Block.Filters}, {_tile.Rows}, {columns}, y{offset}, block->OutputChannel, block->OutputRow, {(_tile.Rows > 1 ? "rows" : "1")}, {columnsLeft});");
        writer.Close();
    }

    /// <summary>A call that reads the copy or, where there is none yet, the planes: as many columns as are left where those are fewer than the widest tile's.</summary>
    private void EmitCall(BlockRun run, int columns, string offset, string output, string? columnsLeft = null)
    {
        string x = _tile.FlattensPlanes ? "x" : $"x{offset}";
        string next = plan.FetchesNextBlock ? $", &next[{NextOffset()}]" : string.Empty;
        string copy = $"{_tiles.Name(run.Block.Filters, columns)}(block, {x}, weights, bias, {output}{next});";
        string planes = columnsLeft is null
            ? $"{_tiles.Name(run.Block.Filters, columns, PlanarTileInput.Planes)}(block, {x}, weights, bias, {output}, planes{offset});"
            : $"{_tiles.Name(run.Block.Filters, columns, PlanarTileInput.EndOfPlanes)}(block, {x}, weights, bias, {output}, planes{offset}, {columnsLeft});";

        if (!plan.CopiesPlanes)
        {
            writer.Line(copy);
        }
        else if (plan.MeetsPlanesOnce)
        {
            writer.Line(planes);
        }
        else
        {
            writer.Open("if (planes == null)").Line(copy).Close();
            writer.Open("else").Line(planes).Close();
        }
    }

    /// <summary>Where the columns of the next block begin that lie as many behind its first as the tile's.</summary>
    private string NextOffset()
    {
        return _shape.Stride[1] == 1 && _shape.Stride[2] == 1
            ? "block->NextPosition + column"
            : $"StridedPlane.Offset(block->NextPosition + column, {_shape.Output![2]}, {_shape.Stride[1] * _shape.Input![2]}, {_shape.Stride[2]})";
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
}
