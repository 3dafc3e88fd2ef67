using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.BadInput;

/// <summary>The overloads on tensors check every dimension, and either follow strides or refuse them.</summary>
public sealed class TensorTests
{
    public static IEnumerable<object[]> Layers => BadLayers.Indices;

    [Theory]
    [MemberData(nameof(Layers))]
    public void Right_dimensions_give_the_right_result(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        float[] input = trial.Input();
        float[] output = new float[trial.OutputLength()];
        ReferenceResult reference = trial.Reference(input);

        layer.Forward(new ReadOnlyTensorSpan<float>(input, InputShape(trial)), new TensorSpan<float>(output, OutputShape(trial)));
        Assert.Null(Tolerance.Compare(trial.Source, reference, output));

        Tensor<float> made = layer.Forward(new ReadOnlyTensorSpan<float>(input, InputShape(trial)));
        Assert.Equal(OutputShape(trial), made.Lengths);
        made.FlattenTo(output);
        Assert.Null(Tolerance.Compare(trial.Source, reference, output));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_other_dimensions_of_the_input(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        nint[] right = InputShape(trial);
        float[] output = new float[trial.OutputLength()];
        int channelAxis = trial.Source.Layout switch { Layout.ChannelsLast => right.Length - 1, Layout.ChannelsFirst => 1, _ => 2 };

        nint[] channels = [.. right];
        channels[channelAxis]++;

        foreach (nint[] shape in (nint[][])[right[1..], [1, .. right], channels, [right.Aggregate((a, b) => a * b)]])
        {
            float[] input = new float[shape.Aggregate((a, b) => a * b)];
            Refusal.Names("input", () => layer.Forward(new ReadOnlyTensorSpan<float>(input, shape)));
            Refusal.Names("input", () => layer.Forward(
                new ReadOnlyTensorSpan<float>(input, shape), new TensorSpan<float>(output, OutputShape(trial))));
        }

        Refusal.Names("input", () => layer.Forward(default(ReadOnlyTensorSpan<float>)));
        Refusal.Names("input", () => layer.Forward(default, new TensorSpan<float>(output, OutputShape(trial))));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_other_dimensions_of_the_output(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        float[] input = trial.Input();
        nint[] right = OutputShape(trial);
        List<nint[]> shapes = [right[1..], [1, .. right]];

        for (int axis = 0; axis < right.Length; axis++)
        {
            nint[] shape = [.. right];
            shape[axis]++;
            shapes.Add(shape);
        }

        // As many floats, in another order.
        shapes.Add([.. right.Reverse()]);

        foreach (nint[] shape in shapes)
        {
            float[] output = new float[shape.Aggregate((a, b) => a * b)];
            Refusal.Names("output", () => layer.Forward(
                new ReadOnlyTensorSpan<float>(input, InputShape(trial)), new TensorSpan<float>(output, shape)));
        }

        Refusal.Names("output", () => layer.Forward(new ReadOnlyTensorSpan<float>(input, InputShape(trial)), default));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Tensors_with_gaps_are_right_or_refused(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        float[] input = trial.Input();
        ReferenceResult reference = trial.Reference(input);
        nint[] inputShape = InputShape(trial);
        nint[] outputShape = OutputShape(trial);

        // Rows of the last dimension stand two floats further apart than they are long.
        float[] spaced = Spaced(input, (int)inputShape[^1], gap: 2);
        float[] output = new float[trial.OutputLength()];
        string? refused = RightOrRefused(() => layer.Forward(
            new ReadOnlyTensorSpan<float>(spaced, inputShape, Strides(inputShape, 2)), new TensorSpan<float>(output, outputShape)));
        Assert.True(refused is "input" || Tolerance.Compare(trial.Source, reference, output) is null, $"input with gaps: {refused}");

        float[] wide = new float[Spaced(output, (int)outputShape[^1], gap: 2).Length];
        refused = RightOrRefused(() => layer.Forward(
            new ReadOnlyTensorSpan<float>(input, inputShape), new TensorSpan<float>(wide, outputShape, Strides(outputShape, 2))));
        float[] packed = Packed(wide, (int)outputShape[^1], gap: 2, output.Length);
        Assert.True(refused is "output" || Tolerance.Compare(trial.Source, reference, packed) is null, $"output with gaps: {refused}");
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Transposed_and_repeated_tensors_are_right_or_refused(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        float[] input = trial.Input();
        nint[] shape = InputShape(trial);
        float[] output = new float[trial.OutputLength()];
        TensorSpan<float> target = new(output, OutputShape(trial));
        nint[] strides = Strides(shape, 0);

        // The last two dimensions swapped in memory: without gaps, and yet in another order.
        float[] swapped = new float[input.Length];
        int rows = (int)shape[^2];
        int columns = (int)shape[^1];

        for (int i = 0; i < input.Length; i++)
        {
            swapped[(i / (rows * columns) * rows * columns) + (i % columns * rows) + (i / columns % rows)] = input[i];
        }

        strides[^1] = rows;
        strides[^2] = 1;

        try
        {
            layer.Forward(new ReadOnlyTensorSpan<float>(swapped, shape, strides), target);
            Assert.Null(Tolerance.Compare(trial.Source, trial.Reference(input), output));
        }
        catch (ArgumentException exception)
        {
            Assert.Equal("input", exception.ParamName);
        }

        // One image that stands for all of them.
        strides = Strides(shape, 0);
        strides[0] = 0;
        int image = input.Length / trial.Batch;
        float[] repeated = [.. Enumerable.Repeat(input[..image], trial.Batch).SelectMany(values => values)];

        try
        {
            layer.Forward(new ReadOnlyTensorSpan<float>(input[..image], shape, strides), target);
            Assert.Null(Tolerance.Compare(trial.Source, trial.Reference(repeated), output));
        }
        catch (ArgumentException exception)
        {
            Assert.Equal("input", exception.ParamName);
        }
    }

    private static string? RightOrRefused(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (ArgumentException exception)
        {
            return exception.ParamName;
        }
    }

    private static nint[] InputShape(LayerTrial trial)
    {
        return [.. TensorLayout.Shape(trial.Source.Layout, trial.Batch, trial.Source.InChannels, trial.Extent).Select(extent => (nint)extent)];
    }

    private static nint[] OutputShape(LayerTrial trial)
    {
        int[] extent = new ConvolutionGeometry(trial.Source, trial.Extent).OutputExtent;
        return [.. TensorLayout.Shape(trial.Source.Layout, trial.Batch, trial.Source.Filters, extent).Select(value => (nint)value)];
    }

    private static nint[] Strides(nint[] shape, nint gap)
    {
        nint[] strides = new nint[shape.Length];
        strides[^1] = 1;
        nint stride = shape[^1] + gap;

        for (int axis = shape.Length - 2; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }

    private static float[] Spaced(float[] values, int row, int gap)
    {
        float[] result = new float[values.Length / row * (row + gap)];

        for (int i = 0; i < values.Length; i++)
        {
            result[(i / row * (row + gap)) + (i % row)] = values[i];
        }

        return result;
    }

    private static float[] Packed(float[] spaced, int row, int gap, int length)
    {
        return [.. Enumerable.Range(0, length).Select(i => spaced[(i / row * (row + gap)) + (i % row)])];
    }
}
