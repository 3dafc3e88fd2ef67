using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the transforms of a tile, a pass along each axis of the kernel: inputs to points, products back to outputs. A
/// lane is a channel or a filter; what lies between two passes stays in the L1 cache.
/// </summary>
internal sealed class WinogradTransformEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private static readonly string[] Axes = ["depth", "height", "width"];

    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly KernelGeometry _geometry = new(spec, plan);
    private readonly CookToom[] _matrices = [.. plan.Winograd!.Matrices];

    /// <summary>The axes along which the kernel is longer than 1, innermost first.</summary>
    private IEnumerable<int> ActiveAxes => ((int[])[2, 1, 0]).Where(axis => _winograd.Taps[axis] > 1);

    /// <summary>Whether the distance of two planes of a tile's input is known only at run time.</summary>
    public bool PassesPlane => _winograd.Taps[0] > 1 && plan.Input.PlanePitch == 0;

    /// <summary>Whether the distance of two rows of a tile's input is known only at run time.</summary>
    public bool PassesRow => _winograd.Taps[1] > 1 && plan.Input.RowPitch == 0;

    /// <summary>The distances that the transform of the input takes behind its addresses.</summary>
    public string Pitches(bool typed)
    {
        string type = typed ? "nint " : string.Empty;
        return (PassesPlane ? $", {type}plane" : string.Empty) + (PassesRow ? $", {type}row" : string.Empty);
    }

    public static string InputName(int lanes)
    {
        return $"TransformInput{lanes}";
    }

    public static string OutputName(int lanes, int filters)
    {
        return lanes == filters ? $"TransformOutput{lanes}" : $"TransformOutput{lanes}_{filters}Filters";
    }

    /// <summary>Emits Bᵀ d along every axis for so many channels: from the input x to the points u.</summary>
    public void EmitInput(int lanes)
    {
        VectorDialect dialect = new(plan.Isa, lanes);
        SourceWriter body = new();
        LinearText linear = new(dialect, body);
        int[] active = [.. ActiveAxes];

        foreach (int axis in active)
        {
            bool first = axis == active[0];
            bool last = axis == active[active.Length - 1];
            EmitPass(body, axis, _winograd.Inputs, () =>
            {
                int size = _winograd.Inputs[axis];
                string source = first ? At("x", InputPitch, axis) : At("t", a => KernelGeometry.Number(TemporaryPitch(a, lanes)), axis);
                string target = last ? At("u", a => KernelGeometry.Number(PointStep(a) * _winograd.InputPointPitch), axis) : At("t", a => KernelGeometry.Number(TemporaryPitch(a, lanes)), axis);
                body.Line($"float* from = {source};").Line($"float* to = {target};");
                string step = first ? InputPitch(axis) : $"{TemporaryPitch(axis, lanes)}";
                int targetStep = last ? PointStep(axis) * _winograd.InputPointPitch : TemporaryPitch(axis, lanes);
                string[] values = Names("d", size);
                string[] results = Names("r", size);

                for (int i = 0; i < size; i++)
                {
                    body.Line($"{dialect.Type} {values[i]} = {dialect.Load(At("from", step, i))};");
                }

                linear.Transform(_matrices[axis].Input, values, results);

                for (int i = 0; first && axis == 2 && plan.PrefetchesTiles && i < _winograd.Outputs[axis] * _winograd.Strides[axis]; i++)
                {
                    body.Line($"Sse.Prefetch0({At("from", step, size + i)});");
                }

                for (int i = 0; i < size; i++)
                {
                    body.Line(dialect.StoreWhole(results[i], At("to", KernelGeometry.Number(targetStep), i)));
                }
            });
        }

        writer.Line($"/// <summary>Transforms the inputs of a tile for {lanes} channels: {_winograd.Name}'s Bᵀ d along every axis.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {InputName(lanes)}(float* x, float* u, float* t{Pitches(typed: true)})");
        linear.DeclareConstants(writer);
        writer.Line(body.ToString().TrimEnd('\n'));
        writer.Close();
    }

    /// <summary>Emits Aᵀ m along every axis for the filters of a vector: from the products m to the outputs y.</summary>
    public void EmitOutput(int lanes, int filters)
    {
        VectorDialect dialect = new(plan.Isa, lanes);
        SourceWriter body = new();
        LinearText linear = new(dialect, body);
        int[] active = [.. ActiveAxes.Reverse()];
        int[] extents = [.. _winograd.Inputs];

        foreach (int axis in active)
        {
            bool first = axis == active[0];
            bool last = axis == active[active.Length - 1];

            EmitPass(body, axis, new EquatableArray<int>(extents), () =>
            {
                string source = first ? At("m", a => KernelGeometry.Number(PointStep(a) * _winograd.OutputPointPitch), axis) : At("t", a => KernelGeometry.Number(TemporaryPitch(a, lanes)), axis);
                int step = first ? PointStep(axis) * _winograd.OutputPointPitch : TemporaryPitch(axis, lanes);
                string[] values = Names("p", _winograd.Inputs[axis]);
                string[] results = Names("s", _winograd.Outputs[axis]);
                body.Line($"float* from = {source};");
                string target = last ? At("y", OutputPitch, axis) : At("t", a => KernelGeometry.Number(TemporaryPitch(a, lanes)), axis);
                body.Line($"float* to = {target};");

                for (int i = 0; i < values.Length; i++)
                {
                    body.Line($"{dialect.Type} {values[i]} = {dialect.Load(At("from", KernelGeometry.Number(step), i))};");
                }

                linear.TransformBack(_matrices[axis].Output, values, results);

                for (int i = 0; i < results.Length; i++)
                {
                    if (last)
                    {
                        EmitStore(body, dialect, axis, i, results[i], filters);
                    }
                    else
                    {
                        body.Line(dialect.StoreWhole(results[i], At("to", $"{TemporaryPitch(axis, lanes)}", i)));
                    }
                }

                if (last && IsContiguous(axis) && !ActivationText.IsInline(spec.Activation))
                {
                    body.Line(ActivationText.Pass(spec, "to", "width", filters));
                }
            }, clipped: last);
            extents[axis] = _winograd.Outputs[axis];
        }

        writer.Line($"/// <summary>Transforms the products of a tile back for {filters} filters, Aᵀ m along every axis, and stores what lies inside the output.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {OutputName(lanes, filters)}(float* m, float* bias, float* y, float* t, {OutputCounts(typed: true)}, nint outputPlane, nint outputRow)");
        linear.DeclareConstants(writer);
        writer.Line($"{dialect.Type} start = {dialect.Load("bias")};");
        writer.Line(body.ToString().TrimEnd('\n'));
        writer.Close();
    }

    /// <summary>Emits what the output transforms share: the store of a vector that does not stay in the caches.</summary>
    public void EmitShared()
    {
        if (StreamsOutput(plan.Isa.Lanes))
        {
            VectorDialect dialect = new(plan.Isa, plan.Isa.Lanes);
            writer.Line();
            writer.Line("/// <summary>Stores a vector past the caches where it is a whole line: it is not fetched to be overwritten.</summary>");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            writer.Open($"private static void StoreFar({dialect.Type} value, float* y)");
            writer.Open("if (((nint)y & 63) == 0)");
            writer.Line("value.StoreAlignedNonTemporal(y);");
            writer.Close();
            writer.Open("else");
            writer.Line(dialect.StoreWhole("value", "y"));
            writer.Close();
            writer.Close();
        }
    }

    private bool StreamsOutput(int filters)
    {
        return plan.StreamsOutput && filters == plan.Isa.Lanes && ActivationText.IsInline(spec.Activation);
    }

    /// <summary>The numbers of outputs of a tile that lie inside the output.</summary>
    public static string OutputCounts(bool typed)
    {
        return string.Join(", ", Axes.Select(axis => typed ? $"int {axis}" : axis));
    }

    /// <summary>Whether the outputs of a tile along an axis are neighbours in memory.</summary>
    private bool IsContiguous(int axis)
    {
        return axis == 2 && _winograd.Dilations[axis] == 1;
    }

    private void EmitStore(SourceWriter body, VectorDialect dialect, int axis, int index, string value, int filters)
    {
        // The first output of a tile is always there.
        if (index > 0)
        {
            body.Open($"if ({Axes[axis]} > {index})");
        }

        string target = At("to", OutputPitch(axis), index);
        body.Line($"{value} = {ActivationText.Inline(spec, $"{value} + start")};");
        body.Line($"float* at{index} = {target};");
        body.Line(StreamsOutput(filters) ? $"StoreFar({value}, at{index});" : dialect.Store(value, $"at{index}", 0, filters));

        if (!IsContiguous(axis) && !ActivationText.IsInline(spec.Activation))
        {
            body.Line(ActivationText.Pass(spec, $"at{index}", "1", filters));
        }

        if (index > 0)
        {
            body.Close();
        }
    }

    /// <summary>A loop over all other axes around one step along <paramref name="axis"/>.</summary>
    private static void EmitPass(SourceWriter body, int axis, EquatableArray<int> extents, System.Action step, bool clipped = false)
    {
        body.Line().Line($"// Along the {Axes[axis]}.");
        int opened = 0;

        for (int other = 0; other < 3; other++)
        {
            if (other != axis && extents[other] > 1)
            {
                string end = clipped ? Axes[other] : KernelGeometry.Number(extents[other]);
                body.Open($"for (int {Index(other)} = 0; {Index(other)} < {end}; {Index(other)}++)");
                opened++;
            }
        }

        if (opened == 0)
        {
            body.Open();
            opened = 1;
        }

        step();

        for (; opened > 0; opened--)
        {
            body.Close();
        }
    }

    /// <summary>The address at the indices of all axes but one.</summary>
    private string At(string pointer, System.Func<int, string> pitch, int axis)
    {
        return AddressText.At(pointer, [.. Enumerable.Range(0, 3)
            .Where(other => other != axis && _winograd.Taps[other] > 1)
            .Select(other => $"{Index(other)} * {pitch(other)}")]);
    }

    private static string Index(int axis)
    {
        return ((string[])["i", "j", "k"])[axis];
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

    private int TemporaryPitch(int axis, int lanes)
    {
        return PointStep(axis) * lanes;
    }

    /// <summary>The points between two neighbours along an axis.</summary>
    private int PointStep(int axis)
    {
        return axis switch
        {
            0 => _winograd.Inputs[1] * _winograd.Inputs[2],
            1 => _winograd.Inputs[2],
            _ => 1,
        };
    }

    private static string At(string pointer, string step, int index)
    {
        return index == 0 ? pointer : $"&{pointer}[{KernelGeometry.Times(step, index)}]";
    }

    private static string[] Names(string prefix, int count)
    {
        return [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];
    }
}
