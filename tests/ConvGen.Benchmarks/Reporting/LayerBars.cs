using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Benchmarks.Cases;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>The bars that the kernels are held to, by class of layer.</summary>
internal static class LayerBars
{
    /// <summary>No layer is to be more than 5 % behind a library that is measured with it.</summary>
    public static readonly LayerBar BesidePeers = new("every layer beside the better peer", 0.95, BarFigure.BetterPeer, _ => true);

    public static readonly IReadOnlyList<LayerBar> All =
    [
        new("3x3, 64 to 64 on 56x56", 2.5, BarFigure.Peak, layer => IsPlain(layer, 2) && layer is { InChannels: 64, Filters: 64 } && Is(layer.Input, 56)),
        new("3x3, 64+ channels on 14x14 to 112x112", 2.0, BarFigure.Peak, layer => IsPlain(layer, 2) && Narrowest(layer) >= 64 && layer.Input[1] is >= 14 and <= 112),
        new("3x3, 64+ channels on other images", 2.0, BarFigure.Peak, layer => IsPlain(layer, 2) && Narrowest(layer) >= 64 && layer.Input[1] is < 14 or > 112),
        new("3x3x3, 64 to 64 on 8x56x56", 3.2, BarFigure.Peak, layer => IsPlain(layer, 3) && layer is { InChannels: 64, Filters: 64, Input: [8, 56, 56] }),
        new("3x3x3, 32+ channels", 2.0, BarFigure.Peak, layer => IsPlain(layer, 3) && Narrowest(layer) >= 32),
        new("3x3x3, 2 to 16 channels, 16+ filters", 0.90, BarFigure.Peak, layer => IsPlain(layer, 3) && layer.InChannels is >= 2 and <= 16 && layer.Filters >= 16),
        new("3x3x3, 1 channel, 16+ filters", 0.80, BarFigure.Peak, layer => IsPlain(layer, 3) && layer.InChannels == 1 && layer.Filters >= 16),
        new("3x3 to 7x7, strided or dilated, 16+ channels", 0.92, BarFigure.Peak, layer => layer.Groups == 1 && IsSpatial(layer) && !HasUnitSteps(layer) && Narrowest(layer) >= 16),
        new("1x1, 64+ channels", 0.95, BarFigure.Peak, layer => layer.Groups == 1 && Is(layer.Kernel, 1) && Narrowest(layer) >= 64),
        new("stem 3x3 and 7x7 strided, 3 channels", 0.90, BarFigure.Peak, IsStem),
        new("few filters, 16+ channels to 1 to 3", 0.40, BarFigure.Peak, layer => layer.Groups == 1 && IsSpatial(layer) && layer is { InChannels: >= 16, Filters: <= 3 }),
        new("depthwise", 1.3, BarFigure.BestRecord, IsDepthwise),
        new("grouped, 4 to 32 channels a group", 1.3, BarFigure.BestRecord, layer => layer.Groups > 1 && !IsDepthwise(layer) && layer.InChannels / layer.Groups is >= 4 and <= 32),
        new("1D, 64+ channels", 0.85, BarFigure.Peak, layer => layer is { Rank: 1, Groups: 1 } && Narrowest(layer) >= 64),
        new("tiny, 1 to 32 channels on 8x8 to 28x28", 2, BarFigure.OverOnnxRuntime, IsTiny),
        new("channels first, 64+ channels", 0.85, BarFigure.ChannelsFirst, layer => Narrowest(layer) >= 64),
        new("two threads, layers over 1 ms", 1.9, BarFigure.TwoThreads, _ => true),
        new("every layer beside the best record", 0.95, BarFigure.BestRecord, _ => true),
        BesidePeers,
    ];

    /// <summary>Whether a layer is below the bar of one of its classes.</summary>
    public static bool Misses(LayerResult result)
    {
        return result.Failure is null && All.Any(bar => bar.Covers(result.Case!) && bar.Figure.Of(result) < bar.Least);
    }

    /// <summary>Whether all extents of the kernel are 3 and nothing is strided, dilated or grouped.</summary>
    private static bool IsPlain(ConvCase layer, int rank)
    {
        return layer.Rank == rank && layer.Groups == 1 && Is(layer.Kernel, 3) && HasUnitSteps(layer);
    }

    private static bool IsStem(ConvCase layer)
    {
        return layer is { Rank: 2, Groups: 1, InChannels: 3, Filters: >= 16 } && (Is(layer.Kernel, 3) || Is(layer.Kernel, 7)) && Is(layer.Stride, 2);
    }

    private static bool IsTiny(ConvCase layer)
    {
        return layer is { Rank: 2, Groups: 1, InChannels: <= 32, Filters: <= 32 } && IsSpatial(layer) && layer.Input.All(extent => extent is >= 8 and <= 28);
    }

    private static bool IsDepthwise(ConvCase layer)
    {
        return layer.Groups > 1 && layer.Groups == layer.InChannels;
    }

    private static bool IsSpatial(ConvCase layer)
    {
        return layer.Kernel.Any(extent => extent > 1);
    }

    private static bool HasUnitSteps(ConvCase layer)
    {
        return Is(layer.Stride, 1) && Is(layer.Dilation, 1);
    }

    private static bool Is(int[] extents, int value)
    {
        return extents.All(extent => extent == value);
    }

    private static int Narrowest(ConvCase layer)
    {
        return Math.Min(layer.InChannels, layer.Filters);
    }
}
