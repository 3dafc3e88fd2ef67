using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the loops over the rows and columns of planes that are read where they lie.</summary>
internal sealed class InPlacePlanesEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly Shape3 _shape = new(spec);
    private readonly PlanarTile _tile = plan.Planar!;
    private readonly PlaneEdges _edges = new(new Shape3(spec), plan.Planar!);
    private readonly InPlaceTileEmitter _tiles = new(spec, plan, writer);

    /// <summary>The floats of a tile's rows, which follow each other in a plane without a gap.</summary>
    private int RowFloats => _tile.Rows * _shape.Output![2];

    /// <summary>Where the tiles write their rows.</summary>
    private string Rows => plan.StreamsOutput ? "rows" : "y";

    /// <summary>Emits the rows of a block for the filters of a run, and their tile.</summary>
    public void Emit(BlockRun run, string name)
    {
        writer.Line($"/// <summary>The rows of a block for {PlanText.Count(run.Block.Filters, "filter")}.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {name}(BlockArguments* block, float* input, float* weights, float* bias, float* output)");
        int filters = run.Block.Filters;
        string depthTaps = string.Empty;
        int open = 0;

        if (spec.Rank == 3)
        {
            writer.Open("for (int depth = block->DepthStart; depth < block->DepthEnd; depth++)");
            InPlaceDepth.Emit(spec, _shape, filters, writer);
            depthTaps = InPlaceTileEmitter.CountsPlanes(_shape) ? ", depthTaps" : string.Empty;
            open++;
        }
        else
        {
            writer.Line("float* xPlane = input;").Line("float* yPlane = output;").Line("float* w = weights;").Line();
        }

        if (_edges.TilesOfPlane > 1)
        {
            EmitHeight();
            open++;
        }
        else
        {
            writer.Line($"int line = {-_shape.PaddingBegin[1]};").Line("float* y = yPlane;").Line();
        }

        if (plan.StreamsOutput)
        {
            writer.Line("float* rows = block->Scratch;");
        }

        writer.Line($"float* x = &xPlane[line * {_shape.Input![2]}];");
        EmitColumns($"{_tiles.Name(filters)}(block, x, w, bias, ", $", -line, {_shape.Input[1]} - line{depthTaps});");

        if (!ActivationText.IsInline(spec.Activation))
        {
            EmitActivation(filters);
        }

        if (plan.StreamsOutput)
        {
            writer.Line().Line("// A tensor of this size does not stay in the caches: it is not fetched to be overwritten.");
            writer.Line($"StreamedRows.Store(rows, y, {RowFloats});");
        }

        for (; open > 0; open--)
        {
            writer.Close();
        }

        writer.Close().Line();
        _tiles.Emit(filters);
    }

    private void EmitHeight()
    {
        writer.Open($"for (int start = block->HeightStart; start < block->HeightEnd; start += {_tile.Rows})");

        if (_shape.Output![1] % _tile.Rows == 0)
        {
            writer.Line("int height = start;");
        }
        else
        {
            writer.Line("// The last rows are as many as the others and overlap those before.");
            writer.Line($"int height = global::System.Math.Min(start, block->HeightEnd - {_tile.Rows});");
        }

        int padding = _shape.PaddingBegin[1];
        string scaled = _shape.Stride[1] == 1 ? "height" : $"height * {_shape.Stride[1]}";
        writer.Line($"int line = {(padding == 0 ? scaled : $"{(_shape.Stride[1] == 1 ? scaled : $"({scaled})")} - {padding}")};");
        writer.Line($"float* y = &yPlane[height * {_shape.Output[2]}];").Line();
    }

    private void EmitColumns(string start, string end)
    {
        int width = _shape.Output![2];
        int columns = _tile.Columns;

        if (_edges.TilesOfRow == 1)
        {
            writer.Line($"{start}{Rows}, 0{end}");
        }
        else if (width % columns == 0)
        {
            writer.Line().Open($"for (int column = 0; column < {width}; column += {columns})");
            writer.Line($"{start}&{Rows}[column], column{end}").Close();
        }
        else
        {
            writer.Line().Line("// The last tile is as wide as the others and overlaps the one before.");
            writer.Open($"for (int left = 0; left < {width}; left += {columns})");
            writer.Line($"int column = global::System.Math.Min(left, {width - columns});");
            writer.Line($"{start}&{Rows}[column], column{end}").Close();
        }
    }

    private void EmitActivation(int filters)
    {
        writer.Line().Line("// The rows are still in the L1 cache, the registers are free for the activation's own polynomial.");
        string y = Rows;

        if (filters > 1)
        {
            writer.Open($"for (int filter = 0; filter < {filters}; filter++)");
            y = "&y[filter * block->OutputChannel]";
        }

        writer.Line($"TileActivations.Apply(Activation.{spec.Activation}, {ActivationText.Float(spec.Alpha)}, {y}, 1, {RowFloats}, {RowFloats});");

        if (filters > 1)
        {
            writer.Close();
        }
    }
}
