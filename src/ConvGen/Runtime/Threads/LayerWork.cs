using System;

namespace ConvGen.Runtime;

/// <summary>What there is to do for one part of a layer's groups in one call, as far as it matters for splitting it between threads.</summary>
internal ref struct LayerWork
{
    /// <summary>The cycles of a float of input that is read in place once more.</summary>
    private const double ReadFloat = 0.05;

    /// <summary>The cycles of a float of Winograd's points, measured: its transforms and its input's way from where it lies.</summary>
    private const double TransformedFloat = 0.9;

    /// <summary>What a core of the machine does in a cycle.</summary>
    public CoreSpeed Core;

    /// <summary>The images of the batch times the parts of the groups.</summary>
    public int Images;

    /// <summary>The output's extents (depth, height, width).</summary>
    public Extent3 Output;

    /// <summary>The largest block that a core computes at a time.</summary>
    public Extent3 Block;

    /// <summary>The multiples to which a block can be cut.</summary>
    public Extent3 Step;

    /// <summary>Whether rows can be cut.</summary>
    public bool CutsRows;

    /// <summary>The positions that a kernel computes at once: each weight is multiplied once for them.</summary>
    public Extent3 KernelStep;

    /// <summary>The input positions that a window spans.</summary>
    public Extent3 Window;

    /// <summary>The strides.</summary>
    public Extent3 Stride;

    /// <summary>The floats of one input position.</summary>
    public int PixelFloats;

    /// <summary>Whether blocks of input are copied.</summary>
    public bool Copies;

    /// <summary>The floats into which the input of a step is transformed; 0 for a kernel that sums directly.</summary>
    public int Points;

    /// <summary>The floats of weights as they are stored.</summary>
    public long Weights;

    /// <summary>The filters, and how they can be shared out.</summary>
    public FilterUnits Filters;

    /// <summary>Whether a share of the filters meets a share of the input's channels: those of its groups.</summary>
    public bool SharesChannels;

    /// <summary>The work of a call.</summary>
    public static LayerWork Create(ConvLayer layer, in ConvGeometry geometry)
    {
        ConvDescriptor descriptor = layer.Descriptor;
        KernelCode code = descriptor.Code;
        int parts = descriptor.GroupParts;
        bool gathers = code.GatheredWindow > 0;
        LayerWork work = default;
        work.Core = CoreSpeed.Current;
        work.Images = geometry.Batch * parts;
        work.Output = geometry.Output;
        work.PixelFloats = gathers ? code.GatheredWindow : descriptor.PixelFloats;
        work.Copies = !code.ReadsInPlace;
        work.Points = code.Winograd?.TransformedFloats(descriptor) ?? 0;
        work.Weights = layer.Weights.Length / parts;
        work.Filters = descriptor.FilterUnits;
        work.SharesChannels = descriptor.Groups > parts;

        // Rows whose width a kernel knows are not cut.
        work.CutsRows = code.FlattensPixels || code.FlattensPlanes || code.Winograd is not null || code.Block is null;

        for (int axis = 0; axis < 3; axis++)
        {
            work.Window[axis] = gathers ? 1 : descriptor.EffectiveKernel(axis);
            work.Stride[axis] = gathers ? 1 : descriptor.Stride[axis];
            work.KernelStep[axis] = code.ReadsPlanes ? 1 : code.OutputStep[axis];
            work.Step[axis] = axis == 2 && code.Winograd is null ? code.WidthStep : code.OutputStep[axis];
        }

        work.Block = LargestBlock(work, code);
        return work;
    }

    /// <summary>The steps of a kernel in so many positions.</summary>
    public readonly double Steps(Extent3 positions)
    {
        double steps = 1;

        for (int axis = 0; axis < 3; axis++)
        {
            steps *= Math.Ceiling((double)Math.Min(positions[axis], Output[axis]) / KernelStep[axis]);
        }

        return steps;
    }

    /// <summary>The cycles until the input of a block is there for the multiplication.</summary>
    public readonly double InputCycles(Extent3 positions)
    {
        double floats = PixelFloats;

        for (int axis = 0; axis < 3; axis++)
        {
            floats *= BlockShape.Span(Math.Min(positions[axis], Output[axis]), Window[axis], Stride[axis]);
        }

        return (floats * (Copies ? MachineCosts.CopiedFloat : ReadFloat)) + (Steps(positions) * Points * TransformedFloat);
    }

    private static Extent3 LargestBlock(in LayerWork work, KernelCode code)
    {
        if (code.Block is [int depth, int height, int width])
        {
            return Extent3.Create(depth, height, width);
        }

        BlockShape shape = code.Winograd is not null
            ? BlockShape.ChooseSteps(work.Output, work.KernelStep, code.MostSteps)
            : BlockShape.Choose(work.Output, work.Window, work.Stride, work.PixelFloats, code.WidthStep,
                code.GatheredWindow > 0 ? BlockShape.GatheredBudget : BlockShape.InputBudget);
        return Extent3.Create(shape.Depth, shape.Height, shape.Width);
    }
}
