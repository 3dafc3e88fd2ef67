using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the transform of a tile's input to points, Bᵀ d along each axis of the kernel, a lane being a channel. Apart
/// from the transform of the output because it alone knows how the input is read.
/// </summary>
internal sealed class WinogradInputTransformEmitter(ConvSpec spec, KernelPlan plan, WinogradTile tile, SharedClasses shared)
{
    private static readonly string[] InputPitches = ["plane", "row", "pixel"];

    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly KernelGeometry _geometry = new(spec, plan);
    private readonly WinogradPasses _passes = new(plan.Winograd!, tile);
    private readonly CookToom[] _matrices = [.. tile.Matrices];

    /// <summary>The kind of tile.</summary>
    public WinogradTile Tile => tile;

    /// <summary>Whether the distance of two planes of a tile's input is known only at run time.</summary>
    public bool PassesPlane => _winograd.Taps[0] > 1 && plan.Input.PlanePitch == 0;

    /// <summary>Whether the distance of two rows of a tile's input is known only at run time.</summary>
    public bool PassesRow => _winograd.Taps[1] > 1 && plan.Input.RowPitch == 0;

    /// <summary>The statement that transforms so many channels of a tile.</summary>
    public string Call(int lanes, string x, string u)
    {
        string pitches = _passes.Pitches(InputPitch(0), InputPitch(1), InputPitch(2));
        return $"{Name(lanes)}.Transform({x}, {u}, temporary, {pitches}, {_winograd.InputPointPitch});";
    }

    /// <summary>The vectors that cover the channels of a plane: whole ones, then one as short as will do for the rest.</summary>
    public IEnumerable<(int Offset, int Lanes)> Vectors()
    {
        for (int offset = 0, lanes; offset < _winograd.Covered; offset += lanes)
        {
            lanes = Math.Min(plan.Isa.Lanes, _winograd.Covered - offset);
            yield return (offset, lanes);
        }
    }

    /// <summary>Emits a class for each length of a vector.</summary>
    public void Emit()
    {
        foreach (int lanes in Vectors().Select(static vector => vector.Lanes).Distinct())
        {
            shared.Add(Name(lanes), $"Transforms the inputs of a tile for {lanes} channels: {tile.FormText}'s Bᵀ d along every axis.", new Members(this, lanes));
        }
    }

    /// <summary>Such as <c>InputTransform6x4_3x3_16Channels_Avx512</c>: all that the text depends on.</summary>
    private string Name(int lanes)
    {
        string ahead = TileFetches.NextTransformed(plan) ? "_Ahead" : string.Empty;
        return $"InputTransform{_passes.Name()}_{lanes}Channels{ahead}_{plan.Isa.Name}";
    }

    /// <summary>Emits Bᵀ d along every axis for so many channels: from the input x to the points u.</summary>
    private void Emit(int lanes, SourceWriter writer)
    {
        VectorDialect dialect = new(plan.Isa, lanes);
        SourceWriter body = new();
        List<float> constants = [];

        foreach (int axis in _passes.ActiveAxes)
        {
            SourceWriter pass = new();
            LinearText linear = new(dialect, pass, constants);
            _passes.Emit(pass, axis, tile.Inputs, () => EmitStep(axis, lanes, dialect, linear, pass));
            linear.DeclareConstants(body);
            body.Line(pass.ToString().TrimEnd('\n'));
        }

        writer.Line("/// <summary>Transforms from x to the points u, by way of t: the pitches are the floats between planes, rows and pixels of x and between points.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"public static void Transform(float* x, float* u, float* t, {_passes.Pitches("nint plane", "nint row", "nint pixel")}, nint point)");
        writer.Line($"nint step = {KernelGeometry.Times("point", _passes.PointStep(_passes.ActiveAxes.Last()))};");
        writer.Line(body.ToString().TrimEnd('\n'));
        writer.Close();
    }

    private void EmitStep(int axis, int lanes, VectorDialect dialect, LinearText linear, SourceWriter body)
    {
        bool first = axis == _passes.ActiveAxes.First();
        bool last = axis == _passes.ActiveAxes.Last();
        int size = tile.Inputs[axis];
        int pitch = _passes.TemporaryPitch(axis, lanes);
        body.Line($"float* from = {(first ? _passes.Start("x", static a => InputPitches[a], axis) : Temporary(axis, lanes))};");
        body.Line($"float* to = {(last ? _passes.Start("u", PointPitch, axis) : Temporary(axis, lanes))};");
        string[] values = WinogradPasses.Names("d", size);
        string[] results = WinogradPasses.Names("r", size);

        for (int i = 0; i < size; i++)
        {
            string address = first ? WinogradPasses.Next("from", InputPitches[axis], i) : WinogradPasses.At("from", pitch, i);
            body.Line($"{dialect.Type} {values[i]} = {dialect.Load(address)};");
        }

        for (int i = 0; first && axis == 2 && TileFetches.NextTransformed(plan) && i < tile.Outputs[axis] * _winograd.Strides[axis]; i++)
        {
            body.Line($"Sse.Prefetch0({WinogradPasses.Next("from", InputPitches[axis], size + i)});");
        }

        linear.Transform(_matrices[axis].Input, values, results, i =>
            body.Line(dialect.StoreWhole(results[i], last ? WinogradPasses.Next("to", "step", i) : WinogradPasses.At("to", pitch, i))));
    }

    private string Temporary(int axis, int lanes)
    {
        return _passes.Start("t", a => KernelGeometry.Number(_passes.TemporaryPitch(a, lanes)), axis);
    }

    private string PointPitch(int axis)
    {
        return KernelGeometry.Times("point", _passes.PointStep(axis));
    }

    private string InputPitch(int axis)
    {
        string pitch = axis switch
        {
            0 => _geometry.PlanePitch,
            1 => _geometry.RowPitch,
            _ => KernelGeometry.Number(plan.Input.PixelFloats),
        };
        return KernelGeometry.Times(pitch, _winograd.Dilations[axis]);
    }

    /// <summary>The members of a class.</summary>
    private sealed class Members(WinogradInputTransformEmitter emitter, int lanes) : ISharedMembers
    {
        public void Emit(SourceWriter writer)
        {
            emitter.Emit(lanes, writer);
        }
    }
}
