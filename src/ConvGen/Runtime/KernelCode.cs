using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>The generated kernel of one instruction set, and how it wants its operands.</summary>
/// <remarks>Fields: the JIT would compile both accessors of each property before a layer's first result. Nothing changes them.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class KernelCode
{
    /// <summary>Computes a block of output positions; null where <see cref="Scalar"/> does.</summary>
    public required delegate*<BlockArguments*, void> Run;

    /// <summary>The blocks of filters, in the order of the packed weights.</summary>
    public required FilterBlock[] FilterBlocks;

    /// <summary>
    /// The parts of the filters of a call that may be computed without the others: blocks of the only group, or whole
    /// groups. 1 for a kernel that computes all filters at a time.
    /// </summary>
    public int FilterUnits = 1;

    /// <summary>The blocks of filters of such a part; the last has all that are left.</summary>
    public int UnitBlocks = 1;

    /// <summary>What the lanes of the packed weights are.</summary>
    public WeightPacking WeightPacking;

    /// <summary>The lanes of a vector of input channels, for weights packed that way.</summary>
    public int ChannelLanes;

    /// <summary>The neighbouring lanes that a filter has in weights packed in lanes of filters, each for another channel: the kernel adds them up.</summary>
    public int LanesOfFilter = 1;

    /// <summary>Whether the channels of all taps of a kernel row are cut into vectors as one run, for weights packed in lanes of channels.</summary>
    public bool MergesRowTaps;

    /// <summary>Whether the kernel reads the input where it lies; otherwise blocks of it are copied, padded and with channels last.</summary>
    public bool ReadsInPlace;

    /// <summary>Whether a copied block has the input's rows without padding, of which the kernel leaves out the taps; blocks are as wide as the output.</summary>
    public bool KeepsRows;

    /// <summary>
    /// Whether the lanes of the kernel are filters of several groups, so that the copied block of input holds, for each
    /// channel of a group, every filter's input channel.
    /// </summary>
    public bool SpreadsChannels;

    /// <summary>
    /// The groups that a call of the kernel computes and a copied block holds the channels of; 0 for all. It divides
    /// the layer's groups.
    /// </summary>
    public int GroupsTogether;

    /// <summary>
    /// Whether the kernel takes all positions of an image for one long row, and where channels are last those of a batch: a 1x1 kernel
    /// without padding on channels-last tensors, or one that reads copied windows.
    /// </summary>
    public bool FlattensPixels;

    /// <summary>
    /// The floats from one window to the next in the copy of a kernel that reads the windows it meets one behind the other, each as a
    /// pixel of all its taps' channels. 0 where it reads another copy or none.
    /// </summary>
    public int GatheredWindow;

    /// <summary>
    /// Whether the lanes of the kernel are columns: it reads planes of one channel each, where they lie or a padded copy of
    /// them, and writes planes of one filter each.
    /// </summary>
    public bool ReadsPlanes;

    /// <summary>Whether the kernel, whose lanes are filters, stores its outputs to planes itself; otherwise it is given a block with channels last, which is transposed.</summary>
    public bool StoresPlanes;

    /// <summary>Whether a kernel whose lanes are columns takes all positions of a plane that it meets for one long row: a 1x1 kernel without padding.</summary>
    public bool FlattensPlanes;

    /// <summary>Whether the planes of a channel, which lie one behind the other, are one such row together.</summary>
    public bool JoinsPlanes;

    /// <summary>Whether the first filters of a call copy the planes as they meet them; otherwise they are copied before.</summary>
    public bool CopiesPlanes;

    /// <summary>Whether the tiles of a copied block fetch what the next one is copied from; otherwise a kernel that can is given addresses of its own block.</summary>
    public bool FetchesNextBlock;

    /// <summary>
    /// Whether the copied block holds zeros for rows and planes of zero padding too; otherwise the kernel leaves out
    /// their taps.
    /// </summary>
    public bool PadsRows;

    /// <summary>The output positions a kernel computes at once along each axis: the copied block covers whole steps.</summary>
    public int[] OutputStep = [1, 1, 1];

    /// <summary>The steps a kernel takes at a time; a block has no more of them.</summary>
    public int MostSteps = int.MaxValue;

    /// <summary>The multiple to which a row is cut when it is too long for the cache.</summary>
    public int WidthStep = 1;

    /// <summary>The planned block (depth, height, width) of a layer whose input extent is known; null otherwise.</summary>
    public int[]? Block;

    /// <summary>The floats of scratch memory the kernel uses on each thread.</summary>
    public int ScratchFloats;

    /// <summary>The kernel of machines without vectors; null on all others.</summary>
    public ScalarKernel? Scalar;

    /// <summary>The transform of the weights, for a kernel that filters by Winograd's method.</summary>
    public WinogradFilter? Winograd;
}
