using System;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Decides how a kernel reads the input.</summary>
internal static class InputPlanner
{
    /// <summary>The multiple a row is cut to when it is longer than the cache takes: few tiles do not divide it.</summary>
    public const int WidthStep = 56;

    /// <summary>
    /// The floats of input and output of a block of pixels that one group after the other meets. Outputs from memory that are written in halves of lines had better be there yet when the other half
    /// is: measured with AVX2, 1x1 layers of 64 to 256 channels were 1.3 to 1.45 times as fast.
    /// </summary>
    private const long BlockOfGroups = BlockShape.InputBudget / 4;

    /// <summary>Plans how a kernel reads the input.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="shape">Its extents.</param>
    /// <param name="family">The kernel.</param>
    /// <param name="isNarrow">Whether vectors are narrower than a cache line.</param>
    /// <param name="clipsColumns">Whether the tiles at the ends of a row can leave out the taps that meet zero padding.</param>
    public static InputPlan Plan(ConvSpec spec, Shape3 shape, KernelFamily family, bool isNarrow, bool clipsColumns = false)
    {
        // Lanes find their channels in place only where lane and channel have the same number.
        bool spreads = family is KernelFamily.Lanewise or KernelFamily.Depthwise
            && (spec.ChannelsPerGroup > 1 || spec.Filters != spec.InChannels);
        int? together = GroupCopy.Choose(spec, shape, family, isNarrow);
        int pixelFloats = spreads ? spec.Filters * spec.ChannelsPerGroup : (together ?? spec.Groups) * spec.ChannelsPerGroup;
        bool inPlace = together is null && IsInPlace(spec, shape, family, spreads, clipsColumns);
        bool meetsAll = spec.Groups == 1 || GroupOrder.IsTileByTile(spec, family);
        bool flat = inPlace && family != KernelFamily.Lanewise && meetsAll && IsPointwise(spec, shape);
        bool rowsArePixels = !flat && family == KernelFamily.Direct && RowsArePixels(spec, shape);
        EquatableArray<int> block = default;
        int rowPitch = 0;
        int planePitch = 0;
        int? rowWidth = null;
        int? flatWidth = null;
        bool keepsRows = false;

        if (shape.Input is { } input && shape.Output is { } output)
        {
            // A flat layer's row holds the whole batch, so its width is known only at run time.
            int[] extent = flat ? [1, 1, output[0] * output[1] * output[2]] : output;
            BlockShape chosen = inPlace && DeepStrips.Apply(spec, shape, family, isNarrow) ? DeepStrips.Block(shape) : BlockShape.Choose(
                extent, shape.EffectiveKernel, shape.Stride, pixelFloats, WidthStep, inPlace ? Budget(spec, shape, family, isNarrow) : BlockShape.InputBudget);
            flatWidth = flat ? extent[2] : rowsArePixels ? chosen.Height : null;
            block = flat ? default : new EquatableArray<int>(chosen.Depth, chosen.Height, chosen.Width);
            rowWidth = !flat && chosen.Width == extent[2] ? extent[2] : null;
            keepsRows = !inPlace && rowWidth is not null && KeepsRows(spec, shape, family, spreads, clipsColumns);
            rowPitch = inPlace || keepsRows
                ? input[2] * pixelFloats
                : (int)BlockShape.Span(chosen.Width, shape.EffectiveKernel[2], shape.Stride[2]) * pixelFloats;
            planePitch = inPlace
                ? input[1] * rowPitch
                : (int)BlockShape.Span(chosen.Height, shape.EffectiveKernel[1], shape.Stride[1]) * rowPitch;
        }

        return new InputPlan
        {
            IsInPlace = inPlace,
            IsFlat = flat,
            RowsArePixels = rowsArePixels,
            PixelsComeLate = inPlace && !rowsArePixels && PixelsComeLate(spec, shape, family),
            LinesComeLate = inPlace && !rowsArePixels && family == KernelFamily.Direct && LinesComeLate(spec, shape),
            SpreadsChannels = spreads,
            KeepsRows = keepsRows,
            GroupsTogether = together,
            PixelFloats = pixelFloats,
            ColumnsBefore = inPlace || keepsRows ? shape.PaddingBegin[2] : 0,
            ColumnsAfter = (inPlace || keepsRows) && shape.Input is not null ? shape.ColumnsBehind : 0,
            Block = block,
            RowWidth = rowWidth,
            FlatWidth = flatWidth,
            RowPitch = rowPitch,
            PlanePitch = planePitch,
        };
    }

    /// <summary>
    /// The input can be read where it lies when channels are last, no vector would read past the last channel, and no
    /// row needs padding or the kernel leaves out the taps that meet it.
    /// </summary>
    private static bool IsInPlace(ConvSpec spec, Shape3 shape, KernelFamily family, bool spreads, bool clipsColumns)
    {
        bool paddedByKernel = spec.PaddingMode == PaddingMode.Zeros || (!shape.Pads(0) && !shape.Pads(1));

        if (family is KernelFamily.Depthwise or KernelFamily.Grouped)
        {
            return spec.MemoryLayout == Layout.ChannelsLast && shape.PadsZeros() && !spreads && spec.Filters >= 4;
        }

        bool wholeRows = !shape.Pads(2) || (clipsColumns && spec.PaddingMode == PaddingMode.Zeros);
        bool wholeVectors = family != KernelFamily.Lanewise || (!spreads && spec.InChannels % 4 == 0);
        return spec.MemoryLayout == Layout.ChannelsLast && wholeRows && paddedByKernel && wholeVectors;
    }

    /// <summary>Whether planes are transposed without padding: their rows have none, or the kernel leaves out the taps that meet it.</summary>
    private static bool KeepsRows(ConvSpec spec, Shape3 shape, KernelFamily family, bool spreads, bool clipsColumns)
    {
        bool clips = family is KernelFamily.Depthwise or KernelFamily.Grouped || (family == KernelFamily.Direct && (clipsColumns || !shape.Pads(2)));
        return spec.MemoryLayout != Layout.ChannelsLast && clips && shape.PadsZeros() && !spreads && spec.Filters >= 4;
    }

    /// <summary>
    /// The floats of input that a block spans where it lies. Tall blocks of a depthwise layer keep the rows that windows
    /// share in the L1 cache; what comes from beyond the caches and is not streamed out again comes fastest row by row, but for
    /// kernels of several planes: deep blocks meet each plane of a row once.
    /// </summary>
    private static long Budget(ConvSpec spec, Shape3 shape, KernelFamily family, bool isNarrow)
    {
        if (isNarrow && family == KernelFamily.Grouped && spec.HasOneTap && OutputTraffic.IsFar(spec))
        {
            return BlockOfGroups * spec.InChannels / ((long)spec.InChannels + spec.Filters);
        }

        if (family == KernelFamily.FewFilters)
        {
            // Rows are not cut, so that their ends alone meet padding: a copy of so little work costs more than rows that leave the cache.
            long window = (long)shape.EffectiveKernel[0] * shape.EffectiveKernel[1];
            long row = BlockShape.Span(shape.Output![2], shape.EffectiveKernel[2], shape.Stride[2]) * spec.InChannels;
            return Math.Max(BlockShape.InputBudget, window * row);
        }

        if (FarStrips.Apply(spec, shape, family))
        {
            return long.MaxValue;
        }

        // Each block meets all weights. Measured with AVX2, 1.04 to 1.14 times as fast as blocks of 256 KB over six layers of 2.4 to 9.4 MB of weights, 0.95 to 1.0 times with less than 1.3 MB;
        // with AVX-512 on Zen 5 0.99 to 1.23 over six others.
        if (family == KernelFamily.Direct && CostModel.ComeLate((double)spec.Filters * spec.WindowSteps))
        {
            return 4 * BlockShape.InputBudget;
        }

        bool isDeep = shape.Kernel[0] > 1 && shape.Kernel[1] > 1;
        bool tall = family == KernelFamily.Depthwise && (isDeep || OutputTraffic.HasWholeLines(spec) || !OutputTraffic.IsFar(spec));
        return tall ? 4 * BlockShape.InputBudget : BlockShape.InputBudget;
    }

    /// <summary>A kernel as wide as its input gives a column of pixels; their windows have to be whole, since a tile has one count of taps.</summary>
    private static bool RowsArePixels(ConvSpec spec, Shape3 shape)
    {
        return spec.Rank > 1 && shape.Output is { } output && output[2] == 1 && output[1] > 1 && !shape.Pads(1) && !shape.Pads(2);
    }

    /// <summary>
    /// Whether a tile that fetches its pixels ahead gains: their windows lie one after the other and none is met again, or they come
    /// from beyond the caches and meet few filters. Measured with 1 to 6 filters, a 3x3 kernel is then 1.1 to 1.8 times as fast.
    /// </summary>
    private static bool PixelsComeLate(ConvSpec spec, Shape3 shape, KernelFamily family)
    {
        return family == KernelFamily.FewFilters ? ReadsOnce(spec, shape) || OutputTraffic.IsFar(spec)
            : family == KernelFamily.Direct && ReadsOnce(spec, shape);
    }

    /// <summary>
    /// Whether a tile that fetches the next line of each pixel gains: windows are single pixels, or a stride leaves few of them for each
    /// line of a row that has several. Measured where two wide vectors are multiplied a cycle, 3x3 kernels of stride 2 and 3 are then 1.0 to 1.13 times as fast.
    /// Windows side by side are short runs, fetched otherwise where they come from afar.
    /// </summary>
    private static bool LinesComeLate(ConvSpec spec, Shape3 shape)
    {
        bool isStrided = spec.Groups == 1
            && spec.InChannels >= MachineCosts.CacheLine
            && shape.Dilation[2] == 1
            && shape.Stride[2] > 1
            && shape.Kernel[2] >= shape.Stride[2]
            && !ReadsOnce(spec, shape);
        return isStrided || (MeetsOnce(spec, shape) && spec.HasOneTap);
    }

    private static bool ReadsOnce(ConvSpec spec, Shape3 shape)
    {
        return MeetsOnce(spec, shape) && shape.Kernel[2] == shape.Stride[2];
    }

    private static bool MeetsOnce(ConvSpec spec, Shape3 shape)
    {
        return spec.Groups == 1
            && !shape.Pads(2)
            && shape.Dilation[2] == 1
            && shape.Kernel[2] <= shape.Stride[2]
            && shape.Kernel[1] <= shape.Stride[1]
            && shape.Kernel[0] <= shape.Stride[0];
    }

    /// <summary>
    /// Plans how a kernel reads a copy of the windows that it meets; null where groups share it, padding has values or the channels of
    /// several taps do not lie together.
    /// </summary>
    public static InputPlan? PlanGathered(ConvSpec spec, Shape3 shape)
    {
        bool mayGather = spec.MemoryLayout == Layout.ChannelsLast || (spec.MemoryLayout == Layout.ChannelsFirst && spec.HasOneTap);
        return spec.Groups > 1 || !mayGather || !shape.PadsZeros() ? null : new InputPlan
        {
            IsInPlace = false,
            IsFlat = true,
            GathersWindows = true,
            LinesComeLate = true,
            SpreadsChannels = false,
            PixelFloats = CostModel.OddLines(spec.WindowFloats),
            Block = default,
            RowWidth = null,
            FlatWidth = shape.Output is { } output ? output[0] * output[1] * output[2] : null,
            RowPitch = 0,
            PlanePitch = 0,
        };
    }

    private static bool IsPointwise(ConvSpec spec, Shape3 shape)
    {
        return spec.HasOneTap
            && spec.Stride.All(static stride => stride == 1)
            && !shape.PadsAny();
    }
}
