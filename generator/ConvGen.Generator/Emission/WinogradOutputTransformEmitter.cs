using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the transform of a tile's products back to outputs, Aᵀ m along each axis of the kernel, a lane being a filter.
/// Apart from the transform of the input because it alone adds the bias, activates, and stores only what lies inside the
/// output.
/// </summary>
internal sealed class WinogradOutputTransformEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly WinogradPasses _passes = new(plan.Winograd!);
    private readonly CookToom[] _matrices = [.. plan.Winograd!.Matrices];

    private bool ActivatesInline => ActivationText.IsInline(spec.Activation);

    /// <summary>The method that transforms the products with the filters of a vector.</summary>
    public static string Name(int lanes, int filters)
    {
        return lanes == filters ? $"TransformOutput{lanes}" : $"TransformOutput{lanes}_{filters}Filters";
    }

    /// <summary>The numbers of outputs of a tile that lie inside the output.</summary>
    public static string Counts(bool typed)
    {
        return string.Join(", ", WinogradTileLoops.Axes.Select(axis => typed ? $"int {axis}" : axis));
    }

    /// <summary>Emits a method for each kind of vector, and what they share.</summary>
    public void Emit()
    {
        IEnumerable<(int Lanes, int Filters)> vectors = plan.Runs.SelectMany(static run =>
            Enumerable.Range(0, run.Block.Vectors).Select(vector => (run.Block.Lanes[vector], run.Block.FiltersOf(vector))));

        foreach ((int lanes, int filters) in vectors.Distinct())
        {
            writer.Line();
            Emit(lanes, filters);
        }

        if (StreamsOutput(plan.Isa.Lanes))
        {
            writer.Line();
            StreamedStore.EmitMethod(new VectorDialect(plan.Isa, plan.Isa.Lanes), writer);
        }
    }

    /// <summary>Emits Aᵀ m along every axis for the filters of a vector: from the products m to the outputs y.</summary>
    private void Emit(int lanes, int filters)
    {
        VectorDialect dialect = new(plan.Isa, lanes);
        SourceWriter body = new();
        LinearText linear = new(dialect, body);
        int[] active = [.. _passes.ActiveAxes.Reverse()];
        int[] extents = [.. _winograd.Inputs];

        foreach (int axis in active)
        {
            bool last = axis == active[active.Length - 1];

            WinogradPasses.Emit(body, axis, new EquatableArray<int>(extents), () =>
            {
                string[] results = EmitStep(axis, dialect, lanes, linear, body);

                if (last)
                {
                    EmitStores(body, dialect, axis, results, filters);
                }
                else
                {
                    EmitTemporaries(body, dialect, axis, results, lanes);
                }
            }, clipped: last);
            extents[axis] = _winograd.Outputs[axis];
        }

        writer.Line($"/// <summary>Transforms the products of a tile back for {filters} filters, Aᵀ m along every axis, and stores what lies inside the output.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {Name(lanes, filters)}(float* m, float* bias, float* y, float* t, {Counts(typed: true)}, nint outputPlane, nint outputRow)");
        linear.DeclareConstants(writer);
        writer.Line($"{dialect.Type} start = {dialect.Load("bias")};");
        writer.Line(body.ToString().TrimEnd('\n'));
        writer.Close();
    }

    /// <summary>Emits the loads and the arithmetic of a step along an axis and returns the names of its results.</summary>
    private string[] EmitStep(int axis, VectorDialect dialect, int lanes, LinearText linear, SourceWriter body)
    {
        bool first = axis == _passes.ActiveAxes.Last();
        bool last = axis == _passes.ActiveAxes.First();
        string source = first ? _passes.Start("m", a => KernelGeometry.Number(PointPitch(a)), axis) : Temporary(axis, lanes);
        int step = first ? PointPitch(axis) : _passes.TemporaryPitch(axis, lanes);
        string[] values = WinogradPasses.Names("p", _winograd.Inputs[axis]);
        string[] results = WinogradPasses.Names("s", _winograd.Outputs[axis]);
        body.Line($"float* from = {source};");
        body.Line($"float* to = {(last ? _passes.Start("y", OutputPitch, axis) : Temporary(axis, lanes))};");

        for (int i = 0; i < values.Length; i++)
        {
            body.Line($"{dialect.Type} {values[i]} = {dialect.Load(WinogradPasses.At("from", KernelGeometry.Number(step), i))};");
        }

        linear.TransformBack(_matrices[axis].Output, values, results);
        return results;
    }

    private void EmitTemporaries(SourceWriter body, VectorDialect dialect, int axis, string[] results, int lanes)
    {
        for (int i = 0; i < results.Length; i++)
        {
            body.Line(dialect.StoreWhole(results[i], WinogradPasses.At("to", $"{_passes.TemporaryPitch(axis, lanes)}", i)));
        }
    }

    private void EmitStores(SourceWriter body, VectorDialect dialect, int axis, string[] results, int filters)
    {
        for (int i = 0; i < results.Length; i++)
        {
            EmitStore(body, dialect, axis, i, results[i], filters);
        }

        if (IsContiguous(axis) && !ActivatesInline)
        {
            body.Line(ActivationText.Pass(spec, "to", "width", filters));
        }
    }

    private void EmitStore(SourceWriter body, VectorDialect dialect, int axis, int index, string value, int filters)
    {
        // The first output of a tile is always there.
        if (index > 0)
        {
            body.Open($"if ({WinogradTileLoops.Axes[axis]} > {index})");
        }

        string target = WinogradPasses.At("to", OutputPitch(axis), index);
        body.Line($"{value} = {ActivationText.Inline(spec, $"{value} + start")};");
        body.Line($"float* at{index} = {target};");
        body.Line(StreamsOutput(filters) ? StreamedStore.Call(value, $"at{index}") : dialect.Store(value, $"at{index}", 0, filters));

        if (!IsContiguous(axis) && !ActivatesInline)
        {
            body.Line(ActivationText.Pass(spec, $"at{index}", "1", filters));
        }

        if (index > 0)
        {
            body.Close();
        }
    }

    private bool StreamsOutput(int filters)
    {
        return filters == plan.Isa.Lanes && StreamedStore.Applies(spec, plan);
    }

    /// <summary>Whether the outputs of a tile along an axis are neighbours in memory.</summary>
    private bool IsContiguous(int axis)
    {
        return axis == 2 && _winograd.Dilations[axis] == 1;
    }

    private string Temporary(int axis, int lanes)
    {
        return _passes.Start("t", a => KernelGeometry.Number(_passes.TemporaryPitch(a, lanes)), axis);
    }

    private int PointPitch(int axis)
    {
        return _passes.PointStep(axis) * _winograd.OutputPointPitch;
    }

    private string OutputPitch(int axis)
    {
        string pitch = axis switch
        {
            0 => "outputPlane",
            1 => "outputRow",
            _ => KernelGeometry.Number(spec.Filters),
        };
        return KernelGeometry.Times(pitch, _winograd.Dilations[axis]);
    }
}
