using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a depthwise or grouped kernel of one instruction set. The loops run over vectors of filters, over strips of
/// columns as wide as a tile, and down the rows of a strip, so that the rows that neighbouring windows share are
/// still in the L1 cache.
/// </summary>
internal sealed class SlidingKernelEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private const string Operands = "BlockArguments* block, float* input, float* weights, float* bias, float* output";

    private readonly KernelGeometry _geometry = new(spec, plan);
    private readonly SlidingTileEmitter _tiles = new(spec, plan, writer);

    public void Emit()
    {
        writer.Line("[SkipLocalsInit]");
        writer.Open($"internal static unsafe class {plan.Isa.Name}Kernels");
        EmitCode();
        writer.Line();
        EmitRun();

        // A last vector that computes some filters again may be as wide as those before: they share their loops.
        foreach (BlockRun run in plan.Runs.GroupBy(static run => run.Block).Select(static runs => runs.First()))
        {
            writer.Line();
            EmitColumns(run);

            foreach (ColumnTile tile in Tiles(run))
            {
                writer.Line();
                EmitStrip(run, _tiles.Name(tile, run.Block), widthTaps: false);
                writer.Line();
                _tiles.Emit(tile, run.Block);
            }

            if (HasBorders(run))
            {
                writer.Line();
                EmitBorder(run);
                writer.Line();
                EmitStrip(run, _tiles.BorderName(run.Block), widthTaps: true);
                writer.Line();
                _tiles.EmitBorder(run.Block);
            }
        }

        _tiles.EmitShared();
        writer.Close();
    }

    /// <summary>Whether it shows only at run time which pixels lie at a border.</summary>
    private bool HasBorders(BlockRun run)
    {
        return _geometry.ClipsWidth && !run.Cover.IsExact;
    }

    private IEnumerable<ColumnTile> Tiles(BlockRun run)
    {
        return run.Cover.IsExact
            ? ColumnTile.Of(run.Cover, _geometry.Shape, _geometry.ClipsWidth).Select(static tiles => tiles.Tile).Distinct()
            : run.Cover.Tiles.Select(static tile => new ColumnTile(tile.Pixels, 0, 0));
    }

    private void EmitCode()
    {
        List<string> listed = [];
        string again = string.Empty;
        int filter = 0;

        foreach (BlockRun run in plan.Runs)
        {
            int start = Start(run, filter);

            if (start == filter)
            {
                listed.Add($"({run.Count}, {run.Block.Filters}, {run.Block.Width})");
            }
            else
            {
                again = $", new FilterBlock({start}, {run.Block.Filters}, {run.Block.Width})";
            }

            filter += run.Count * run.Block.Filters;
        }

        string list = $"FilterBlock.List(1, {string.Join(", ", listed)})";
        writer.Line("/// <summary>What the run-time half needs of this kernel: how it wants the filters packed, and its entry.</summary>");
        writer.Open("public static readonly KernelCode Code = new()");
        writer.Line("Run = &Run,");

        if (again.Length > 0)
        {
            writer.Line("// The last vector computes some filters again rather than reach beyond the last one.");
        }

        writer.Line($"FilterBlocks = {(again.Length > 0 ? $"[.. {list}{again}]" : list)},");
        InputPlanText.Emit(plan, writer);
        writer.Close("};");
    }

    /// <summary>The first filter of a run; a last vector that would reach beyond the last filter starts earlier.</summary>
    private int Start(BlockRun run, int next)
    {
        return Math.Min(next, spec.Filters - (run.Count * run.Block.Filters));
    }

    private void EmitRun()
    {
        writer.Line("/// <summary>Computes a block of output positions for all filters.</summary>");
        writer.Open("public static void Run(BlockArguments* block)");
        int filter = 0;
        int weights = 0;
        int lanes = 0;

        foreach (BlockRun run in plan.Runs)
        {
            int start = Start(run, filter);
            int channel = plan.Family == KernelFamily.Depthwise ? start : start / spec.FiltersPerGroup * spec.ChannelsPerGroup;
            int count = plan.Input.GroupsTogether is int groups ? groups * spec.FiltersPerGroup / run.Block.Width : run.Count;
            int together = Math.Min(plan.BlocksTogether, count);

            if (filter > 0)
            {
                writer.Line();
            }

            if (count > together)
            {
                writer.Line($"// {together} of {count} vectors at a time: their rows and weights stay in the L1 cache.");
                writer.Open($"for (int first = 0; first < {count}; first += {together})");
            }

            string At(string pointer, int offset, string vectors)
            {
                return AddressText.At(pointer, offset == 0 ? string.Empty : KernelGeometry.Number(offset), count > together ? vectors : string.Empty);
            }

            string input = At("block->Input", channel, Scaled("first", run));
            string packed = At("block->Weights", weights, $"first * {WeightFloats(run)}");
            string bias = At("block->Bias", lanes, $"first * {run.Block.Width}");
            string output = At("block->Output", start, $"first * {run.Block.Width}");

            string vectors = !Loops(run) ? string.Empty
                : count % together == 0 ? $", {together}"
                : $", global::System.Math.Min({together}, {count} - first)";
            writer.Line($"{ColumnsName(run)}(block, {input}, {packed}, {bias}, {output}{vectors});");

            if (count > together)
            {
                writer.Close();
            }

            filter += run.Count * run.Block.Filters;
            weights += run.Count * WeightFloats(run);
            lanes += run.Count * run.Block.Width;
        }

        writer.Close();
    }

    private void EmitColumns(BlockRun run)
    {
        writer.Line($"/// <summary>The columns of a block, strip by strip, for vectors of {run.Block.Filters} filters.</summary>");
        writer.Open($"private static void {ColumnsName(run)}({Operands}{Vectors(run, "int ")})");

        if (run.Cover.IsExact)
        {
            EmitKnownColumns(run);
        }
        else if (HasBorders(run))
        {
            EmitInnerColumns(run);
        }
        else
        {
            new AnyRow(run.Cover, "0", "block->Width", pixels => StripAt(new ColumnTile(pixels, 0, 0), run), writer).Emit();
        }

        writer.Close();
    }

    private void EmitKnownColumns(BlockRun run)
    {
        IReadOnlyList<(ColumnTile Tile, int Count)> all = ColumnTile.Of(run.Cover, _geometry.Shape, _geometry.ClipsWidth);

        for (int i = 0; i < all.Count; i++)
        {
            (ColumnTile tile, int count) = all[i];

            if (count > 1)
            {
                writer.Open($"for (int tile = 0; tile < {count}; tile++)");
            }

            writer.Line(Strip(_tiles.Name(tile, run.Block), run, "input", "weights", "output"));

            if (count > 1 || i < all.Count - 1)
            {
                writer.Line(AddressText.Advance("input", tile.Pixels * _geometry.PixelStep));
                writer.Line(AddressText.Advance("output", tile.Pixels * spec.Filters));
            }

            if (count > 1)
            {
                writer.Close();
            }
        }
    }

    /// <summary>Tiles for the pixels whose windows lie in the input as a whole, pixel by pixel at the borders.</summary>
    private void EmitInnerColumns(BlockRun run)
    {
        Shape3 shape = _geometry.Shape;
        string width = shape.Input is { } input ? KernelGeometry.Number(input[2]) : "block->InputWidth";
        writer.Line($"int start = Taps.InnerStart(block->FirstColumn, {shape.Stride[2]}, block->Width);");
        writer.Line($"int end = Taps.InnerEnd(block->FirstColumn, {shape.Stride[2]}, block->Width, {width}, {shape.EffectiveKernel[2]});");
        writer.Line();
        writer.Line("// The pixels whose windows lie in the input as a whole.");
        new AnyRow(run.Cover, "start", "end", pixels => StripAt(new ColumnTile(pixels, 0, 0), run), writer).Emit();
        writer.Line();
        writer.Line("// The pixels at the borders.");
        string vectors = Vectors(run, string.Empty);
        writer.Line($"{BorderName(run)}(block, input, weights, bias, output{vectors}, 0, start);");
        writer.Line($"{BorderName(run)}(block, input, weights, bias, output{vectors}, end, block->Width);");
    }

    private void EmitBorder(BlockRun run)
    {
        Shape3 shape = _geometry.Shape;
        string width = shape.Input is { } input ? KernelGeometry.Number(input[2]) : "block->InputWidth";
        int dilation = shape.Dilation[2];
        writer.Line("/// <summary>Pixels at a border, each without the taps that meet padding.</summary>");
        writer.Open($"private static void {BorderName(run)}({Operands}{Vectors(run, "int ")}, int start, int end)");
        writer.Open("for (int column = start; column < end; column++)");
        writer.Line($"int position = block->FirstColumn + {(shape.Stride[2] == 1 ? "column" : $"(column * {shape.Stride[2]})")};");
        writer.Line($"int first = Taps.First(position, {dilation});");
        writer.Line($"int taps = Taps.Count(first, position, {dilation}, {width}, {shape.Kernel[2]});");
        writer.Line($"float* x = {AddressText.At("input", $"column * {_geometry.PixelStep}", $"first * {_geometry.TapStep}")};");
        writer.Line($"float* w = &weights[first * {spec.ChannelsPerGroup * run.Block.Width}];");
        writer.Line($"float* y = &output[column * {spec.Filters}];");
        writer.Line(Strip(_tiles.BorderName(run.Block), run, "x", "w", "y").Replace(");", ", taps);"));
        writer.Close();
        writer.Close();
    }

    /// <summary>Emits the rows of a strip of columns, and on each row the tiles of some vectors.</summary>
    private void EmitStrip(BlockRun run, string tile, bool widthTaps)
    {
        string taps = widthTaps ? ", int widthTaps" : string.Empty;
        writer.Line("/// <summary>The rows of a strip of columns.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {StripName(tile)}({Operands}{Vectors(run, "int ")}{taps})");
        new PositionLoops(spec, plan, writer).Emit(_geometry.RowSteps * run.Block.Width, () =>
        {
            string x = "x";
            string vectors = string.Empty;

            if (Loops(run))
            {
                writer.Open("for (int vector = 0; vector < vectors; vector++)");
                x = AddressText.At("x", Scaled("vector", run));
                vectors = $"vector * {run.Block.Width}";
            }

            string w = Loops(run) ? $"&w[vector * {WeightFloats(run)}]" : "w";
            string bias = AddressText.At("bias", vectors);
            string arguments = _geometry.TileArguments($"{x}, {w}, {bias}, {AddressText.At("y", vectors)}{(widthTaps ? ", widthTaps" : string.Empty)}");
            writer.Line($"{tile}({arguments});");

            if (Loops(run))
            {
                writer.Close();
            }
        });
        writer.Close();
    }

    private string StripAt(ColumnTile tile, BlockRun run)
    {
        string x = $"&input[column * {_geometry.PixelStep}]";
        string y = $"&output[column * {spec.Filters}]";
        return Strip(_tiles.Name(tile, run.Block), run, x, "weights", y);
    }

    private string Strip(string tile, BlockRun run, string x, string w, string y)
    {
        return $"{StripName(tile)}(block, {x}, {w}, bias, {y}{Vectors(run, string.Empty)});";
    }

    private static string StripName(string tile)
    {
        return tile.Replace("Tile", "Strip");
    }

    /// <summary>The parameter that says how many vectors follow each other; a lone vector needs none.</summary>
    private string Vectors(BlockRun run, string type)
    {
        return Loops(run) ? $", {type}vectors" : string.Empty;
    }

    private bool Loops(BlockRun run)
    {
        return plan.Runs.Any(other => other.Block == run.Block && other.Count > 1);
    }

    private int WeightFloats(BlockRun run)
    {
        return _geometry.Shape.Kernel[0] * _geometry.Shape.Kernel[1] * _geometry.RowSteps * run.Block.Width;
    }

    /// <summary>The first channel of a vector, counted from the first vector's.</summary>
    private string Scaled(string vector, BlockRun run)
    {
        LaneInput lanes = LaneInput.For(spec, plan.Family, run.Block.Width)!;
        return lanes.VectorsOfGroup == 1
            ? $"{vector} * {lanes.Floats}"
            : $"{vector} / {lanes.VectorsOfGroup} * {lanes.Floats}";
    }

    private static string ColumnsName(BlockRun run)
    {
        return $"ColumnsOf{run.Block.Width}Lanes";
    }

    private static string BorderName(BlockRun run)
    {
        return $"BordersOf{run.Block.Width}Lanes";
    }
}
