using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>What a lane of a vector is.</summary>
internal enum KernelFamily
{
    /// <summary>A filter of one group: each input value is broadcast to the lanes.</summary>
    Direct,

    /// <summary>A filter of any group, depthwise above all: each lane meets an input channel of its own.</summary>
    Lanewise,
}

/// <summary>What a 3D convolution has been turned into.</summary>
internal enum Lowering
{
    /// <summary>Nothing else.</summary>
    None,

    /// <summary>A 2D convolution of every plane: the kernel's depth is 1.</summary>
    DepthIntoBatch,

    /// <summary>A 2D convolution over channels × depth: the kernel is as deep as the input.</summary>
    DepthIntoChannels,
}

/// <summary>How a convolution is computed: a pure function of its spec.</summary>
internal sealed record ConvPlan
{
    public required ConvSpec Spec { get; init; }

    public required KernelFamily Family { get; init; }

    public required Lowering Lowering { get; init; }

    /// <summary>Whether the kernel reads the input where it lies, without a copy.</summary>
    public required bool ReadsInPlace { get; init; }

    /// <summary>Whether the taps of a kernel row and their channels lie one after the other, so that one loop runs over both.</summary>
    public required bool MergesRowTaps { get; init; }

    /// <summary>The floats of one position of the input as the kernel reads it.</summary>
    public required int PixelFloats { get; init; }

    /// <summary>Whether the copy of the input holds, for each channel of a group, every filter's input channel.</summary>
    public required bool SpreadsChannels { get; init; }

    /// <summary>The block (depth, height, width) a core computes at a time; empty when the input's extents are not known.</summary>
    public required EquatableArray<int> Block { get; init; }

    /// <summary>The floats between two rows the kernel reads; 0 when not known.</summary>
    public required int RowPitch { get; init; }

    /// <summary>The floats between two planes the kernel reads; 0 when not known.</summary>
    public required int PlanePitch { get; init; }

    /// <summary>A kernel an instruction set, the widest first.</summary>
    public required EquatableArray<KernelPlan> Kernels { get; init; }
}
