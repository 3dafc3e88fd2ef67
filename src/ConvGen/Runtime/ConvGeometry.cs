using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>Three values, one a spatial dimension: depth, height, width.</summary>
[InlineArray(3)]
internal struct Extent3
{
    private int _first;

    public static Extent3 Create(int depth, int height, int width)
    {
        Extent3 extent = default;
        extent[0] = depth;
        extent[1] = height;
        extent[2] = width;
        return extent;
    }
}

/// <summary>The shapes of one <c>Forward</c> call, computed from the input's extents and checked.</summary>
internal struct ConvGeometry
{
    public int Batch;

    public Extent3 Input;

    public Extent3 Output;

    /// <summary>The padding before the input.</summary>
    public Extent3 Padding;

    /// <summary>The floats of one image (or volume) of the input.</summary>
    public int InputFloats;

    /// <summary>The floats of one image (or volume) of the output.</summary>
    public int OutputFloats;

    /// <summary>Computes the shapes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch is not positive, an extent is negative, or a tensor would have 2³¹ floats or more.</exception>
    /// <exception cref="ArgumentException">The padded input is smaller than the kernel, or too small for the padding mode.</exception>
    public static ConvGeometry Create(ConvDescriptor layer, int batch, int depth, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ConvGeometry geometry = default;
        geometry.Batch = batch;
        geometry.Input = Extent3.Create(depth, height, width);
        long inputFloats = layer.InChannels;
        long outputFloats = layer.Filters;

        for (int axis = 0; axis < 3; axis++)
        {
            int input = geometry.Input[axis];
            geometry.Output[axis] = OutputExtent(layer, axis, input);
            geometry.Padding[axis] = PaddingBegin(layer, axis, input);
            inputFloats = Limited(inputFloats * input);
            outputFloats = Limited(outputFloats * geometry.Output[axis]);
        }

        Limited(inputFloats * batch);
        Limited(outputFloats * batch);
        geometry.InputFloats = (int)inputFloats;
        geometry.OutputFloats = (int)outputFloats;
        return geometry;
    }

    /// <summary>The same tensors with those axes made one that the layer's kernel takes for one row.</summary>
    public readonly ConvGeometry Flattened(ConvDescriptor layer)
    {
        // The images of a batch follow each other position by position only where channels are last.
        return layer.Code.FlattensPixels ? layer.Layout == Layout.ChannelsLast ? FlattenedBatch() : FlattenedPlanes(joins: true)
            : layer.Code.FlattensPlanes ? FlattenedPlanes(layer.Code.JoinsPlanes)
            : this;
    }

    /// <summary>
    /// The same input and, one behind the other, the outputs of a pointwise layer that meet it. A stride may have the first of them meet a
    /// position behind the first: the padding is negative then.
    /// </summary>
    public readonly ConvGeometry WithoutPadding(ConvDescriptor layer)
    {
        ConvGeometry inner = this;
        inner.OutputFloats = layer.Filters;

        for (int axis = 0; axis < 3; axis++)
        {
            int stride = layer.Stride[axis];
            inner.Output[axis] = (int)WindowArithmetic.Meeting(Output[axis], Input[axis], stride, -Padding[axis]);
            inner.Padding[axis] = Padding[axis] - ((int)WindowArithmetic.FirstMeeting(stride, -Padding[axis]) * stride);
            inner.OutputFloats *= inner.Output[axis];
        }

        return inner;
    }

    /// <summary>Whether these are the shapes of an input.</summary>
    public readonly bool IsOf(int batch, int depth, int height, int width)
    {
        return Batch == batch && Input[0] == depth && Input[1] == height && Input[2] == width;
    }

    /// <summary>The output's extent along an axis (0 depth, 1 height, 2 width).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The extent is negative.</exception>
    /// <exception cref="ArgumentException">The padded input is smaller than the kernel, or too small for the padding mode.</exception>
    public static int OutputExtent(ConvDescriptor layer, int axis, int input)
    {
        string name = axis switch { 0 => "depth", 1 => "height", _ => "width" };
        ArgumentOutOfRangeException.ThrowIfNegative(input, name);
        long effective = layer.EffectiveKernel(axis);
        long begin = PaddingBegin(layer, axis, input);
        long end = layer.SamePadding
            ? WindowArithmetic.SamePadding(input, effective, layer.Stride[axis]) - begin
            : layer.PaddingEnd[axis];
        long output = layer.SamePadding
            ? WindowArithmetic.SameOutput(input, layer.Stride[axis])
            : WindowArithmetic.Output(input, effective, layer.Stride[axis], begin, end);

        if (output < 1)
        {
            throw new ArgumentException(
                $"The output would be empty: a {name} of {input} with padding {begin}:{end} holds no window of {effective}.", name);
        }

        long widest = layer.PaddingMode switch
        {
            PaddingMode.Reflect => input - 1L,
            PaddingMode.Circular => input,
            PaddingMode.Replicate when input == 0 => 0,
            _ => long.MaxValue,
        };

        if (Math.Max(begin, end) > widest)
        {
            throw new ArgumentException(
                $"Padding mode {layer.PaddingMode} takes at most {Math.Max(widest, 0)} on each side of a {name} of {input}, the layer pads {begin}:{end}.",
                name);
        }

        return output <= int.MaxValue
            ? (int)output
            : throw new ArgumentOutOfRangeException(name, input, $"The output's {name} would be {output}, more than {int.MaxValue}.");
    }

    /// <summary>All positions of all images as one row.</summary>
    private readonly ConvGeometry FlattenedBatch()
    {
        ConvGeometry flat = this;
        flat.Batch = 1;
        flat.Input = Extent3.Create(1, 1, Batch * Input[0] * Input[1] * Input[2]);
        flat.Output = Extent3.Create(1, 1, Batch * Output[0] * Output[1] * Output[2]);
        return flat;
    }

    /// <summary>The positions of each plane of the output as one row, or those of all planes of a channel; of the input a stride may leave some out.</summary>
    private readonly ConvGeometry FlattenedPlanes(bool joins)
    {
        ConvGeometry flat = this;
        int plane = Output[1] * Output[2];
        flat.Output = joins ? Extent3.Create(1, 1, Output[0] * plane) : Extent3.Create(Output[0], 1, plane);
        return flat;
    }

    private static int PaddingBegin(ConvDescriptor layer, int axis, int input)
    {
        return layer.SamePadding
            ? (int)WindowArithmetic.SamePaddingBegin(input, layer.EffectiveKernel(axis), layer.Stride[axis], layer.SameLower)
            : layer.PaddingBegin[axis];
    }

    private static long Limited(long floats)
    {
        return floats <= int.MaxValue
            ? floats
            : throw new ArgumentOutOfRangeException(
                "batch", $"A tensor of the layer would have {floats} floats or more, a span holds at most {int.MaxValue}.");
    }
}
