using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Decides how a convolution is computed. Everything about speed is decided here and nowhere else.</summary>
internal static class Planner
{
    /// <summary>The multiple a row is cut to when it is longer than the cache takes: few tiles do not divide it.</summary>
    public const int WidthStep = 56;

    /// <summary>Filters of a group below which the lanes of a vector are taken from several groups.</summary>
    private const int FewFilters = 8;

    public static ConvPlan Plan(ConvSpec spec)
    {
        Shape3 shape = new(spec);
        KernelFamily family = spec.Groups > 1 && spec.FiltersPerGroup < FewFilters ? KernelFamily.Lanewise : KernelFamily.Direct;
        bool spreads = family == KernelFamily.Lanewise && spec.InChannels != spec.Filters * spec.ChannelsPerGroup;
        int pixelFloats = spreads ? spec.Filters * spec.ChannelsPerGroup : spec.InChannels;
        bool inPlace = ReadsInPlace(spec, shape, family, spreads);
        EquatableArray<int> block = default;
        int rowPitch = 0;
        int planePitch = 0;
        int? width = null;

        if (shape.Input is { } input && shape.Output is { } output)
        {
            BlockShape chosen = BlockShape.Choose(output, shape.EffectiveKernel, shape.Stride, pixelFloats, WidthStep);
            block = new EquatableArray<int>(chosen.Depth, chosen.Height, chosen.Width);
            width = chosen.Width == output[2] ? output[2] : null;
            rowPitch = inPlace
                ? input[2] * pixelFloats
                : (int)BlockShape.Span(chosen.Width, shape.EffectiveKernel[2], shape.Stride[2]) * pixelFloats;
            planePitch = inPlace
                ? input[1] * rowPitch
                : (int)BlockShape.Span(chosen.Height, shape.EffectiveKernel[1], shape.Stride[1]) * rowPitch;
        }

        int lanes = family == KernelFamily.Lanewise ? spec.Filters : spec.FiltersPerGroup;
        return new ConvPlan
        {
            Spec = spec,
            Family = family,
            Lowering = LoweringOf(spec, shape),
            ReadsInPlace = inPlace,
            MergesRowTaps = family == KernelFamily.Direct && spec.Groups == 1 && shape.Dilation[2] == 1,
            PixelFloats = pixelFloats,
            SpreadsChannels = spreads,
            Block = block,
            RowPitch = rowPitch,
            PlanePitch = planePitch,
            Kernels = new EquatableArray<KernelPlan>(Isa.All.Select(isa => TilePlanner.Plan(isa, family, lanes, width))),
        };
    }

    /// <summary>
    /// The input can be read where it lies when channels are last, no row needs padding and no vector would read past
    /// the last channel.
    /// </summary>
    private static bool ReadsInPlace(ConvSpec spec, Shape3 shape, KernelFamily family, bool spreads)
    {
        bool paddedByKernel = spec.PaddingMode == PaddingMode.Zeros || (!shape.Pads(0) && !shape.Pads(1));
        bool wholeVectors = family == KernelFamily.Direct || (!spreads && spec.InChannels % 4 == 0);
        return spec.Layout == Layout.ChannelsLast && !shape.Pads(2) && paddedByKernel && wholeVectors;
    }

    private static Lowering LoweringOf(ConvSpec spec, Shape3 shape)
    {
        if (spec.Rank < 3)
        {
            return Lowering.None;
        }

        if (shape.Kernel[0] == 1 && shape.Stride[0] == 1 && !shape.Pads(0))
        {
            return Lowering.DepthIntoBatch;
        }

        return shape.Input is { } input && shape.Kernel[0] == input[0] && shape.Dilation[0] == 1 && !shape.Pads(0)
            ? Lowering.DepthIntoChannels
            : Lowering.None;
    }
}
