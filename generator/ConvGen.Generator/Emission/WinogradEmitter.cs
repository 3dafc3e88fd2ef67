using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a kernel of Winograd's minimal filtering: the tiles of a block are transformed, each point is multiplied as a
/// pointwise convolution over tiles, and the products of each block of filters are transformed back.
/// </summary>
internal sealed class WinogradEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private static readonly string[] Axes = ["depth", "height", "width"];

    private static readonly string[] Ends = ["block->DepthEnd", "block->HeightEnd", "block->Width"];

    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly KernelGeometry _geometry = new(spec, plan);
    private readonly WinogradTransformEmitter _transforms = new(spec, plan, writer);

    /// <summary>The floats of scratch memory: points, products, what a transform keeps between its passes, zeros.</summary>
    private int ScratchFloats => PointFloats + ProductFloats + TemporaryFloats + ZeroFloats + WindowFloats;

    private int PlaneChannels => _winograd.Channels / _winograd.Planes;

    private int PointFloats => _winograd.Points * _winograd.InputPointPitch;

    private int ProductFloats => _winograd.Points * _winograd.OutputPointPitch;

    private int TemporaryFloats => _winograd.Points * plan.Isa.Lanes;

    /// <summary>What a tile starts from or, where the sum over channels has parts, what the first of them is added to.</summary>
    private int ZeroFloats => _winograd.Parts == 1 ? _winograd.Width : plan.Runs.Max(static run => run.Block.Width * run.Cover.Tiles[0].Pixels);

    /// <summary>The input of a tile that reaches into the padding, where the others are read from the tensor.</summary>
    private int WindowFloats => plan.Input.IsInPlace ? _winograd.Points * _winograd.Channels : 0;

    public void Emit()
    {
        writer.Line(SurfaceEmitter.GeneratedCode);
        writer.Line("[SkipLocalsInit]");
        writer.Open($"internal static unsafe class {plan.Isa.Name}Kernels");
        EmitCode();
        writer.Line();
        EmitRun();

        foreach (BlockRun run in plan.Runs)
        {
            writer.Line();
            EmitMultiply(run);
        }

        // Runs that differ only in the filters of their last vector share their tiles.
        foreach ((int pixels, VectorBlock block) in plan.Runs
            .SelectMany(static run => run.Cover.Tiles.Select(tile => (tile.Pixels, Padded(run.Block))))
            .Distinct())
        {
            writer.Line();
            Tiles(block).Emit(pixels, block);
        }

        Tiles(plan.Runs[0].Block).EmitShared(plan.Runs.Select(static run => Padded(run.Block)));

        foreach (int lanes in ChannelVectors().Select(static vector => vector.Lanes).Distinct())
        {
            writer.Line();
            _transforms.EmitInput(lanes);
        }

        foreach ((int lanes, int filters) in FilterVectors().Distinct())
        {
            writer.Line();
            _transforms.EmitOutput(lanes, filters);
        }

        _transforms.EmitShared();

        writer.Close();
    }

    private void EmitCode()
    {
        string runs = string.Join(", ", plan.Runs.Select(static run => $"({run.Count}, {run.Block.Filters}, {run.Block.Width})"));
        string[] matrices = [.. _winograd.Matrices.Select(static matrices => Matrix(matrices.Filter))];
        writer.Line("/// <summary>What the run-time half needs of this kernel: how it wants the filters packed, and its entry.</summary>");
        writer.Open("public static readonly KernelCode Code = new()");
        writer.Line("Run = &Run,");
        writer.Line($"FilterBlocks = FilterBlock.List({spec.Groups}, {runs}),");
        InputPlanText.Flag("SplitsFilters", plan.SplitsFilters(spec), writer);
        InputPlanText.Emit(plan, writer);

        if (!plan.Input.IsInPlace)
        {
            writer.Line("PadsRows = true,");
        }

        writer.Line($"OutputStep = [{string.Join(", ", _winograd.Steps)}],");
        writer.Line($"MostSteps = {_winograd.Tiles / _winograd.TilesOfStep},");
        writer.Line($"ScratchFloats = {ScratchFloats},");
        writer.Open("Winograd = new()");
        writer.Line($"Matrices = [{string.Join(", ", matrices)}],");

        if (_winograd.Planes > 1)
        {
            writer.Line($"Planes = {_winograd.Planes},");
        }

        writer.Close("},");
        writer.Close("};");
    }

    private static string Matrix(RootTwo[,] matrix)
    {
        IEnumerable<string> values = matrix.Cast<RootTwo>()
            .Select(static value => value.ToDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        return $"[{string.Join(", ", values)}]";
    }

    private void EmitRun()
    {
        writer.Line($"/// <summary>Computes a block of output positions for {(plan.SplitsFilters(spec) ? "the filters asked for" : "all filters")}.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open("public static void Run(BlockArguments* block)");
        writer.Line("float* points = block->Scratch;");
        writer.Line($"float* products = &points[{PointFloats}];");
        writer.Line($"float* temporary = &products[{ProductFloats}];");
        writer.Line($"float* zeros = &temporary[{TemporaryFloats}];");
        writer.Line($"new System.Span<float>(zeros, {ZeroFloats}).Clear();");

        if (plan.Input.IsInPlace)
        {
            writer.Line($"float* window = &zeros[{ZeroFloats}];");
        }
        else
        {
            EmitPitches();
        }

        writer.Line().Line("int tiles = block->Tiles;").Line();
        writer.Line("// The thread may have transformed the same tiles for other filters.");
        writer.Open("if (tiles == 0)");
        EmitTileLoops(EmitInputTile);
        writer.Line("block->Tiles = tiles;");
        writer.Close().Line();
        writer.Line("float* weights = block->Weights;");
        writer.Line("float* bias = block->Bias;");
        writer.Line("float* output = block->Output;");

        foreach (BlockRun run in plan.Runs)
        {
            writer.Line();

            if (!FilterLoop.Open(spec, plan, run, writer))
            {
                writer.Open();
            }

            writer.Line($"{MultiplyName(run)}(points, weights, zeros, products, tiles);");
            writer.Line("float* product = products;").Line();
            EmitTileLoops(() => EmitOutputTile(run));
            writer.Line();
            writer.Line(AddressText.Advance("weights", _winograd.Points * _winograd.Channels * run.Block.Width));
            writer.Line(AddressText.Advance("bias", run.Block.Width));
            writer.Line(AddressText.Advance("output", run.Block.Filters));
            writer.Close();
        }

        writer.Close();
    }

    private void EmitPitches()
    {
        if (spec.Rank > 1 && plan.Input.RowPitch == 0)
        {
            writer.Line("nint row = block->InputRow;");
        }

        if (spec.Rank > 2 && plan.Input.PlanePitch == 0)
        {
            writer.Line("nint plane = block->InputPlane;");
        }
    }

    /// <summary>Loops over the tiles of a block: <c>depthStart</c>, <c>heightStart</c> and <c>widthStart</c> are a tile's first output.</summary>
    private void EmitTileLoops(System.Action tile)
    {
        string[] starts = ["block->DepthStart", "block->HeightStart", "0"];
        int opened = 0;

        for (int axis = 3 - spec.Rank; axis < 3; axis++)
        {
            int dilation = _winograd.Dilations[axis];
            string start = Axes[axis] + "Start";
            string step = dilation == 1 ? start : Axes[axis] + "Step";
            writer.Open($"for (int {step} = {starts[axis]}; {step} < {Ends[axis]}; {step} += {_winograd.Steps[axis]})");
            opened++;

            if (dilation > 1)
            {
                // The tiles of a step interleave: each takes every so many positions.
                writer.Open($"for (int {start} = {step}; {start} < System.Math.Min({step} + {dilation}, {Ends[axis]}); {start}++)");
                opened++;
            }
        }

        tile();

        for (; opened > 0; opened--)
        {
            writer.Close();
        }
    }

    private void EmitInputTile()
    {
        writer.Line($"float* x = {(plan.Input.IsInPlace ? Window() : Copied())};");
        writer.Line($"float* u = &points[tiles * {_winograd.TilePitch}];").Line();
        string pitches = _transforms.Pitches(typed: false);
        int whole = PlaneChannels / plan.Isa.Lanes;
        int start = 0;

        if (_winograd.Planes > 1)
        {
            writer.Open($"for (int slice = 0; slice < {_winograd.Planes}; slice++)");
        }

        if (whole > 1)
        {
            int lanes = plan.Isa.Lanes;
            start = whole * lanes;
            writer.Open($"for (int channel = 0; channel < {start}; channel += {lanes})");
            writer.Line($"{WinogradTransformEmitter.InputName(lanes)}(&x[channel], &u[channel], temporary{pitches});");
            writer.Close().Line();
        }

        foreach ((int offset, int lanes) in ChannelVectors().Where(vector => vector.Offset >= start))
        {
            writer.Line($"{WinogradTransformEmitter.InputName(lanes)}({AddressText.Plus("x", offset)}, {AddressText.Plus("u", offset)}, temporary{pitches});");
        }

        if (_winograd.Planes > 1)
        {
            writer.Line($"x += {_geometry.PlanePitch};");
            writer.Line($"u += {PlaneChannels};");
            writer.Close();
        }

        writer.Line("tiles++;");
    }

    private string Input(string output, int axis)
    {
        return _winograd.Strides[axis] == 1 ? output : $"{output} * {_winograd.Strides[axis]}";
    }

    /// <summary>A tile's input in the copied block, which holds its padding: positions count from the start of the padded input.</summary>
    private string Copied()
    {
        return AddressText.At(
            "block->Input",
            spec.Rank > 2 ? $"{Input("depthStart", 0)} * {_geometry.PlanePitch}" : string.Empty,
            spec.Rank > 1 ? $"{Input("heightStart", 1)} * {_geometry.RowPitch}" : string.Empty,
            $"widthStart * {_winograd.Strides[2] * plan.Input.PixelFloats}");
    }

    /// <summary>A tile's input in the tensor, or a copy of it where it reaches into the padding.</summary>
    private string Window()
    {
        string[] starts = ["depthStart", "heightStart", "widthStart"];
        IEnumerable<string> first = starts.Select((start, axis) => axis < 3 - spec.Rank ? "0" : Input(start, axis));
        IEnumerable<int> extents = [_winograd.Inputs[0] * _winograd.Planes, .. _winograd.Inputs.Skip(1)];
        string plane = _transforms.PassesPlane || _winograd.Planes > 1 ? "nint plane" : "_";
        string row = _transforms.PassesRow ? "nint row" : "_";
        return $"InputWindow.Find(block, {string.Join(", ", first)}, {string.Join(", ", extents)}, {PlaneChannels}, window, out {plane}, out {row})";
    }

    private void EmitOutputTile(BlockRun run)
    {
        string[] counts = new string[3];
        string[] starts = ["depthStart * block->OutputPlane", "heightStart * block->OutputRow", $"widthStart * {spec.Filters}"];

        for (int axis = 0; axis < 3; axis++)
        {
            bool exists = axis >= 3 - spec.Rank;
            int dilation = _winograd.Dilations[axis];
            string left = $"{Ends[axis]} - {Axes[axis]}Start";
            string held = dilation == 1 ? left : $"({left} + {dilation - 1}) / {dilation}";
            counts[axis] = exists ? $"System.Math.Min({_winograd.Outputs[axis]}, {held})" : "1";
        }

        for (int axis = 0; axis < 3; axis++)
        {
            writer.Line($"int {Axes[axis]} = {counts[axis]};");
        }

        writer.Line($"float* y = {AddressText.At("output", [.. starts.Skip(3 - spec.Rank)])};");

        for (int vector = 0; vector < run.Block.Vectors; vector++)
        {
            string name = WinogradTransformEmitter.OutputName(run.Block.Lanes[vector], run.Block.FiltersOf(vector));
            int offset = run.Block.Offset(vector);
            writer.Line($"{name}({AddressText.Plus("product", offset)}, {AddressText.Plus("bias", offset)}, {AddressText.Plus("y", offset)}, temporary, {WinogradTransformEmitter.OutputCounts(typed: false)}, block->OutputPlane, block->OutputRow);");
        }

        writer.Line(AddressText.Advance("product", run.Block.Width));
    }

    private void EmitMultiply(BlockRun run)
    {
        VectorBlock block = Padded(run.Block);
        TileEmitter tiles = Tiles(block);
        writer.Line($"/// <summary>Multiplies every point of all tiles with the weights of {run.Block.Filters} filters.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {MultiplyName(run)}(float* points, float* w, float* zeros, float* products, int tiles)");
        writer.Open($"for (int point = 0; point < {_winograd.Points}; point++)");
        new AnyRow(run.Cover, "0", "tiles", pixels => Calls(run, tiles.Name(pixels, block)), writer).Emit();
        writer.Line();
        writer.Line(AddressText.Advance("points", _winograd.InputPointPitch));
        writer.Line(AddressText.Advance("products", _winograd.OutputPointPitch));
        writer.Line(AddressText.Advance("w", _winograd.Channels * run.Block.Width));
        writer.Close();
        writer.Close();
    }

    /// <summary>The call of a tile; where the sum over channels has parts, one for the first and one for all others, which add to it.</summary>
    private string Calls(BlockRun run, string tile)
    {
        string column = $"column * {_winograd.TilePitch}";
        string x = AddressText.At("points", column);
        string y = $"&products[column * {run.Block.Width}]";
        string first = $"{tile}({x}, w, zeros, {y});";
        return _winograd.Parts == 1 ? first : $$"""
            {{first}}

            for (int part = 1; part < {{_winograd.Parts}}; part++)
            {
                {{tile}}({{AddressText.At("points", column, $"part * {_winograd.PartChannels}")}}, &w[part * {{_winograd.PartChannels * run.Block.Width}}], {{y}}, {{y}});
            }
            """;
    }

    /// <summary>The multiplication of a point is a pointwise convolution whose pixels are tiles; products past the last filter are kept, since nobody reads them.</summary>
    private TileEmitter Tiles(VectorBlock block)
    {
        ConvSpec pointwise = new()
        {
            Kernel = new EquatableArray<int>(1),
            Stride = new EquatableArray<int>(1),
            Dilation = new EquatableArray<int>(1),
            Padding = new PaddingSpec(PaddingKind.Valid, default, default),
            InChannels = _winograd.PartChannels,
            Filters = block.Width,
        };
        // The products are read again at once, whatever the output is.
        return new TileEmitter(pointwise, plan with { Input = plan.Input with { PixelFloats = _winograd.TilePitch }, StreamsOutput = false }, writer);
    }

    private static VectorBlock Padded(VectorBlock block)
    {
        return block with { Filters = block.Width };
    }

    private IEnumerable<(int Offset, int Lanes)> ChannelVectors()
    {
        int offset = 0;

        while (offset < PlaneChannels)
        {
            int lanes = plan.Isa.Lanes;

            while (lanes > PlaneChannels - offset)
            {
                lanes /= 2;
            }

            yield return (offset, lanes);
            offset += lanes;
        }
    }

    private IEnumerable<(int Lanes, int Filters)> FilterVectors()
    {
        return plan.Runs.SelectMany(static run =>
            Enumerable.Range(0, run.Block.Vectors).Select(vector => (run.Block.Lanes[vector], run.Block.FiltersOf(vector))));
    }

    private static string MultiplyName(BlockRun run)
    {
        return $"Multiply{run.Block.Filters}Filters";
    }
}
