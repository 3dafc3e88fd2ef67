using System;

namespace ConvGen.Runtime;

/// <summary>Puts weights and biases into the order in which a kernel reads them whose lanes are input channels.</summary>
internal static class ChannelPacking
{
    /// <summary>
    /// Packs the weights of a layer without groups: for each row of the kernel, for each vector of channels, for each
    /// tap of the row, for each filter the vector's lanes. Where the last vector overlaps the one before, its first
    /// lanes are zeros.
    /// </summary>
    public static AlignedMemory Weights(ConvDescriptor layer, ReadOnlySpan<float> weights)
    {
        int rows = layer.Kernel[0] * layer.Kernel[1];
        int columns = layer.Kernel[2];
        (int filterStep, int channelStep, int tapStep) = layer.WeightStrides;

        // A run is the channels of one tap, or of all taps of a row where these are one after the other.
        int run = layer.Code.MergesRowTaps ? columns * layer.InChannels : layer.InChannels;
        int taps = layer.Code.MergesRowTaps ? 1 : columns;
        int lanes = layer.Code.ChannelLanes;
        int vectors = (run + lanes - 1) / lanes;
        AlignedMemory packed = new(checked(rows * vectors * taps * layer.Filters * lanes));
        Span<float> rest = packed.Span;

        for (int row = 0; row < rows; row++)
        {
            for (int vector = 0; vector < vectors; vector++)
            {
                int first = Math.Min(vector * lanes, run - lanes);

                for (int tap = 0; tap < taps; tap++)
                {
                    for (int filter = 0; filter < layer.Filters; filter++)
                    {
                        for (int position = vector * lanes; position < first + lanes; position++)
                        {
                            int column = tap + (position / layer.InChannels);
                            int channel = position % layer.InChannels;
                            rest[position - first] = weights[(filter * filterStep) + (channel * channelStep) + (((row * columns) + column) * tapStep)];
                        }

                        rest = rest[lanes..];
                    }
                }
            }
        }

        return packed;
    }

    /// <summary>Packs the biases, zeros for a layer that has none: over and over, so that a vector can start at any filter.</summary>
    public static AlignedMemory Bias(ConvDescriptor layer, ReadOnlySpan<float> bias)
    {
        AlignedMemory packed = new(layer.Filters * layer.Code.ChannelLanes);

        for (int i = 0; i < packed.Length && !bias.IsEmpty; i++)
        {
            packed.Span[i] = bias[i % layer.Filters];
        }

        return packed;
    }
}
