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
internal sealed class WinogradOutputTransformEmitter(ConvSpec spec, KernelPlan plan, WinogradTile tile, SharedClasses shared)
{
    private static readonly string[] OutputPitches = ["outputPlane", "outputRow", "outputPixel"];

    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly WinogradPasses _passes = new(plan.Winograd!, tile);
    private readonly CookToom[] _matrices = [.. tile.Matrices];

    /// <summary>The kind of tile.</summary>
    public WinogradTile Tile => tile;

    private bool ActivatesInline => ActivationText.IsInline(spec.Activation);

    /// <summary>The statement that transforms the products with a vector of a block's filters.</summary>
    public string Call(VectorBlock block, int vector)
    {
        int offset = block.Offset(vector);
        (string plane, string row) = plan.StoresPlanes ? (KernelGeometry.Times("row", _winograd.Outputs[1]), "row") : ("block->OutputPlane", "block->OutputRow");
        string pitches = _passes.Pitches(OutputPitch(plane, 0), OutputPitch(row, 1), OutputPitch("pitch", 2));
        string alpha = ActivationText.TakesAlpha(spec.Activation) ? $", {ActivationText.Float(spec.Alpha)}" : string.Empty;
        return $"{Name(block.Lanes[vector], block.FiltersOf(vector))}.Transform({AddressText.Plus("product", offset)}, {AddressText.Plus("bias", offset)}, {AddressText.Plus("y", offset)}, temporary, {Counts(typed: false)}, {_winograd.OutputPointPitch}, {pitches}{alpha});";
    }

    /// <summary>Emits a class for each kind of vector.</summary>
    public void Emit()
    {
        IEnumerable<(int Lanes, int Filters)> vectors = plan.Runs.SelectMany(static run =>
            Enumerable.Range(0, run.Block.Vectors).Select(vector => (run.Block.Lanes[vector], run.Block.FiltersOf(vector))));

        foreach ((int lanes, int filters) in vectors.Distinct())
        {
            shared.Add(Name(lanes, filters), $"Transforms the products of a tile back for {PlanText.Count(filters, "filter")}: {tile.FormText}'s Aᵀ m along every axis.", new Members(this, lanes, filters));
        }
    }

    /// <summary>Such as <c>OutputTransform6x4_3x3_16Filters_Relu_Avx512</c>: all that the text depends on.</summary>
    private string Name(int lanes, int filters)
    {
        string part = lanes == filters ? string.Empty : $"Of{lanes}";
        string activation = spec.Activation == Activation.None ? string.Empty : $"_{spec.Activation}";
        string far = StreamsOutput(filters) ? "_Far" : string.Empty;
        return $"OutputTransform{_passes.Name()}_{filters}{part}Filters{activation}{far}_{plan.Isa.Name}";
    }

    /// <summary>The numbers of outputs of a tile that lie inside the output.</summary>
    private string Counts(bool typed)
    {
        return _passes.Pitches([.. WinogradTileLoops.Axes.Select(axis => typed ? $"int {axis}" : axis)]);
    }

    /// <summary>Emits Aᵀ m along every axis for the filters of a vector: from the products m to the outputs y.</summary>
    private void Emit(int lanes, int filters, SourceWriter writer)
    {
        VectorDialect dialect = new(plan.Isa, lanes);
        SourceWriter body = new();
        List<float> constants = [];
        int[] active = [.. _passes.ActiveAxes.Reverse()];
        int[] extents = [.. tile.Inputs];

        foreach (int axis in active)
        {
            bool last = axis == active[active.Length - 1];
            SourceWriter pass = new();
            LinearText linear = new(dialect, pass, constants);

            _passes.Emit(pass, axis, new EquatableArray<int>(extents), () =>
            {
                string[] results = EmitStep(axis, dialect, lanes, linear, pass);

                if (last)
                {
                    EmitStores(pass, dialect, axis, results, filters);
                }
                else
                {
                    EmitTemporaries(pass, dialect, axis, results, lanes);
                }
            }, clipped: last);
            linear.DeclareConstants(body);
            body.Line(pass.ToString().TrimEnd('\n'));
            extents[axis] = tile.Outputs[axis];
        }

        string alpha = ActivationText.TakesAlpha(spec.Activation) ? ", float alpha" : string.Empty;
        writer.Line("/// <summary>Transforms from the products m, by way of t, to those outputs y that lie inside: the pitches are the floats between points and between planes, rows and pixels of y.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"public static void Transform(float* m, float* bias, float* y, float* t, {Counts(typed: true)}, nint point, {_passes.Pitches("nint outputPlane", "nint outputRow", "nint outputPixel")}{alpha})");
        writer.Line($"{dialect.Type} start = {dialect.Load("bias")};");
        writer.Line($"nint step = {PointPitch(active[0])};");
        writer.Line(body.ToString().TrimEnd('\n'));
        writer.Close();

        if (StreamsOutput(filters))
        {
            writer.Line();
            StreamedStore.EmitMethod(dialect, writer);
        }
    }

    /// <summary>Emits the loads and the arithmetic of a step along an axis and returns the names of its results.</summary>
    private string[] EmitStep(int axis, VectorDialect dialect, int lanes, LinearText linear, SourceWriter body)
    {
        bool first = axis == _passes.ActiveAxes.Last();
        bool last = axis == _passes.ActiveAxes.First();
        string[] values = WinogradPasses.Names("p", tile.Inputs[axis]);
        string[] results = WinogradPasses.Names("s", tile.Outputs[axis]);
        body.Line($"float* from = {(first ? _passes.Start("m", PointPitch, axis) : Temporary(axis, lanes))};");
        body.Line($"float* to = {(last ? _passes.Start("y", static a => OutputPitches[a], axis) : Temporary(axis, lanes))};");

        for (int i = 0; i < values.Length; i++)
        {
            string address = first ? WinogradPasses.Next("from", "step", i) : WinogradPasses.At("from", _passes.TemporaryPitch(axis, lanes), i);
            body.Line($"{dialect.Type} {values[i]} = {dialect.Load(address)};");
        }

        linear.TransformBack(_matrices[axis].Output, values, results);
        return results;
    }

    private void EmitTemporaries(SourceWriter body, VectorDialect dialect, int axis, string[] results, int lanes)
    {
        for (int i = 0; i < results.Length; i++)
        {
            body.Line(dialect.StoreWhole(results[i], WinogradPasses.At("to", _passes.TemporaryPitch(axis, lanes), i)));
        }
    }

    private void EmitStores(SourceWriter body, VectorDialect dialect, int axis, string[] results, int filters)
    {
        for (int i = 0; i < results.Length; i++)
        {
            EmitStore(body, dialect, axis, i, results[i], filters);
        }

        if (!ActivatesInline)
        {
            body.Line().Line(ActivationText.Pass(spec.Activation, "alpha", "to", WinogradTileLoops.Axes[axis], OutputPitches[axis], filters));
        }
    }

    private void EmitStore(SourceWriter body, VectorDialect dialect, int axis, int index, string value, int filters)
    {
        body.Line().Line(index == 0 ? "float* at = to;" : AddressText.Advance("at", OutputPitches[axis]));

        // The first output of a tile is always there.
        if (index > 0)
        {
            body.Open($"if ({WinogradTileLoops.Axes[axis]} > {index})");
        }

        body.Line($"{value} = {ActivationText.Inline(spec.Activation, "alpha", $"{value} + start")};");
        body.Line(StreamsOutput(filters) ? StreamedStore.Call(value, "at") : dialect.Store(value, "at", 0, filters));

        if (index > 0)
        {
            body.Close();
        }
    }

    private bool StreamsOutput(int filters)
    {
        return filters == plan.Isa.Lanes && StreamedStore.Applies(spec, plan);
    }

    private string Temporary(int axis, int lanes)
    {
        return _passes.Start("t", a => KernelGeometry.Number(_passes.TemporaryPitch(a, lanes)), axis);
    }

    private string PointPitch(int axis)
    {
        return KernelGeometry.Times("point", _passes.PointStep(axis));
    }

    private string OutputPitch(string pitch, int axis)
    {
        return KernelGeometry.Times(pitch, _winograd.Dilations[axis]);
    }

    /// <summary>The members of a class.</summary>
    private sealed class Members(WinogradOutputTransformEmitter emitter, int lanes, int filters) : ISharedMembers
    {
        public void Emit(SourceWriter writer)
        {
            emitter.Emit(lanes, filters, writer);
        }
    }
}
