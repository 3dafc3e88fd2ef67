using System;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>Puts weights and biases into the order in which a kernel reads them whose lanes are filters.</summary>
internal static class FilterPacking
{
    /// <summary>Packs the weights as the layer's kernel wants them.</summary>
    public static AlignedMemory Weights(ConvDescriptor layer, ReadOnlySpan<float> weights)
    {
        return layer.Code.Winograd is { } winograd ? winograd.Pack(layer, weights) : Taps(layer, weights);
    }

    /// <summary>Packs the biases, zeros for a layer that has none: for each block of filters its lanes.</summary>
    public static AlignedMemory Bias(ConvDescriptor layer, ReadOnlySpan<float> bias)
    {
        AlignedMemory packed = new(FilterUnits.Lanes(layer.Code.FilterBlocks));
        Span<float> rest = packed.Span;

        foreach (FilterBlock block in layer.Code.FilterBlocks)
        {
            if (!bias.IsEmpty)
            {
                bias.Slice(block.Start, block.Count).CopyTo(rest);
            }

            rest = rest[block.Width..];
        }

        return packed;
    }

    /// <summary>
    /// Packs the taps as they are: for each block of filters, for each tap (depth, height, width), for each channel of the
    /// group the block's lanes, zeros behind the last filter. Where a filter has several lanes, for each so many channels the lanes
    /// of the first filters, then those of the next.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static AlignedMemory Taps(ConvDescriptor layer, ReadOnlySpan<float> weights)
    {
        int taps = layer.Kernel[0] * layer.Kernel[1] * layer.Kernel[2];
        int channels = layer.ChannelsPerGroup;
        (int filterStep, int channelStep, int tapStep) = layer.WeightStrides;
        AlignedMemory packed = new(checked(taps * channels * FilterUnits.Lanes(layer.Code.FilterBlocks)));
        Span<float> rest = packed.Span;
        int together = layer.Code.LanesOfFilter;

        foreach (FilterBlock block in layer.Code.FilterBlocks)
        {
            // Taps are innermost of the two: in most files those of a channel lie side by side.
            for (int channel = 0; channel < channels; channel++)
            {
                int lane = channel % together;

                for (int tap = 0; tap < taps; tap++)
                {
                    int source = (block.Start * filterStep) + (channel * channelStep) + (tap * tapStep);
                    Span<float> lanes = rest[(((tap * channels) + channel - lane) * block.Width)..];

                    for (int filter = 0; filter < block.Count; filter++)
                    {
                        lanes[(filter * together) + lane] = weights[source + (filter * filterStep)];
                    }
                }
            }

            rest = rest[(taps * channels * block.Width)..];
        }

        return packed;
    }
}
