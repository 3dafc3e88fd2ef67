using System;
using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>
/// What a generated layer tells the run-time half of its shape and of the kernel chosen for this machine. Arrays
/// have three values, depth, height and width, whatever the layer's rank.
/// </summary>
/// <remarks>Fields, as those of <see cref="KernelCode"/> are.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConvDescriptor
{
    /// <summary>The kernel's extents.</summary>
    public required int[] Kernel;

    /// <summary>The strides.</summary>
    public required int[] Stride;

    /// <summary>The dilations.</summary>
    public required int[] Dilation;

    /// <summary>Whether the padding follows from the input's extent (SAME) and is not written out.</summary>
    public bool SamePadding;

    /// <summary>Whether the odd position of SAME's padding stands at the beginning.</summary>
    public bool SameLower;

    /// <summary>The padding before the input, when it is written out.</summary>
    public int[] PaddingBegin = [0, 0, 0];

    /// <summary>The padding after the input, when it is written out.</summary>
    public int[] PaddingEnd = [0, 0, 0];

    /// <summary>What stands in the padding.</summary>
    public PaddingMode PaddingMode;

    /// <summary>The outputs of a pointwise layer that meet nothing but padding, where the kernel computes the others alone; null where it computes all.</summary>
    public PaddedOutputs? PaddedOutputs;

    /// <summary>The input channels.</summary>
    public required int InChannels;

    /// <summary>The filters.</summary>
    public required int Filters;

    /// <summary>The groups.</summary>
    public int Groups = 1;

    /// <summary>How input and output lie in memory.</summary>
    public Layout Layout;

    /// <summary>How the weights given lie in memory.</summary>
    public WeightLayout WeightLayout;

    /// <summary>The kernel for this machine.</summary>
    public required KernelCode Code;

    /// <summary>The floats of one position of the input as the kernel reads it.</summary>
    internal int PixelFloats => Code.SpreadsChannels ? ChannelsPerGroup * Filters : InChannels / GroupParts;

    /// <summary>The parts into which the groups are cut: each is computed from a copy of its channels alone.</summary>
    internal int GroupParts => Code.GroupsTogether > 0 ? Groups / Code.GroupsTogether : 1;

    /// <summary>The blocks of filters that a call of the kernel computes: those of one part of the groups.</summary>
    internal FilterUnits FilterUnits => new(Code.FilterBlocks.AsSpan(0, Code.FilterBlocks.Length / GroupParts), Code.FilterUnits, Code.UnitBlocks);

    /// <summary>The input channels of one group.</summary>
    internal int ChannelsPerGroup => InChannels / Groups;

    /// <summary>The filters of one group.</summary>
    internal int FiltersPerGroup => Filters / Groups;

    /// <summary>The floats between two filters, two channels and two taps of the weights as they are given.</summary>
    internal (int Filter, int Channel, int Tap) WeightStrides
    {
        get
        {
            int taps = Kernel[0] * Kernel[1] * Kernel[2];
            return WeightLayout == WeightLayout.OutInSpatial
                ? (ChannelsPerGroup * taps, taps, 1)
                : (1, Filters, ChannelsPerGroup * Filters);
        }
    }

    /// <summary>Whether the kernel stores outputs where they belong; otherwise it computes a block with channels last, which is transposed to planes.</summary>
    internal bool KernelStores => Layout == Layout.ChannelsLast || Code.ReadsPlanes || Code.StoresPlanes;

    /// <summary>Whether the stride of a pointwise layer leaves out positions of a plane.</summary>
    internal bool LeavesOutPositions => Stride[1] > 1 || Stride[2] > 1;

    /// <summary>The positions a window spans along an axis.</summary>
    internal int EffectiveKernel(int axis)
    {
        return (int)WindowArithmetic.EffectiveKernel(Kernel[axis], Dilation[axis]);
    }

    /// <summary>The input positions that <paramref name="count"/> windows span along an axis, whole steps of the kernel counted.</summary>
    internal long Span(int count, int axis)
    {
        int step = Code.OutputStep[axis];
        long whole = (count + step - 1L) / step * step;
        return BlockShape.Span(whole, EffectiveKernel(axis), Stride[axis]);
    }

    /// <summary>The input channel that each channel of a spread copy holds.</summary>
    internal int[] SpreadMap()
    {
        int[] map = new int[PixelFloats];

        for (int channel = 0; channel < ChannelsPerGroup; channel++)
        {
            for (int filter = 0; filter < Filters; filter++)
            {
                int group = filter / (Filters / Groups);
                map[(channel * Filters) + filter] = (group * ChannelsPerGroup) + channel;
            }
        }

        return map;
    }
}
