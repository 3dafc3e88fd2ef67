using System;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>A convolution's extents as depth, height and width whatever its rank: the missing outer ones are 1.</summary>
internal sealed class Shape3
{
    private readonly bool _hasZeros;

    public Shape3(ConvSpec spec)
    {
        _hasZeros = spec.PaddingMode == PaddingMode.Zeros;
        Kernel = Three(spec.Kernel, 1);
        Stride = Three(spec.Stride, 1);
        Dilation = Three(spec.Dilation, 1);
        EffectiveKernel = [.. Kernel.Zip(Dilation, static (k, d) => (int)WindowArithmetic.EffectiveKernel(k, d))];
        TapDilation = [.. Dilation.Zip(Kernel, static (dilation, taps) => taps == 1 ? 1 : dilation)];
        InterleavedTiles = TapDilation.Aggregate(1, static (product, dilation) => product * dilation);

        // Padding that is written out does not depend on the input; SAME's does.
        PaddingKnown = spec.HasInput || spec.Padding.Kind is PaddingKind.Valid or PaddingKind.Explicit;

        if (PaddingKnown)
        {
            PaddingBegin = Axes(spec, static (spec, axis) => spec.PaddingBegin(axis, spec.HasInput ? spec.Input[axis] : 0));
            PaddingEnd = Axes(spec, static (spec, axis) => spec.PaddingEnd(axis, spec.HasInput ? spec.Input[axis] : 0));
        }

        if (spec.HasInput)
        {
            Input = Three(spec.Input, 1);
            Output = Three(spec.Output, 1);
        }
    }

    public int[] Kernel { get; }

    public int[] Stride { get; }

    public int[] Dilation { get; }

    public int[] EffectiveKernel { get; }

    /// <summary>The dilations; 1 along an axis of one tap, where none matters.</summary>
    public int[] TapDilation { get; }

    /// <summary>The tiles of neighbouring outputs of minimal filtering that interleave where the kernel is dilated.</summary>
    public int InterleavedTiles { get; }

    /// <summary>Whether the padding is known while compiling.</summary>
    public bool PaddingKnown { get; }

    /// <summary>The padding before the input; zeros when it is not known.</summary>
    public int[] PaddingBegin { get; } = [0, 0, 0];

    /// <summary>The padding after the input; zeros when it is not known.</summary>
    public int[] PaddingEnd { get; } = [0, 0, 0];

    /// <summary>The input's extents; null when they are not known.</summary>
    public int[]? Input { get; }

    /// <summary>The output's extents; null when they are not known.</summary>
    public int[]? Output { get; }

    /// <summary>The columns of padding that the last window of a row meets, of a known input; a stride may leave out some that are there.</summary>
    public int ColumnsBehind => (int)Math.Max(0, BlockShape.Span(Output![2], EffectiveKernel[2], Stride[2]) - PaddingBegin[2] - Input![2]);

    /// <summary>Whether an axis may have padding.</summary>
    public bool Pads(int axis)
    {
        return PaddingKnown ? PaddingBegin[axis] + PaddingEnd[axis] > 0 : EffectiveKernel[axis] > 1;
    }

    /// <summary>Whether any axis may have padding.</summary>
    public bool PadsAny()
    {
        return Pads(0) || Pads(1) || Pads(2);
    }

    /// <summary>Whether windows meet zeros, if anything, beyond the ends of the input.</summary>
    public bool PadsZeros()
    {
        return _hasZeros || !PadsAny();
    }

    /// <summary>Whether it is known that each window meets a row of data, wherever it lies.</summary>
    public bool WindowsMeetRows => !Pads(1) || (PaddingKnown && TapDilation[1] == 1 && Math.Max(PaddingBegin[1], PaddingEnd[1]) < Kernel[1]);

    /// <summary>The share of the rows and planes of taps that meet data and not padding, of a known input; 1 of another. Kernels leave out the others where they are zeros and not copied with the windows.</summary>
    public double LiveRows()
    {
        return LiveTaps(0) * LiveTaps(1);
    }

    /// <summary>How often blocks of so many outputs meet a position of a known input along an axis: once or, where windows of several blocks share some, more often in the mean.</summary>
    public double Repeated(int block, int axis)
    {
        long met = 0;

        for (int start = 0; start < Output![axis]; start += block)
        {
            long first = ((long)start * Stride[axis]) - PaddingBegin[axis];
            long end = first + BlockShape.Span(Math.Min(block, Output[axis] - start), EffectiveKernel[axis], Stride[axis]);
            met += Math.Max(0, Math.Min(end, Input![axis]) - Math.Max(first, 0));
        }

        return Math.Max(1, (double)met / Input![axis]);
    }

    private double LiveTaps(int axis)
    {
        if (Input is null || Output is null)
        {
            return 1;
        }

        long live = Enumerable.Range(0, Kernel[axis])
            .Sum(tap => WindowArithmetic.Meeting(Output[axis], Input[axis], Stride[axis], ((long)tap * Dilation[axis]) - PaddingBegin[axis]));
        return (double)live / ((long)Output[axis] * Kernel[axis]);
    }

    private static int[] Three(EquatableArray<int> values, int missing)
    {
        return [.. Enumerable.Repeat(missing, 3 - values.Count), .. values];
    }

    private static int[] Axes(ConvSpec spec, Func<ConvSpec, int, int> value)
    {
        return Three(new EquatableArray<int>(Enumerable.Range(0, spec.Rank).Select(axis => value(spec, axis))), 0);
    }
}
