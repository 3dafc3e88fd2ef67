using System.Globalization;
using System.Linq;
using System.Text;

namespace ConvGen.Testing;

/// <summary>Writes the annotated class of a layer and the adapter that calls its generated half.</summary>
internal static class LayerText
{
    /// <summary>The namespace of everything written here.</summary>
    public const string Namespace = "ConvGen.Compiled";

    /// <summary>What a file of layers begins with.</summary>
    public const string Header = """
        #nullable enable
        using System;
        using System.Numerics.Tensors;
        using ConvGen;
        using ConvGen.Testing;

        namespace ConvGen.Compiled;

        """;

    public static string ClassName(int index)
    {
        return string.Create(CultureInfo.InvariantCulture, $"Layer{index}");
    }

    public static string FactoryName(int index)
    {
        return ClassName(index) + "Factory";
    }

    /// <summary>Appends the text of one layer. The calls written here are the contract's signatures, once more.</summary>
    public static void Append(StringBuilder text, LayerSource source, int index)
    {
        string name = ClassName(index);
        string[] dimensions = source.Rank switch { 1 => ["width"], 2 => ["height", "width"], _ => ["depth", "height", "width"] };
        string named = string.Join(", ", dimensions.Select((dimension, i) => $"{dimension}: extent[{i}]"));
        string extents = source.Input is null ? named + ", " : "";
        string arguments = source.Bias ? "weights, bias" : "weights";
        string outputExtent = source.Rank switch
        {
            1 => $"[{name}.GetOutputExtent({named})]",
            2 => $"{name}.GetOutputExtent({named}) is (int Height, int Width) o ? [o.Height, o.Width] : []",
            _ => $"{name}.GetOutputExtent({named}) is (int Depth, int Height, int Width) o ? [o.Depth, o.Height, o.Width] : []",
        };

        text.Append(CultureInfo.InvariantCulture, $$"""

            {{source.ToAttribute()}}
            public partial class {{name}};

            public sealed class {{name}}Adapter({{name}} layer) : CompiledLayer
            {
                public override int MaxDegreeOfParallelism { get => layer.MaxDegreeOfParallelism; set => layer.MaxDegreeOfParallelism = value; }
                public override object Instance => layer;
                public override void Forward(ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<int> extent, int batch) => layer.Forward(input, output, {{extents}}batch: batch);
                public override void Forward(ReadOnlyTensorSpan<float> input, TensorSpan<float> output) => layer.Forward(input, output);
                public override Tensor<float> Forward(ReadOnlyTensorSpan<float> input) => layer.Forward(input);
                public override int[] GetOutputExtent(params ReadOnlySpan<int> extent) => {{outputExtent}};
            }

            public sealed class {{FactoryName(index)}} : LayerFactory
            {
                public override CompiledLayer Create(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias) => new {{name}}Adapter(new {{name}}({{arguments}}));
            }

            """);
    }
}
