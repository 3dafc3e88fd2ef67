using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the loops over the columns of a block for a few vectors of filters: strips as wide as a tile, and down the rows of
/// a strip, so that the rows that neighbouring windows share are still in the L1 cache; or row by row, as <see cref="RowOrder"/> decides.
/// </summary>
internal sealed class SlidingColumnsEmitter(ConvSpec spec, KernelPlan plan, SlidingTileEmitter tiles, SourceWriter writer)
{
    private const string Optimized = "[MethodImpl(MethodImplOptions.AggressiveOptimization)]";

    private const string Operands = "BlockArguments* block, float* input, float* weights, float* bias, float* output";

    private readonly KernelGeometry _geometry = new(spec, plan);
    private readonly SlidingVectors _vectors = new(spec, plan);

    /// <summary>Emits the columns for the vectors of a run, with the strips and tiles they are made of.</summary>
    public void Emit(BlockRun run)
    {
        EmitColumns(run);

        foreach (ColumnTile tile in Tiles(run))
        {
            if (!plan.IsRowByRow)
            {
                writer.Line();
                EmitStrip(run, SlidingTileNames.Of(plan, tile, run.Block), widthTaps: false);
            }

            writer.Line();
            tiles.Emit(tile, run.Block);
        }

        if (HasBorders(run))
        {
            writer.Line();
            EmitBorder(run);
            writer.Line();
            EmitStrip(run, SlidingTileNames.OfBorder(plan, run.Block), widthTaps: true);
            writer.Line();
            tiles.EmitBorder(run.Block);
        }
    }

    /// <summary>The method that computes a block's columns for vectors like a run's.</summary>
    public static string Name(BlockRun run)
    {
        return $"ColumnsOf{run.Block.Width}Lanes";
    }

    /// <summary>Whether it shows only at run time which pixels lie at a border.</summary>
    private bool HasBorders(BlockRun run)
    {
        return _geometry.ClipsWidth && !run.Cover.IsExact;
    }

    private IEnumerable<ColumnTile> Tiles(BlockRun run)
    {
        return run.Cover.IsExact
            ? ColumnTile.Of(run.Cover, _geometry.Shape, _geometry.ClipsWidth).Select(static tile => tile.Tile).Distinct()
            : run.Cover.Tiles.Select(static tile => new ColumnTile(tile.Pixels, 0, 0));
    }

    private void EmitColumns(BlockRun run)
    {
        writer.Line($"/// <summary>The columns of a block, {(plan.IsRowByRow ? "row by row" : "strip by strip")}, for {SlidingVectors.Noun(run)} of {run.Block.Filters} filters.</summary>");

        if (plan.IsRowByRow)
        {
            writer.Line(Optimized);
        }

        writer.Open($"{(_geometry.NamesPixel ? "public" : "private")} static void {Name(run)}({Operands}{_vectors.Parameter(run, "int ")})");
        EmitPixel();

        if (plan.IsRowByRow)
        {
            EmitPositions(run, () => EmitKnownColumns(run, "x", "y", tile => EmitTiles(run, SlidingTileNames.Of(plan, tile, run.Block), widthTaps: false)));
        }
        else if (run.Cover.IsExact)
        {
            EmitKnownColumns(run, "input", "output", tile => writer.Line(Strip(SlidingTileNames.Of(plan, tile, run.Block), run, "input", "weights", "output")));
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

    /// <summary>The tiles of a row of known width: where each begins is left in <paramref name="x"/> and <paramref name="y"/>.</summary>
    private void EmitKnownColumns(BlockRun run, string x, string y, Action<ColumnTile> emit)
    {
        IReadOnlyList<(ColumnTile Tile, int Count)> all = ColumnTile.Of(run.Cover, _geometry.Shape, _geometry.ClipsWidth);
        bool isApart = plan.IsRowByRow && _vectors.Loop(run);

        for (int i = 0; i < all.Count; i++)
        {
            (ColumnTile tile, int count) = all[i];

            if (i > 0 && isApart)
            {
                writer.Line();
            }

            if (count > 1)
            {
                writer.Open($"for (int tile = 0; tile < {count}; tile++)");
            }

            emit(tile);

            if (count > 1 || i < all.Count - 1)
            {
                if (isApart)
                {
                    writer.Line();
                }

                writer.Line(AddressText.Advance(x, _geometry.Floats(tile.Pixels * _geometry.PixelStep)));
                writer.Line(AddressText.Advance(y, _geometry.Floats(tile.Pixels * plan.OutputPixel(spec))));
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
        string vectors = _vectors.Parameter(run, string.Empty);
        writer.Line($"{BorderName(run)}(block, input, weights, bias, output{vectors}, 0, start);");
        writer.Line($"{BorderName(run)}(block, input, weights, bias, output{vectors}, end, block->Width);");
    }

    private void EmitBorder(BlockRun run)
    {
        Shape3 shape = _geometry.Shape;
        string width = shape.Input is { } input ? KernelGeometry.Number(input[2]) : "block->InputWidth";
        int dilation = shape.Dilation[2];
        writer.Line("/// <summary>Pixels at a border, each without the taps that meet padding.</summary>");
        writer.Open($"private static void {BorderName(run)}({Operands}{_vectors.Parameter(run, "int ")}, int start, int end)");
        EmitPixel();
        writer.Open("for (int column = start; column < end; column++)");
        writer.Line($"int position = block->FirstColumn + {(shape.Stride[2] == 1 ? "column" : $"(column * {shape.Stride[2]})")};");
        writer.Line($"int first = Taps.First(position, {dilation});");
        writer.Line($"int taps = Taps.Count(first, position, {dilation}, {width}, {shape.Kernel[2]});");
        writer.Line($"float* x = {AddressText.At("input", $"column * {_geometry.Floats(_geometry.PixelStep)}", $"first * {_geometry.Floats(_geometry.TapStep)}")};");
        writer.Line($"float* w = &weights[first * {spec.ChannelsPerGroup * run.Block.Width}];");
        writer.Line($"float* y = &output[column * {_geometry.Floats(plan.OutputPixel(spec))}];");
        writer.Line(Strip(SlidingTileNames.OfBorder(plan, run.Block), run, "x", "w", "y").Replace(");", ", taps);"));
        writer.Close();
        writer.Close();
    }

    /// <summary>Emits the rows of a strip of columns, and on each row the tiles of some vectors.</summary>
    private void EmitStrip(BlockRun run, string tile, bool widthTaps)
    {
        string taps = widthTaps ? ", int widthTaps" : string.Empty;
        writer.Line("/// <summary>The rows of a strip of columns.</summary>");
        writer.Line(Optimized);
        writer.Open($"private static void {StripName(tile)}({Operands}{_vectors.Parameter(run, "int ")}{taps})");
        EmitPixel();
        EmitPositions(run, () => EmitTiles(run, tile, widthTaps));
        writer.Close();
    }

    private void EmitPositions(BlockRun run, Action body)
    {
        new PositionLoops(spec, plan, writer).Emit(_geometry.RowSteps * run.Block.Width, body);
    }

    /// <summary>The tiles of some vectors at the same pixels.</summary>
    private void EmitTiles(BlockRun run, string tile, bool widthTaps)
    {
        string x = "x";
        string vectors = string.Empty;

        if (_vectors.Loop(run))
        {
            writer.Open("for (int vector = 0; vector < vectors; vector++)");
            x = AddressText.At("x", _vectors.Channel("vector", run));
            vectors = $"vector * {run.Block.Width}";
        }

        string w = _vectors.Loop(run) ? $"&w[vector * {_vectors.WeightFloats(run)}]" : "w";
        string bias = AddressText.At("bias", vectors);
        string arguments = _geometry.TileArguments($"{x}, {w}, {bias}, {AddressText.At("y", vectors)}{(widthTaps ? ", widthTaps" : string.Empty)}");
        writer.Line($"{tile}({arguments});");

        if (_vectors.Loop(run))
        {
            writer.Close();
        }
    }

    private void EmitPixel()
    {
        if (_geometry.NamesPixel)
        {
            writer.Line(SharedSliding.DeclarePixel);
        }
    }

    private string StripAt(ColumnTile tile, BlockRun run)
    {
        string x = $"&input[column * {_geometry.Floats(_geometry.PixelStep)}]";
        string y = $"&output[column * {_geometry.Floats(plan.OutputPixel(spec))}]";
        return Strip(SlidingTileNames.Of(plan, tile, run.Block), run, x, "weights", y);
    }

    private string Strip(string tile, BlockRun run, string x, string w, string y)
    {
        return $"{StripName(tile)}(block, {x}, {w}, bias, {y}{_vectors.Parameter(run, string.Empty)});";
    }

    private static string StripName(string tile)
    {
        return tile.Replace("Tile", "Strip");
    }

    private static string BorderName(BlockRun run)
    {
        return $"BordersOf{run.Block.Width}Lanes";
    }
}
