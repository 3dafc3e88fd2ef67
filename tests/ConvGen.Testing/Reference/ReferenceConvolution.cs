using System;

namespace ConvGen.Testing;

/// <summary>
/// The convolution as textbooks write it: plain loops in float64, for any rank, layout, group and padding. On purpose
/// without a line in common with the product. The channels are innermost, so that a tap is looked for once for all of
/// them: tests spent half of their time on that.
/// </summary>
public static class ReferenceConvolution
{
    /// <summary>Computes the layer's outputs before its activation.</summary>
    public static ReferenceResult Compute(
        LayerSource source, ReadOnlySpan<float> input, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, ReadOnlySpan<int> extent, int batch)
    {
        ConvolutionGeometry g = new(source, extent);
        int channels = source.InChannels / source.Groups;
        int filtersOfGroup = source.Filters / source.Groups;
        int channelStep = TensorLayout.ChannelStep(source.Layout, source.InChannels, g.Input);
        int weightStep = TensorLayout.WeightChannelStep(source.WeightLayout, source.Filters, g.Kernel);
        double[] values = new double[batch * source.Filters * Extents.Product(g.Output)];
        double[] magnitudes = new double[values.Length];

// The loops of a nest stand at one level, as in a textbook; braces would push the sum off the page.
#pragma warning disable IDE0011
        for (int n = 0; n < batch; n++)
        for (int o = 0; o < source.Filters; o++)
        for (int od = 0; od < g.Output[0]; od++)
        for (int oh = 0; oh < g.Output[1]; oh++)
        for (int ow = 0; ow < g.Output[2]; ow++)
        {
            double sum = source.Bias ? bias[o] : 0;
            double magnitude = Math.Abs(sum);

            for (int kd = 0; kd < g.Kernel[0]; kd++)
            for (int kh = 0; kh < g.Kernel[1]; kh++)
            for (int kw = 0; kw < g.Kernel[2]; kw++)
            {
                int d = Tap(source.PaddingMode, g, 0, od, kd);
                int h = Tap(source.PaddingMode, g, 1, oh, kh);
                int w = Tap(source.PaddingMode, g, 2, ow, kw);

                if (d < 0 || h < 0 || w < 0)
                {
                    continue;
                }

                int x = TensorLayout.Index(source.Layout, source.InChannels, g.Input, n, o / filtersOfGroup * channels, d, h, w);
                int weight = TensorLayout.WeightIndex(source.WeightLayout, source.Filters, channels, g.Kernel, o, 0, kd, kh, kw);

                for (int i = 0; i < channels; i++)
                {
                    double product = (double)input[x + (i * channelStep)] * weights[weight + (i * weightStep)];
                    sum += product;
                    magnitude += Math.Abs(product);
                }
            }

            int index = TensorLayout.Index(source.Layout, source.Filters, g.Output, n, o, od, oh, ow);
            values[index] = sum;
            magnitudes[index] = magnitude;
        }
#pragma warning restore IDE0011

        return new ReferenceResult(values, magnitudes, channels * Extents.Product(g.Kernel), g.OutputExtent);
    }

    /// <summary>Gets the input position a tap reads, or −1 where it meets a zero of the padding.</summary>
    private static int Tap(PaddingMode mode, ConvolutionGeometry g, int dimension, int output, int tap)
    {
        int length = g.Input[dimension];
        int position = (output * g.Stride[dimension]) - g.Begin[dimension] + (tap * g.Dilation[dimension]);

        if (position >= 0 && position < length)
        {
            return position;
        }

        return mode switch
        {
            PaddingMode.Zeros => -1,
            PaddingMode.Replicate => Math.Clamp(position, 0, length - 1),
            PaddingMode.Circular => (position + (8 * length)) % length,
            _ => position < 0 ? -position : (2 * (length - 1)) - position,
        };
    }
}
