using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>How a kernel reads the input: where it lies or from copied blocks, and at which distances.</summary>
internal sealed record InputPlan
{
    /// <summary>Whether the kernel reads the input where it lies, without a copy.</summary>
    public required bool IsInPlace { get; init; }

    /// <summary>Whether all positions are taken for one long row.</summary>
    public required bool IsFlat { get; init; }

    /// <summary>
    /// Whether the windows that the kernel meets are copied one behind the other, a little farther apart than they are long, and met as the
    /// pixels of a 1x1 kernel: a power of two apart pixels would share few sets of the L1 cache, and a stride leaves short rows.
    /// </summary>
    public bool GathersWindows { get; init; }

    /// <summary>Whether an output row is a single pixel, so that a tile's pixels lie in rows below each other.</summary>
    public bool RowsArePixels { get; init; }

    /// <summary>Whether the pixels of a row are so far, in runs so short, that a tile had better fetch those of a later one.</summary>
    public bool PixelsComeLate { get; init; }

    /// <summary>Whether a block of filters meets each line of the input once or a few times only: a tile had better fetch it shortly before. The short runs of other kernels are over before.</summary>
    public bool LinesComeLate { get; init; }

    /// <summary>Whether the copy holds, for each channel of a group, every filter's input channel.</summary>
    public required bool SpreadsChannels { get; init; }

    /// <summary>Whether a copy has the input's rows without padding: planes are transposed as one run, and tiles leave out the taps beyond the ends of a row.</summary>
    public bool KeepsRows { get; init; }

    /// <summary>The groups computed together from a copy of their channels alone; null when all are.</summary>
    public int? GroupsTogether { get; init; }

    /// <summary>The floats of one position of the input as the kernel reads it.</summary>
    public required int PixelFloats { get; init; }

    /// <summary>
    /// The columns of padding before a row that is not there: the tiles at the ends of a row leave out the taps that
    /// meet padding. 0 where the padding has been copied or there is none.
    /// </summary>
    public int ColumnsBefore { get; init; }

    /// <summary>The columns of padding that windows meet behind a row that is not there.</summary>
    public int ColumnsAfter { get; init; }

    /// <summary>The block (depth, height, width) a core computes at a time; empty when the input's extents are not known.</summary>
    public required EquatableArray<int> Block { get; init; }

    /// <summary>The same where the processor's last cache is slow; empty where it makes no difference.</summary>
    public EquatableArray<int> BlockOfSlowCache { get; init; }

    /// <summary>The pixels of a row of a block, when they are always the same; null otherwise.</summary>
    public required int? RowWidth { get; init; }

    /// <summary>The positions of one image of a flat layer, when they are known; the rows a kernel sees are multiples of it, or parts of them. The rows of a block where rows are pixels.</summary>
    public int? FlatWidth { get; init; }

    /// <summary>The floats between two rows the kernel reads; 0 when not known.</summary>
    public required int RowPitch { get; init; }

    /// <summary>The floats between two planes the kernel reads; 0 when not known.</summary>
    public required int PlanePitch { get; init; }

    /// <summary>The pixels of a flat layer that a core computes at a time, cut to a multiple of <paramref name="step"/>; null when they are not known.</summary>
    public int? FlatBlock(int step)
    {
        long budget = GathersWindows ? BlockShape.GatheredBudget : BlockShape.InputBudget;
        return IsFlat && FlatWidth is int all ? BlockShape.Choose([1, 1, all], [1, 1, 1], [1, 1, 1], PixelFloats, step, budget).Width : null;
    }

    /// <summary>The floats between the inputs of two neighbouring pixels of a tile.</summary>
    public int PixelStep(Shape3 shape)
    {
        return IsFlat ? PixelFloats
            : RowsArePixels ? shape.Stride[1] * RowPitch
            : shape.Stride[2] * PixelFloats;
    }
}
