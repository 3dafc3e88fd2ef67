using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ConvGen.Testing;

/// <summary>Reads a file of single-layer cases (the form of layers.json).</summary>
public static class LayerCaseFile
{
    /// <summary>Reads every case of the file; those that are no convolution say so in DoesNotApply.</summary>
    public static IReadOnlyList<ConvolutionCase> Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(ReadCase)];
    }

    private static ConvolutionCase ReadCase(JsonElement json)
    {
        ConvolutionCase named = new(json.GetProperty("name").GetString()!);
        string op = json.GetProperty("op").GetString()!;

        if (op is not ("conv1d" or "conv2d" or "conv3d" or "depthwise_conv2d" or "separable_conv2d"))
        {
            return named with { DoesNotApply = $"{op} is not a layer of [Conv]" };
        }

        string note = Text(json, "note") ?? "";

        if (note.Contains("do not use as a conformance target", StringComparison.OrdinalIgnoreCase))
        {
            return named with { DoesNotApply = note };
        }

        int[] inputShape = Numbers(json, "input_shape");
        (Layout layout, int[] extent) = ReadLayout(json.GetProperty("layout").GetString()!, inputShape);

        // Input cannot say that there are no elements; Forward can.
        bool canBeGiven = extent.All(value => value > 0);
        int[] expectedShape = Numbers(json, "expected_shape");
        float[] expected = TensorRule.Expand(json.GetProperty("expected"), Extents.Product(expectedShape));
        float[] input = TensorRule.Expand(json.GetProperty("input"), Extents.Product(inputShape));
        (double absolute, double relative) = ReadTolerance(json, expected);

        return named with
        {
            Batch = inputShape[0],
            Extent = extent,
            Input = input,
            Expected = expected,
            AbsoluteTolerance = absolute,
            RelativeTolerance = relative,
            Fused = canBeGiven ? ReadSteps(json, op, layout, expectedShape, fuse: true) : [],
            Apart = ReadSteps(json, op, layout, expectedShape, fuse: false),
        };
    }

    private static IReadOnlyList<CaseStep> ReadSteps(JsonElement json, string op, Layout layout, int[] expectedShape, bool fuse)
    {
        string[] letters = json.GetProperty("kernel_layout").GetString()!.Split('+');
        KernelLayout kernel = ReadKernel(json, "kernel", letters[0]);
        bool depthwise = letters[0].Contains('M', StringComparison.Ordinal);
        int groups = depthwise
            ? Numbers(json, "kernel_shape")[letters[0].IndexOf('I', StringComparison.Ordinal)]
            : json.TryGetProperty("groups", out JsonElement count) && count.ValueKind == JsonValueKind.Number ? count.GetInt32() : 1;
        List<CaseStep> steps = [];

        LayerSource source = new(Extents.Format(kernel.Spatial), kernel.Channels * groups, kernel.Filters)
        {
            Stride = OptionalExtent(json, "strides"),
            Dilation = OptionalExtent(json, "dilations"),
            Padding = ReadPadding(json.GetProperty("padding")),
            PaddingMode = Enum.Parse<PaddingMode>(Text(json, "padding_mode") ?? nameof(PaddingMode.Zeros), ignoreCase: true),
            Groups = groups,
            Layout = layout,
            WeightLayout = kernel.WeightLayout,
        };

        if (op == "separable_conv2d")
        {
            steps.Add(new ConvolutionStep(source with { Bias = false }, kernel.Weights, []));
            kernel = ReadKernel(json, "pointwise_kernel", letters.Length > 1 ? letters[1] : "HWIO");
            source = new(Extents.Format(kernel.Spatial), kernel.Channels, kernel.Filters)
            {
                Layout = layout,
                WeightLayout = kernel.WeightLayout,
            };
        }

        bool hasBias = json.TryGetProperty("bias", out JsonElement biasValues) && biasValues.ValueKind != JsonValueKind.Null;
        float[] bias = hasBias ? TensorRule.Expand(biasValues, kernel.Filters) : [];
        Activation activation = Activation.None;
        string? name = Text(json, "activation");
        float? alpha = json.TryGetProperty("activation_alpha", out JsonElement a) && a.ValueKind == JsonValueKind.Number ? a.GetSingle() : null;

        if (name is not (null or "prelu" or "linear" or "none"))
        {
            activation = Enum.Parse<Activation>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        }

        source = source with { Bias = hasBias, Activation = fuse ? activation : Activation.None, Alpha = fuse ? alpha : null };
        steps.Add(new ConvolutionStep(source, kernel.Weights, bias));

        if (!fuse && activation != Activation.None)
        {
            steps.Add(PlainStep.Of(activation, alpha));
        }

        if (name == "prelu")
        {
            int[] slopeShape = Numbers(json, "prelu_shape");
            float[] slopes = TensorRule.Expand(json.GetProperty("prelu_weights"), Extents.Product(slopeShape));
            steps.Add(new PlainStep(values => Broadcast.Combine(
                values, expectedShape, slopes, slopeShape, static (x, slope) => x > 0 ? x : slope * x)));
        }

        return steps;
    }

    private static KernelLayout ReadKernel(JsonElement json, string name, string letters)
    {
        int[] shape = Numbers(json, name + "_shape");
        return KernelLayout.From(letters, shape, TensorRule.Expand(json.GetProperty(name), Extents.Product(shape)));
    }

    private static (Layout Layout, int[] Extent) ReadLayout(string letters, int[] shape)
    {
        Layout layout = letters.Contains('T', StringComparison.Ordinal) ? Layout.FramesFirst
            : letters[1] == 'C' ? Layout.ChannelsFirst
            : Layout.ChannelsLast;
        return (layout, [.. Enumerable.Range(0, letters.Length).Where(axis => letters[axis] is not ('N' or 'C')).Select(axis => shape[axis])]);
    }

    private static string ReadPadding(JsonElement json)
    {
        return json.ValueKind == JsonValueKind.String
            ? json.GetString()!.ToLowerInvariant().Replace('_', '-')
            : string.Join('x', json.EnumerateArray().Select(pair => $"{pair[0].GetInt32()}:{pair[1].GetInt32()}"));
    }

    // Integers are exact in float32, so their cases allow next to nothing; others without a tolerance five digits.
    private static (double Absolute, double Relative) ReadTolerance(JsonElement json, float[] expected)
    {
        return json.TryGetProperty("tolerance", out JsonElement tolerance) && tolerance.ValueKind == JsonValueKind.Number
            ? (tolerance.GetDouble(), Math.Min(1e-5, tolerance.GetDouble()))
            : expected.All(float.IsInteger) ? (1e-6, 1e-6) : (1e-5, 1e-5);
    }

    private static string OptionalExtent(JsonElement json, string name)
    {
        return json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? Extents.Format(Numbers(json, name))
            : "1";
    }

    private static int[] Numbers(JsonElement json, string name)
    {
        return [.. json.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
    }

    private static string? Text(JsonElement json, string name)
    {
        return json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
