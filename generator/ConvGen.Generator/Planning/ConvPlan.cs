using System.Collections.Generic;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

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

    /// <summary>What the kernels compute: the layer, or where its outputs in padding are not summed, the convolution of the others.</summary>
    public required ConvSpec Summed { get; init; }

    public required Lowering Lowering { get; init; }

    /// <summary>A kernel an instruction set, the widest first.</summary>
    public required EquatableArray<KernelPlan> Kernels { get; init; }

    /// <summary>The kernel of processors whose last cache is slow beside their multiply-adds of 512 bits; null where the one of AVX-512 is as good.</summary>
    public KernelPlan? SlowCache { get; init; }

    /// <summary>All kernels, in the order in which they are tried.</summary>
    public IEnumerable<KernelPlan> Candidates => SlowCache is null ? Kernels : [SlowCache, .. Kernels];
}
