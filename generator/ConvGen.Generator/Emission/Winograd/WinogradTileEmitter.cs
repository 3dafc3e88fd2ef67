using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits what a kernel does with a single tile: where its input and output lie and the calls of the
/// transforms, vector by vector. Apart from the transforms because those know nothing of blocks and padding.
/// </summary>
internal sealed class WinogradTileEmitter(ConvSpec spec, KernelPlan plan, IReadOnlyList<WinogradInputTransformEmitter> inputs, IReadOnlyList<WinogradOutputTransformEmitter> outputs, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly WinogradOrderText _order = new(spec, plan.Winograd!);
    private readonly KernelGeometry _geometry = new(spec, plan);

    private string FirstPlane => spec.Rank > 2 ? "depthStart" : "block->DepthStart";

    /// <summary>Emits the transform of a tile's input to its points.</summary>
    public void EmitInput()
    {
        _order.DeclareEnds(writer);
        writer.Line($"float* x = {(plan.Input.IsInPlace ? Window() : Copied())};");
        writer.Line($"float* u = &points[{(_order.IsPlain ? "tiles" : _order.Next("order"))} * {_winograd.TilePitch}];").Line();

        if (_winograd.Planes > 1)
        {
            writer.Open($"for (int slice = 0; slice < {_winograd.Planes}; slice++)");
        }

        _order.EmitKinds(writer, kind => EmitChannels(inputs[kind]));

        if (_winograd.Planes > 1)
        {
            writer.Line($"x += {_geometry.PlanePitch};");
            writer.Line($"u += {_winograd.PlaneChannels};");
            writer.Close();
        }

        if (_order.IsPlain)
        {
            writer.Line("tiles++;");
        }
    }

    private void EmitChannels(WinogradInputTransformEmitter input)
    {
        int whole = _winograd.PlaneChannels / plan.Isa.Lanes;
        int start = 0;

        if (whole > 1)
        {
            int lanes = plan.Isa.Lanes;
            start = whole * lanes;
            writer.Open($"for (int channel = 0; channel < {start}; channel += {lanes})");
            writer.Line(input.Call(lanes, "&x[channel]", "&u[channel]"));
            writer.Close().Line();
        }

        foreach ((int offset, int lanes) in input.Vectors().Where(vector => vector.Offset >= start))
        {
            writer.Line(input.Call(lanes, AddressText.Plus("x", offset), AddressText.Plus("u", offset)));
        }
    }

    /// <summary>Emits the transform of a tile's products with the filters of a block back to its outputs.</summary>
    public void EmitOutput(BlockRun run)
    {
        string[] starts = ["depthStart * block->OutputPlane", "heightStart * block->OutputRow", "widthStart * pitch"];

        for (int axis = 0; axis < 3; axis++)
        {
            if (_winograd.Taps[axis] > 1)
            {
                int dilation = _winograd.Dilations[axis];
                string left = $"{WinogradTileLoops.Ends[axis]} - {WinogradTileLoops.Axes[axis]}Start";
                string held = dilation == 1 ? left : $"({left} + {dilation - 1}) / {dilation}";
                writer.Line($"int {WinogradTileLoops.Axes[axis]} = global::System.Math.Min({_winograd.Outputs[axis]}, {held});");
            }
        }

        writer.Line(plan.StoresPlanes
            ? "float* y = &rows[widthStart * pitch];"
            : $"float* y = {AddressText.At("output", [.. starts.Skip(3 - spec.Rank)])};");

        if (!_order.IsPlain)
        {
            _order.DeclareEnds(writer);
            writer.Line($"float* product = &products[{_order.Next("next")} * {run.Block.Width}];").Line();
        }

        _order.EmitKinds(writer, kind => EmitVectors(run, outputs[kind]));

        if (_order.IsPlain)
        {
            writer.Line(AddressText.Advance("product", run.Block.Width));
        }

        if (plan.FetchesAhead == FetchAhead.TileRow)
        {
            writer.Line($"BlockOutput.Fetch(block, pitch, output, {FirstPlane}, {_winograd.Outputs[0]}, heightStart, {_winograd.Outputs[1]}, widthStart, {_winograd.Outputs[2]});");
        }
    }

    private void EmitVectors(BlockRun run, WinogradOutputTransformEmitter output)
    {
        for (int vector = 0; vector < run.Block.Vectors; vector++)
        {
            writer.Line(output.Call(run.Block, vector));
        }
    }

    /// <summary>Emits the store of a row of tiles to planes.</summary>
    public void EmitStore()
    {
        writer.Line($"BlockOutput.Store(block, rows, pitch, pitch, output, {FirstPlane}, {_winograd.Outputs[0]}, heightStart, {_winograd.Outputs[1]});");
    }

    /// <summary>A tile's input in the copied block, which holds its padding: positions count from the start of the padded input.</summary>
    private string Copied()
    {
        return AddressText.At(
            "block->Input",
            spec.Rank > 2 ? $"{Position("depthStart", 0)} * {_geometry.PlanePitch}" : string.Empty,
            spec.Rank > 1 ? $"{Position("heightStart", 1)} * {_geometry.RowPitch}" : string.Empty,
            $"widthStart * {_winograd.Strides[2] * plan.Input.PixelFloats}");
    }

    /// <summary>A tile's input in the tensor, or a copy of it where it reaches into the padding.</summary>
    private string Window()
    {
        string[] starts = ["depthStart", "heightStart", "widthStart"];
        IEnumerable<string> first = starts.Select((start, axis) => axis < 3 - spec.Rank ? "0" : Position(start, axis));
        IEnumerable<string> extents = Enumerable.Range(0, 3).Select(axis => _order.Inputs(axis, axis == 0 ? _winograd.Planes : 1));
        string plane = inputs[0].PassesPlane || _winograd.Planes > 1 ? "nint plane" : "_";
        string row = inputs[0].PassesRow ? "nint row" : "_";
        return $"InputWindow.Find(block, {string.Join(", ", first)}, {string.Join(", ", extents)}, {_winograd.PlaneChannels}, {_winograd.Past}, window, out {plane}, out {row})";
    }

    /// <summary>The position of the input that an output position begins at.</summary>
    private string Position(string output, int axis)
    {
        return _winograd.Strides[axis] == 1 ? output : $"{output} * {_winograd.Strides[axis]}";
    }
}
