using System;
using System.Buffers;
using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ConvGen.Runtime;

/// <summary>The overloads of <c>Forward</c> on tensors: their dimensions are checked, then the spans behind them are used.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TensorForward
{
    /// <summary>Computes a layer into a tensor.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="rank">Its number of spatial dimensions.</param>
    /// <param name="extents">The input's extents where they are constants; empty otherwise.</param>
    /// <param name="input">The input.</param>
    /// <param name="output">The output.</param>
    /// <exception cref="ArgumentException">A tensor has another rank or other dimensions, is not dense, or the tensors overlap.</exception>
    public static void Run(ConvLayer layer, int rank, ReadOnlySpan<int> extents, in ReadOnlyTensorSpan<float> input, in TensorSpan<float> output)
    {
        ArgumentNullException.ThrowIfNull(layer);
        (int batch, Extent3 extent) = ReadInput(layer.Descriptor, rank, extents, input);
        ConvGeometry geometry = ConvGeometry.Create(layer.Descriptor, batch, extent[0], extent[1], extent[2]);
        Span<nint> expected = stackalloc nint[rank + 2];
        Dimensions(layer.Descriptor, rank, batch, layer.Descriptor.Filters, geometry.Output, expected);

        if (!output.Lengths.SequenceEqual(expected))
        {
            throw new ArgumentException($"Expected dimensions [{Text(expected)}], got [{Text(output.Lengths)}].", nameof(output));
        }

        if (!output.IsDense)
        {
            throw new ArgumentException("Expected a dense tensor, got one with gaps between its elements.", nameof(output));
        }

        Span<float> outputSpan = MemoryMarshal.CreateSpan(ref output.GetPinnableReference(), (int)output.FlattenedLength);
        layer.Forward(Flat(input), outputSpan, batch, extent[0], extent[1], extent[2]);
    }

    /// <summary>Computes a layer into a new tensor, which begins on a cache line until the garbage collector moves it.</summary>
    /// <inheritdoc cref="Run(ConvLayer, int, ReadOnlySpan{int}, in ReadOnlyTensorSpan{float}, in TensorSpan{float})"/>
    public static Tensor<float> Run(ConvLayer layer, int rank, ReadOnlySpan<int> extents, in ReadOnlyTensorSpan<float> input)
    {
        ArgumentNullException.ThrowIfNull(layer);
        (int batch, Extent3 extent) = ReadInput(layer.Descriptor, rank, extents, input);
        ConvGeometry geometry = ConvGeometry.Create(layer.Descriptor, batch, extent[0], extent[1], extent[2]);
        Span<nint> dimensions = stackalloc nint[rank + 2];
        Dimensions(layer.Descriptor, rank, batch, layer.Descriptor.Filters, geometry.Output, dimensions);
        ArraySegment<float> output = AlignedArray.AllocateUninitialized(checked(geometry.OutputFloats * batch));
        layer.Forward(Flat(input), output, batch, extent[0], extent[1], extent[2]);
        return Tensor.Create(output.Array!, output.Offset, dimensions, []);
    }

    private static ReadOnlySpan<float> Flat(in ReadOnlyTensorSpan<float> input)
    {
        return MemoryMarshal.CreateReadOnlySpan(in input.GetPinnableReference(), (int)input.FlattenedLength);
    }

    private static (int Batch, Extent3 Extent) ReadInput(
        ConvDescriptor layer, int rank, ReadOnlySpan<int> extents, in ReadOnlyTensorSpan<float> input)
    {
        ReadOnlySpan<nint> lengths = input.Lengths;

        if (lengths.Length != rank + 2)
        {
            throw new ArgumentException($"Expected {rank + 2} dimensions, got {lengths.Length}: [{Text(lengths)}].", nameof(input));
        }

        if (!input.IsDense)
        {
            throw new ArgumentException("Expected a dense tensor, got one with gaps between its elements.", nameof(input));
        }

        if (input.FlattenedLength > int.MaxValue)
        {
            throw new ArgumentException($"Expected at most {int.MaxValue} floats, got {input.FlattenedLength}.", nameof(input));
        }

        // What the layer fixes is filled in, the rest taken from the tensor; the comparison then finds every error.
        Extent3 extent = Extent3.Create(1, 1, 1);

        for (int axis = 0; axis < rank; axis++)
        {
            nint length = lengths[AxisIndex(layer.Layout, axis)];
            extent[3 - rank + axis] = extents.IsEmpty ? (int)nint.Min(length, int.MaxValue) : extents[axis];
        }

        int batch = (int)nint.Min(lengths[0], int.MaxValue);
        Span<nint> expected = stackalloc nint[rank + 2];
        Dimensions(layer, rank, batch, layer.InChannels, extent, expected);
        return lengths.SequenceEqual(expected)
            ? (batch, extent)
            : throw new ArgumentException($"Expected dimensions [{Text(expected)}], got [{Text(lengths)}].", nameof(input));
    }

    private static void Dimensions(ConvDescriptor layer, int rank, int batch, int channels, Extent3 extent, Span<nint> dimensions)
    {
        dimensions[0] = batch;
        dimensions[ChannelIndex(layer.Layout, rank)] = channels;

        for (int axis = 0; axis < rank; axis++)
        {
            dimensions[AxisIndex(layer.Layout, axis)] = extent[3 - rank + axis];
        }
    }

    private static int ChannelIndex(Layout layout, int rank)
    {
        return layout switch { Layout.ChannelsLast => rank + 1, Layout.ChannelsFirst => 1, _ => 2 };
    }

    private static int AxisIndex(Layout layout, int axis)
    {
        return layout switch
        {
            Layout.ChannelsLast => axis + 1,
            Layout.ChannelsFirst => axis + 2,
            _ => axis == 0 ? 1 : axis + 2,
        };
    }

    private static string Text(ReadOnlySpan<nint> lengths)
    {
        return string.Join(", ", lengths.ToArray());
    }
}
