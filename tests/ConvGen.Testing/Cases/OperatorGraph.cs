using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ConvGen.Testing;

/// <summary>Turns a graph of one conv2d and what follows it into steps.</summary>
internal sealed class OperatorGraph(Dictionary<int, OperatorNode> nodes, JsonElement inputs, int[] outputShape)
{
    public static bool IsKnown(string op)
    {
        return op is "conv2d" or "add" or "reshape" || Activations(op) is not null;
    }

    public static bool IsChannelsLast(OperatorNode convolution)
    {
        return (convolution.Option("inputLayout") ?? convolution.Option("layout"))?.GetString() == "nhwc";
    }

    /// <summary>Gets a tensor that does not depend on the convolution, and its shape.</summary>
    public (float[] Values, int[] Shape) Constant(int id)
    {
        OperatorNode node = nodes[id];

        if (node.Operator == "reshape")
        {
            int[] shape = [.. node.Json.GetProperty("params")[0].EnumerateArray().Select(value => value.GetInt32())];
            return (Constant(node.Inputs[0]).Values, shape);
        }

        int[] own = [.. node.Json.GetProperty("shape").EnumerateArray().Select(value => value.GetInt32())];
        JsonElement data = node.Operator == "constant"
            ? node.Json.GetProperty("data")
            : inputs.GetProperty(node.Json.GetProperty("name").GetString()!);
        return (TensorRule.Expand(data, Extents.Product(own)), own);
    }

    /// <summary>Gets the steps up to node <paramref name="id"/>, with what follows the convolution fused into it or not.</summary>
    public List<CaseStep> Steps(int id, bool fuse)
    {
        OperatorNode node = nodes[id];

        if (node.Operator == "conv2d")
        {
            return Convolution(node, fuse);
        }

        int chain = node.Inputs.Single(DependsOnConvolution);
        List<CaseStep> steps = Steps(chain, fuse);
        ConvolutionStep? last = fuse ? steps[^1] as ConvolutionStep : null;

        if (node.Operator == "add")
        {
            (float[] values, int[] shape) = Constant(node.Inputs.Single(input => !DependsOnConvolution(input)));

            if (last is { Source: { Bias: false, Activation: Activation.None } } && AsBias(last.Source, values, shape) is float[] bias)
            {
                steps[^1] = last with { Source = last.Source with { Bias = true }, Bias = bias };
            }
            else
            {
                steps.Add(new PlainStep(x => Broadcast.Combine(x, outputShape, values, shape, static (a, b) => a + b)));
            }

            return steps;
        }

        if (node.Operator == "reshape")
        {
            throw new NotSupportedException("A reshape behind the convolution.");
        }

        AddActivation(steps, last, node);
        return steps;
    }

    private static void AddActivation(List<CaseStep> steps, ConvolutionStep? last, OperatorNode node)
    {
        double minimum = node.Number("minValue") ?? double.NegativeInfinity;
        double maximum = node.Number("maxValue") ?? double.PositiveInfinity;
        Activation activation = Activations(node.Operator)!.Value;
        float? alpha = (float?)node.Number("alpha");

        if (node.Operator == "clamp")
        {
            activation = (minimum, maximum) switch
            {
                (0, double.PositiveInfinity) => Activation.Relu,
                (0, 6) => Activation.Relu6,
                _ => Activation.None,
            };

            if (activation == Activation.None)
            {
                steps.Add(new PlainStep(x => Array.ConvertAll(x, value => (float)Math.Min(Math.Max(value, minimum), maximum))));
                return;
            }
        }

        if (last is { Source.Activation: Activation.None })
        {
            steps[^1] = last with { Source = last.Source with { Activation = activation, Alpha = alpha } };
        }
        else
        {
            steps.Add(PlainStep.Of(activation, alpha));
        }
    }

    private static Activation? Activations(string op)
    {
        return op switch
        {
            "relu" => Activation.Relu,
            "relu6" => Activation.Relu6,
            "sigmoid" => Activation.Sigmoid,
            "tanh" => Activation.Tanh,
            "leakyRelu" => Activation.LeakyRelu,
            "elu" => Activation.Elu,
            "hardSwish" => Activation.HardSwish,
            "softplus" => Activation.Softplus,
            "gelu" => Activation.Gelu,
            "clamp" => Activation.None,
            _ => null,
        };
    }

    // A tensor that differs along the channels only is a bias.
    private static float[]? AsBias(LayerSource source, float[] values, int[] shape)
    {
        int channelAxis = source.Layout == Layout.ChannelsLast ? 1 : 3;
        bool plain = shape.Length <= 4 && Enumerable.Range(1, shape.Length).All(axis => axis == channelAxis || shape[^axis] == 1);

        return !plain || (values.Length != 1 && values.Length != source.Filters)
            ? null
            : [.. Enumerable.Range(0, source.Filters).Select(o => values[values.Length == 1 ? 0 : o])];
    }

    private List<CaseStep> Convolution(OperatorNode node, bool fuse)
    {
        (float[] filter, int[] filterShape) = Constant(node.Inputs[1]);
        KernelLayout kernel = KernelLayout.From(node.Option("filterLayout")?.GetString() ?? "oihw", filterShape, filter);
        int groups = node.Option("groups")?.GetInt32() ?? 1;
        int[] padding = node.Numbers("padding", 0, 0, 0, 0);
        float[] bias = node.Reference("bias") is int reference ? Constant(reference).Values : [];

        LayerSource source = new(Extents.Format(kernel.Spatial), kernel.Channels * groups, kernel.Filters)
        {
            Stride = Extents.Format(node.Numbers("strides", 1, 1)),
            Dilation = Extents.Format(node.Numbers("dilations", 1, 1)),
            Padding = (node.Option("autoPad")?.GetString() ?? "explicit") switch
            {
                "same-upper" => "same",
                "same-lower" => "same-lower",
                _ => $"{padding[0]}:{padding[1]}x{padding[2]}:{padding[3]}",
            },
            Groups = groups,
            Bias = bias.Length > 0,
            Layout = IsChannelsLast(node) ? Layout.ChannelsLast : Layout.ChannelsFirst,
            WeightLayout = kernel.WeightLayout,
        };

        List<CaseStep> steps = [new ConvolutionStep(source, kernel.Weights, bias)];

        if (node.Reference("activation") is int activation)
        {
            AddActivation(steps, fuse ? (ConvolutionStep)steps[0] : null, nodes[activation]);
        }

        return steps;
    }

    private bool DependsOnConvolution(int id)
    {
        return nodes[id].Operator == "conv2d" || nodes[id].Inputs.Any(DependsOnConvolution);
    }
}
