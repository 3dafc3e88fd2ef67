using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>The generated kernel of one instruction set.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class KernelCode
{
    /// <summary>The blocks of filters, in the order of the packed weights.</summary>
    public required FilterBlock[] FilterBlocks { get; init; }

    /// <summary>Computes a block of output positions.</summary>
    public required delegate*<BlockArguments*, void> Run { get; init; }
}
