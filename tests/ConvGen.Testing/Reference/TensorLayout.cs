using System;

namespace ConvGen.Testing;

/// <summary>Where an element of a tensor with three spatial dimensions lies.</summary>
public static class TensorLayout
{
    /// <summary>Gets the index of the element (<paramref name="n"/>, <paramref name="c"/>, <paramref name="d"/>, <paramref name="h"/>, <paramref name="w"/>).</summary>
    public static int Index(Layout layout, int channels, ReadOnlySpan<int> extent, int n, int c, int d, int h, int w)
    {
        return layout switch
        {
            Layout.ChannelsLast => ((((((n * extent[0]) + d) * extent[1]) + h) * extent[2]) + w) * channels + c,
            Layout.ChannelsFirst => ((((((n * channels) + c) * extent[0]) + d) * extent[1]) + h) * extent[2] + w,
            _ => ((((((n * extent[0]) + d) * channels) + c) * extent[1]) + h) * extent[2] + w,
        };
    }

    /// <summary>Gets the elements from one channel of a position to the next.</summary>
    public static int ChannelStep(Layout layout, int channels, ReadOnlySpan<int> extent)
    {
        return Index(layout, channels, extent, 0, 1, 0, 0, 0);
    }

    /// <summary>Gets the index of a weight; <paramref name="channels"/> are those of a group.</summary>
    public static int WeightIndex(WeightLayout layout, int filters, int channels, ReadOnlySpan<int> kernel, int o, int i, int d, int h, int w)
    {
        return layout == WeightLayout.OutInSpatial
            ? ((((((o * channels) + i) * kernel[0]) + d) * kernel[1]) + h) * kernel[2] + w
            : ((((((d * kernel[1]) + h) * kernel[2]) + w) * channels) + i) * filters + o;
    }

    /// <summary>Gets the elements from one channel of a tap to the next.</summary>
    public static int WeightChannelStep(WeightLayout layout, int filters, ReadOnlySpan<int> kernel)
    {
        return WeightIndex(layout, filters, channels: 1, kernel, 0, 1, 0, 0, 0);
    }

    /// <summary>Gets the dimensions of a tensor as the layout orders them.</summary>
    public static int[] Shape(Layout layout, int batch, int channels, ReadOnlySpan<int> extent)
    {
        return layout switch
        {
            Layout.ChannelsLast => [batch, .. extent, channels],
            Layout.ChannelsFirst => [batch, channels, .. extent],
            _ => [batch, extent[0], channels, .. extent[1..]],
        };
    }
}
