using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the members of the annotated class: constants, constructor, <c>Forward</c> and its overloads.</summary>
internal sealed class SurfaceEmitter
{
    /// <summary>The attribute that marks generated types.</summary>
    public const string GeneratedCode =
        "[global::System.CodeDom.Compiler.GeneratedCode(\"ConvGen.Generator\", \"" + GeneratorVersion.Text + "\")]";

    private static readonly string[] Axes = ["Depth", "Height", "Width"];

    private readonly TargetType _type;
    private readonly ConvPlan _plan;
    private readonly ConvSpec _spec;
    private readonly string _shape;
    private readonly SourceWriter _writer;

    private SurfaceEmitter(TargetType type, ConvPlan plan, string kernelNamespace, SourceWriter writer)
    {
        _type = type;
        _plan = plan;
        _spec = plan.Spec;
        _shape = $"global::{kernelNamespace}.Shape.Descriptor";
        _writer = writer;
    }

    /// <summary>The names of the layer's axes, outermost first.</summary>
    private IEnumerable<string> Names => Axes.Skip(3 - _spec.Rank);

    /// <summary>The axes as parameters: <c>int height, int width</c>.</summary>
    private string AxisParameters => string.Join(", ", Names.Select(static name => $"int {name.ToLowerInvariant()}"));

    public static void Emit(TargetType type, ConvPlan plan, string kernelNamespace, SourceWriter writer)
    {
        new SurfaceEmitter(type, plan, kernelNamespace, writer).Emit();
    }

    private void Emit()
    {
        // What the class of the user brings along is not the generated half's to report: base members of our names, and
        // fields that the generated constructor leaves to their initializers.
        _writer.Line("#pragma warning disable CS0108, CS0114, CS8618").Line();

        if (_type.Namespace.Length > 0)
        {
            _writer.Open($"namespace {_type.Namespace}");
        }

        foreach (string containing in _type.ContainingTypes)
        {
            _writer.Open(containing);
        }

        EmitClassDocumentation();
        _writer.Line(GeneratedCode);
        string accessibility = _type.Accessibility.Length > 0 ? _type.Accessibility + " " : string.Empty;
        _writer.Open($"{accessibility}partial class {_type.Name}");
        EmitConstants();
        EmitConstructor();
        EmitParallelism();
        EmitForward();
        EmitTensorForward();
        EmitOutputExtent();
        _writer.Close();

        for (int i = 0; i < _type.ContainingTypes.Count + (_type.Namespace.Length > 0 ? 1 : 0); i++)
        {
            _writer.Close();
        }
    }

    private void EmitClassDocumentation()
    {
        _writer.Line($"/// <summary>A {PlanText.Title(_spec)}.</summary>");
        _writer.Line("/// <remarks>");

        foreach (string paragraph in PlanText.Details(_spec).Concat(PlanText.Plan(_plan)))
        {
            _writer.Line($"/// <para>{char.ToUpperInvariant(paragraph[0])}{paragraph.Substring(1)}.</para>");
        }

        _writer.Line("/// </remarks>");
    }

    private void EmitConstants()
    {
        Constant("Rank", _spec.Rank, "The number of spatial dimensions.");
        Constant("InChannels", _spec.InChannels, "The input channels.");
        Constant("Filters", _spec.Filters, "The filters, which are the output channels.");
        Constant("WeightCount", _spec.WeightCount, "The weights: kernel extents · channels of a group · filters.");
        Constant("BiasCount", _spec.BiasCount, "The biases.");
        Constant("ParameterCount", _spec.ParameterCount, $"All parameters: {_spec.ParameterArithmetic}.");

        if (!_spec.HasInput)
        {
            return;
        }

        string[] names = [.. Names];

        for (int axis = 0; axis < names.Length; axis++)
        {
            Constant($"Input{names[axis]}", _spec.Input[axis], $"The input's {names[axis].ToLowerInvariant()}.");
        }

        for (int axis = 0; axis < names.Length; axis++)
        {
            Constant($"Output{names[axis]}", _spec.Output[axis], $"The output's {names[axis].ToLowerInvariant()}.");
        }

        Constant("InputLength", _spec.InputLength, "The floats of one input image.");
        Constant("OutputLength", _spec.OutputLength, "The floats of one output image.");
    }

    private void Constant(string name, long value, string summary)
    {
        _writer.Line($"/// <summary>{summary}</summary>");
        _writer.Line($"public const int {name} = {value.ToString(CultureInfo.InvariantCulture)};").Line();
    }

    private void EmitConstructor()
    {
        string weightShape = WeightShape();
        _writer.Line("private readonly global::ConvGen.Runtime.ConvLayer? __convGenLayer;").Line();
        _writer.Line("/// <summary>Packs the weights for this machine; they are not referred to afterwards.</summary>");
        _writer.Line($"/// <param name=\"weights\">{PlanText.Thousands(_spec.WeightCount)} floats: {weightShape}.</param>");
        string bias = "default";
        string parameters = "global::System.ReadOnlySpan<float> weights";

        if (_spec.Bias)
        {
            _writer.Line($"/// <param name=\"bias\">{PlanText.Thousands(_spec.BiasCount)} floats, one a filter.</param>");
            bias = "bias";
            parameters += ", global::System.ReadOnlySpan<float> bias";
        }

        _writer.Line("/// <exception cref=\"global::System.ArgumentException\">A length is another.</exception>");
        _writer.Open($"public {_type.Name}({parameters})");
        _writer.Line($"__convGenLayer = new global::ConvGen.Runtime.ConvLayer({_shape}, weights, {bias}, hasBias: {(_spec.Bias ? "true" : "false")});");
        _writer.Close().Line();
    }

    private string WeightShape()
    {
        string spatial = string.Join(" x ", _spec.Kernel.Select(static extent => extent.ToString(CultureInfo.InvariantCulture)));
        return _spec.WeightLayout == WeightLayout.OutInSpatial
            ? $"filters {_spec.Filters} x channels {_spec.ChannelsPerGroup} x kernel {spatial}"
            : $"kernel {spatial} x channels {_spec.ChannelsPerGroup} x filters {_spec.Filters}";
    }

    private void EmitParallelism()
    {
        _writer.Line("/// <summary>The number of cores one <c>Forward</c> call may use, at least 1; all of them if not set.</summary>");
        _writer.Line("/// <exception cref=\"global::System.ArgumentOutOfRangeException\">The value is less than 1.</exception>");
        _writer.Open("public int MaxDegreeOfParallelism");
        _writer.Line("get => __convGenLayerWithWeights.MaxDegreeOfParallelism;");
        _writer.Line("set => __convGenLayerWithWeights.MaxDegreeOfParallelism = value;");
        _writer.Close().Line();
        _writer.Line("private global::ConvGen.Runtime.ConvLayer __convGenLayerWithWeights => __convGenLayer");
        _writer.Line("    ?? throw new global::System.InvalidOperationException(\"The layer has no weights: a constructor of the class must call this(weights"
            + (_spec.Bias ? ", bias" : string.Empty) + ").\");");
        _writer.Line();
    }

    private void EmitForward()
    {
        string input = TensorShape(_spec.InChannels, _spec.HasInput ? [.. _spec.Input] : null);
        string output = TensorShape(_spec.Filters, _spec.HasInput ? [.. _spec.Output] : null);
        _writer.Line("/// <summary>Computes the layer; allocates nothing once it has run, and may be called from several threads at a time.</summary>");
        _writer.Line($"/// <param name=\"input\">{input}.</param>");
        _writer.Line($"/// <param name=\"output\">Takes {output}; apart from the input.</param>");

        if (!_spec.HasInput)
        {
            foreach (string name in Names)
            {
                _writer.Line($"/// <param name=\"{name.ToLowerInvariant()}\">The input's {name.ToLowerInvariant()}.</param>");
            }
        }

        _writer.Line("/// <param name=\"batch\">The images.</param>");
        _writer.Line("/// <exception cref=\"global::System.ArgumentException\">A span has another length, the spans overlap, or the extents give no output.</exception>");
        string extents = _spec.HasInput ? string.Empty : AxisParameters + ", ";
        _writer.Line("[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]");
        _writer.Open($"public void Forward(global::System.ReadOnlySpan<float> input, global::System.Span<float> output, {extents}int batch = 1)");
        _writer.Line($"__convGenLayerWithWeights.Forward(input, output, batch, {Extents()});");
        _writer.Close().Line();
    }

    /// <summary>The extents as arguments, depth, height and width whatever the rank.</summary>
    private string Extents()
    {
        IEnumerable<string> known = _spec.HasInput
            ? Names.Select(static name => $"Input{name}")
            : Names.Select(static name => name.ToLowerInvariant());
        return string.Join(", ", Enumerable.Repeat("1", 3 - _spec.Rank).Concat(known));
    }

    private string TensorShape(int channels, int[]? extents)
    {
        string[] axes = extents is null
            ? [.. Names.Select(static name => name.ToLowerInvariant())]
            : [.. extents.Select(static extent => extent.ToString(CultureInfo.InvariantCulture))];
        string channelText = PlanText.Thousands(channels);
        IEnumerable<string> dimensions = _spec.Layout switch
        {
            Layout.ChannelsLast => [.. axes, $"{channelText} channels"],
            Layout.ChannelsFirst => [$"{channelText} channels", .. axes],
            _ => [axes[0] + " frames", $"{channelText} channels", .. axes.Skip(1)],
        };
        return $"batch x {string.Join(" x ", dimensions)}";
    }

    private void EmitTensorForward()
    {
        const string ReadOnlyTensor = "global::System.Numerics.Tensors.ReadOnlyTensorSpan<float>";
        string shapes = "/// <exception cref=\"global::System.ArgumentException\">A tensor has another rank or other dimensions, is not dense, or the tensors overlap.</exception>";
        string known = _spec.HasInput ? $"[{string.Join(", ", _spec.Input)}]" : "[]";
        _writer.Line("/// <summary>Computes the layer on tensors whose dimensions are checked.</summary>");
        _writer.Line($"/// <param name=\"input\">{TensorShape(_spec.InChannels, _spec.HasInput ? [.. _spec.Input] : null)}.</param>");
        _writer.Line($"/// <param name=\"output\">Takes {TensorShape(_spec.Filters, _spec.HasInput ? [.. _spec.Output] : null)}; apart from the input.</param>");
        _writer.Line(shapes);
        _writer.Open($"public void Forward({ReadOnlyTensor} input, global::System.Numerics.Tensors.TensorSpan<float> output)");
        _writer.Line($"global::ConvGen.Runtime.TensorForward.Run(__convGenLayerWithWeights, {_spec.Rank}, {known}, input, output);");
        _writer.Close().Line();
        _writer.Line("/// <summary>Computes the layer on a tensor whose dimensions are checked, into a new tensor.</summary>");
        _writer.Line($"/// <param name=\"input\">{TensorShape(_spec.InChannels, _spec.HasInput ? [.. _spec.Input] : null)}.</param>");
        _writer.Line($"/// <returns>{TensorShape(_spec.Filters, _spec.HasInput ? [.. _spec.Output] : null)}.</returns>");
        _writer.Line(shapes);
        _writer.Open($"public global::System.Numerics.Tensors.Tensor<float> Forward({ReadOnlyTensor} input)");
        _writer.Line($"return global::ConvGen.Runtime.TensorForward.Run(__convGenLayerWithWeights, {_spec.Rank}, {known}, input);");
        _writer.Close().Line();
    }

    private void EmitOutputExtent()
    {
        string[] names = [.. Names];
        string type = names.Length == 1 ? "int" : $"({string.Join(", ", names.Select(static name => $"int {name}"))})";
        string[] values = [.. names.Select((name, i) => $"global::ConvGen.Runtime.ConvLayer.OutputExtent({_shape}, {i + 3 - names.Length}, {name.ToLowerInvariant()})")];
        _writer.Line("/// <summary>The output's extent for an input's, without running the layer.</summary>");

        foreach (string name in names)
        {
            _writer.Line($"/// <param name=\"{name.ToLowerInvariant()}\">The input's {name.ToLowerInvariant()}.</param>");
        }

        _writer.Line($"/// <returns>The output's {string.Join(" and ", names.Select(static name => name.ToLowerInvariant()))}.</returns>");
        _writer.Line("/// <exception cref=\"global::System.ArgumentException\">An extent is negative, or the padded input is smaller than the kernel.</exception>");
        _writer.Open($"public static {type} GetOutputExtent({AxisParameters})");

        if (values.Length == 1)
        {
            _writer.Line($"return {values[0]};");
        }
        else
        {
            _writer.Line("return (");

            for (int i = 0; i < values.Length; i++)
            {
                _writer.Line($"    {values[i]}{(i < values.Length - 1 ? "," : ");")}");
            }
        }

        _writer.Close();
    }
}
