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
internal sealed class WinogradInputTransformEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly KernelGeometry _geometry = new(spec, plan);
    private readonly WinogradPasses _passes = new(plan.Winograd!);
    private readonly CookToom[] _matrices = [.. plan.Winograd!.Matrices];

    /// <summary>Whether the distance of two planes of a tile's input is known only at run time.</summary>
    public bool PassesPlane => _winograd.Taps[0] > 1 && plan.Input.PlanePitch == 0;

    /// <summary>Whether the distance of two rows of a tile's input is known only at run time.</summary>
    public bool PassesRow => _winograd.Taps[1] > 1 && plan.Input.RowPitch == 0;

    /// <summary>The method that transforms so many channels.</summary>
    public static string Name(int lanes)
    {
        return $"TransformInput{lanes}";
    }

    /// <summary>The distances that the transform takes behind its addresses.</summary>
    public string Pitches(bool typed)
    {
        string type = typed ? "nint " : string.Empty;
        return (PassesPlane ? $", {type}plane" : string.Empty) + (PassesRow ? $", {type}row" : string.Empty);
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

    /// <summary>Emits a method for each length of a vector.</summary>
    public void Emit()
    {
        foreach (int lanes in Vectors().Select(static vector => vector.Lanes).Distinct())
        {
            writer.Line();
            Emit(lanes);
        }
    }

    /// <summary>Emits Bᵀ d along every axis for so many channels: from the input x to the points u.</summary>
    private void Emit(int lanes)
    {
        VectorDialect dialect = new(plan.Isa, lanes);
        SourceWriter body = new();
        LinearText linear = new(dialect, body);

        foreach (int axis in _passes.ActiveAxes)
        {
            WinogradPasses.Emit(body, axis, _winograd.Inputs, () => EmitStep(axis, lanes, dialect, linear, body));
        }

        writer.Line($"/// <summary>Transforms the inputs of a tile for {lanes} channels: {_winograd.Name}'s Bᵀ d along every axis.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {Name(lanes)}(float* x, float* u, float* t{Pitches(typed: true)})");
        linear.DeclareConstants(writer);
        writer.Line(body.ToString().TrimEnd('\n'));
        writer.Close();
    }

    private void EmitStep(int axis, int lanes, VectorDialect dialect, LinearText linear, SourceWriter body)
    {
        bool first = axis == _passes.ActiveAxes.First();
        bool last = axis == _passes.ActiveAxes.Last();
        int size = _winograd.Inputs[axis];
        string source = first ? _passes.Start("x", InputPitch, axis) : Temporary(axis, lanes);
        string target = last ? _passes.Start("u", a => KernelGeometry.Number(PointPitch(a)), axis) : Temporary(axis, lanes);
        body.Line($"float* from = {source};").Line($"float* to = {target};");
        string step = first ? InputPitch(axis) : $"{_passes.TemporaryPitch(axis, lanes)}";
        int targetStep = last ? PointPitch(axis) : _passes.TemporaryPitch(axis, lanes);
        string[] values = WinogradPasses.Names("d", size);
        string[] results = WinogradPasses.Names("r", size);

        for (int i = 0; i < size; i++)
        {
            body.Line($"{dialect.Type} {values[i]} = {dialect.Load(WinogradPasses.At("from", step, i))};");
        }

        linear.Transform(_matrices[axis].Input, values, results);

        for (int i = 0; first && axis == 2 && plan.PrefetchesTiles && i < _winograd.Outputs[axis] * _winograd.Strides[axis]; i++)
        {
            body.Line($"Sse.Prefetch0({WinogradPasses.At("from", step, size + i)});");
        }

        for (int i = 0; i < size; i++)
        {
            body.Line(dialect.StoreWhole(results[i], WinogradPasses.At("to", KernelGeometry.Number(targetStep), i)));
        }
    }

    private string Temporary(int axis, int lanes)
    {
        return _passes.Start("t", a => KernelGeometry.Number(_passes.TemporaryPitch(a, lanes)), axis);
    }

    private int PointPitch(int axis)
    {
        return _passes.PointStep(axis) * _winograd.InputPointPitch;
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
}
