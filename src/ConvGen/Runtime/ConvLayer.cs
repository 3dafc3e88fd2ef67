using System;
using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>A generated layer's state: its packed weights and the memory its calls reuse.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class ConvLayer
{
    private int _maxDegreeOfParallelism = Environment.ProcessorCount;

    /// <summary>Packs the weights of a layer.</summary>
    /// <param name="descriptor">The layer.</param>
    /// <param name="weights">filters × (channels / groups) × taps floats in the layer's weight layout.</param>
    /// <param name="bias">A float a filter, or empty for a layer without bias.</param>
    /// <param name="hasBias">Whether the layer has a bias.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public ConvLayer(ConvDescriptor descriptor, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, bool hasBias)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        int taps = descriptor.Kernel[0] * descriptor.Kernel[1] * descriptor.Kernel[2];
        Arguments.CheckLength(weights.Length, (long)descriptor.Filters * descriptor.ChannelsPerGroup * taps, nameof(weights));
        Arguments.CheckLength(bias.Length, hasBias ? descriptor.Filters : 0, nameof(bias));
        Descriptor = descriptor;
        (Weights, Bias) = descriptor.Code.WeightPacking == WeightPacking.ChannelLanes
            ? (ChannelPacking.Weights(descriptor, weights), ChannelPacking.Bias(descriptor, bias))
            : (FilterPacking.Weights(descriptor, weights), FilterPacking.Bias(descriptor, bias));
        PaddedOutputs = descriptor.PaddedOutputs?.Values(bias, descriptor.Filters);
        ChannelMap = descriptor.Code.SpreadsChannels ? descriptor.SpreadMap() : null;
    }

    /// <summary>Gets or sets the number of cores one <c>Forward</c> call may use.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int MaxDegreeOfParallelism
    {
        get => _maxDegreeOfParallelism;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            _maxDegreeOfParallelism = value;
        }
    }

    internal ConvDescriptor Descriptor { get; }

    internal AlignedMemory Weights { get; }

    /// <summary>The input channel that each channel of a copied block holds; null when they are the same.</summary>
    internal int[]? ChannelMap { get; }

    internal AlignedMemory Bias { get; }

    /// <summary>The filters of an output that meets nothing but padding; null where the kernel computes all outputs.</summary>
    internal float[]? PaddedOutputs { get; }

    internal Pool<ForwardJob> Jobs { get; } = new();

    /// <summary>Computes the layer's output.</summary>
    /// <param name="input">batch images in the layer's layout.</param>
    /// <param name="output">Takes batch images in the layer's layout.</param>
    /// <param name="batch">The images.</param>
    /// <param name="depth">The input's depth, 1 for a layer of rank 1 or 2.</param>
    /// <param name="height">The input's height, 1 for a layer of rank 1.</param>
    /// <param name="width">The input's width.</param>
    /// <exception cref="ArgumentException">A length is wrong, the spans overlap, or the extents give no output.</exception>
    public void Forward(ReadOnlySpan<float> input, Span<float> output, int batch, int depth, int height, int width)
    {
        ForwardJob job = Jobs.Rent() ?? new ForwardJob(this);

        try
        {
            job.SetShape(batch, depth, height, width);
            Arguments.CheckLength(input.Length, (long)job.Shape.InputFloats * batch, nameof(input));
            Arguments.CheckLength(output.Length, (long)job.Shape.OutputFloats * batch, nameof(output));
            Arguments.CheckDisjoint(input, output);
        }
        catch (ArgumentException)
        {
            Jobs.Return(job);
            throw;
        }

        fixed (float* inputPointer = input)
        fixed (float* outputPointer = output)
        {
            job.Forward(inputPointer, outputPointer, MaxDegreeOfParallelism);
        }

        GC.KeepAlive(this);
    }

    /// <summary>The output's extent along an axis (0 depth, 1 height, 2 width) for an input's.</summary>
    public static int OutputExtent(ConvDescriptor descriptor, int axis, int input)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        return ConvGeometry.OutputExtent(descriptor, axis, input);
    }
}
