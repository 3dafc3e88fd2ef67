using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>
/// One block of output positions, as a generated kernel takes it. Pitches are in floats. The base addresses are
/// virtual: <see cref="Input"/> + depth·<see cref="InputPlane"/> + height·<see cref="InputRow"/> is the row of that
/// input position, though only the rows the block reads exist; the same holds for <see cref="Output"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct BlockArguments
{
    /// <summary>The first input column the block reads, in row 0 of plane 0.</summary>
    public float* Input;

    /// <summary>The floats between two channels, for a kernel whose lanes are columns.</summary>
    public nint InputChannel;

    /// <summary>The floats between two output planes of different filters, for such a kernel and for one that stores to planes.</summary>
    public nint OutputChannel;

    /// <summary>The floats between two input planes.</summary>
    public nint InputPlane;

    /// <summary>The floats between two input rows; between the columns of two tiles where a kernel whose lanes are columns takes a plane for one row.</summary>
    public nint InputRow;

    /// <summary>The first position of the block in the plane of the first channel, for a kernel that copies planes itself; null where the copy is there since the thread's last block.</summary>
    public float* Planes;

    /// <summary>The floats from there to the next channel.</summary>
    public nint PlanesOfChannel;

    /// <summary>The plane of the first channel from which the next block's copy will be made, for a kernel that fetches it ahead.</summary>
    public float* NextInput;

    /// <summary>The first output position of that block in the plane; it may lie behind it.</summary>
    public int NextPosition;

    /// <summary>The floats from there to the next channel.</summary>
    public nint NextInputChannel;

    /// <summary>The packed weights of the first block of filters computed.</summary>
    public float* Weights;

    /// <summary>The packed biases of that block, zeros for a layer that has none.</summary>
    public float* Bias;

    /// <summary>The first filter of that block in the first output column, in row 0 of plane 0, channels last.</summary>
    public float* Output;

    /// <summary>The floats between two output planes.</summary>
    public nint OutputPlane;

    /// <summary>The floats between two output rows.</summary>
    public nint OutputRow;

    /// <summary>The first block of filters computed, for a kernel that can compute some of them; the others compute all.</summary>
    public int FilterBlockStart;

    /// <summary>The end of the blocks of filters computed.</summary>
    public int FilterBlockEnd;

    /// <summary>The first output plane of the block.</summary>
    public int DepthStart;

    /// <summary>The end of the output planes of the block.</summary>
    public int DepthEnd;

    /// <summary>The first output row of the block.</summary>
    public int HeightStart;

    /// <summary>The end of the output rows of the block.</summary>
    public int HeightEnd;

    /// <summary>The output columns of the block.</summary>
    public int Width;

    /// <summary>The planes that hold data; taps outside are left out.</summary>
    public int InputDepth;

    /// <summary>The rows that hold data; taps outside are left out.</summary>
    public int InputHeight;

    /// <summary>The columns that hold data, where the input is read in place.</summary>
    public int InputWidth;

    /// <summary>The input column of the first window of the block, negative in the padding, where the input is read in place.</summary>
    public int FirstColumn;

    /// <summary>The planes of padding before the first.</summary>
    public int PaddingDepth;

    /// <summary>The rows of padding before the first.</summary>
    public int PaddingHeight;

    /// <summary>The columns of padding before the first, where the input is read in place.</summary>
    public int PaddingWidth;

    /// <summary>
    /// The tiles whose transformed input the scratch memory holds, for a kernel that filters by Winograd's method: 0 when
    /// it has to be transformed yet. The kernel sets it.
    /// </summary>
    public int Tiles;

    /// <summary>The thread's scratch memory, 64-byte aligned; null for a kernel that asks for none.</summary>
    public float* Scratch;
}
