using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ConvGen.Testing;

/// <summary>Reads a file of small operator graphs (the form of operators.json) and takes those around a conv2d.</summary>
public static class OperatorCaseFile
{
    /// <summary>Reads every graph of the file; those that cannot be run say why in DoesNotApply.</summary>
    public static IReadOnlyList<ConvolutionCase> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(ReadCase)];
    }

    private static ConvolutionCase ReadCase(JsonElement json)
    {
        ConvolutionCase named = new(json.GetProperty("name").GetString()!);
        Dictionary<int, OperatorNode> nodes = OperatorNode.ReadAll(json.GetProperty("graph"));
        string[] operators = [.. nodes.Values.Select(node => node.Operator).Where(op => op is not ("input" or "constant"))];

        if (operators.Count(op => op == "conv2d") != 1 || Array.Find(operators, op => !OperatorGraph.IsKnown(op)) is not null)
        {
            return named with { DoesNotApply = $"{string.Join(" + ", operators)} is not one conv2d with bias and activation" };
        }

        int[] expectedShape = [.. json.GetProperty("expected_shape").EnumerateArray().Select(value => value.GetInt32())];
        OperatorGraph graph = new(nodes, json.GetProperty("inputs"), expectedShape);
        OperatorNode convolution = nodes.Values.Single(node => node.Operator == "conv2d");
        (float[] input, int[] shape) = graph.Constant(convolution.Inputs[0]);
        bool channelsLast = OperatorGraph.IsChannelsLast(convolution);
        JsonElement tolerance = json.GetProperty("tolerance");
        int output = json.GetProperty("output").GetInt32();

        return named with
        {
            Batch = shape[0],
            Extent = channelsLast ? shape[1..3] : shape[2..4],
            Input = input,
            Expected = TensorRule.Expand(json.GetProperty("expected"), Extents.Product(expectedShape)),
            AbsoluteTolerance = tolerance.GetProperty("atol").GetDouble(),
            RelativeTolerance = tolerance.GetProperty("rtol").GetDouble(),
            Fused = graph.Steps(output, fuse: true),
            Apart = graph.Steps(output, fuse: false),
        };
    }
}
