using System;

namespace ConvGen.Runtime;

/// <summary>Puts weights and biases into the order in which a kernel reads them whose lanes are filters.</summary>
internal static class FilterPacking
{
    /// <summary>
    /// Packs the weights: for each block of filters, for each tap (depth, height, width), for each channel of the
    /// group the block's lanes, zeros behind the last filter. Where a filter has several lanes, for each so many channels the lanes
    /// of the first filters, then those of the next.
    /// </summary>
    public static AlignedMemory Weights(ConvDescriptor layer, ReadOnlySpan<float> weights)
    {
        if (layer.Code.Winograd is { } winograd)
        {
            return winograd.Pack(layer, weights);
        }

        int taps = layer.Kernel[0] * layer.Kernel[1] * layer.Kernel[2];
        int channels = layer.ChannelsPerGroup;
        (int filterStep, int channelStep, int tapStep) = layer.WeightStrides;
        AlignedMemory packed = new(checked(taps * channels * FilterUnits.Lanes(layer.Code.FilterBlocks)));
        Span<float> rest = packed.Span;
        int together = layer.Code.LanesOfFilter;

        foreach (FilterBlock block in layer.Code.FilterBlocks)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                for (int channel = 0; channel < channels; channel += together)
                {
                    int source = (block.Start * filterStep) + (channel * channelStep) + (tap * tapStep);

                    for (int next = 0; next < together; next++)
                    {
                        for (int filter = 0; filter < block.Count; filter++)
                        {
                            rest[(filter * together) + next] = weights[source + (next * channelStep) + (filter * filterStep)];
                        }
                    }

                    rest = rest[(block.Width * together)..];
                }
            }
        }

        return packed;
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
}
