using System;
using ConvGen.Benchmarks.Cases;

namespace ConvGen.Benchmarks.Measuring;

/// <summary>
/// Compares some outputs of a layer with the definition of convolution, summed in float64. The positions are drawn at
/// random; the corners of the output are always among them, for that is where padding goes wrong.
/// </summary>
internal sealed class SampledCheck
{
    private const int Samples = 200;

    private readonly ConvCase _layer;

    // Filter and output position, and the value the definition gives there.
    private readonly (int Filter, int Pixel, double Expected)[] _points = new (int, int, double)[Samples];

    private readonly double _rms;

    public SampledCheck(LayerData data)
    {
        _layer = data.Layer;
        Random random = new(4);
        int pixels = _layer.OutputLength / _layer.Filters;
        double squares = 0;

        for (int i = 0; i < Samples; i++)
        {
            int filter = random.Next(_layer.Filters);
            int pixel = i switch
            {
                0 => 0,
                1 => pixels - 1,
                2 => _layer.Output[^1] - 1,
                3 => pixels - _layer.Output[^1],
                _ => random.Next(pixels),
            };
            double expected = Evaluate(data, filter, pixel);
            _points[i] = (filter, pixel, expected);
            squares += expected * expected;
        }

        _rms = Math.Sqrt(squares / Samples);
    }

    /// <summary>The largest error over the root mean square of the sampled outputs; NaN if an output is NaN.</summary>
    /// <param name="output">The layer's output.</param>
    /// <param name="channelsLast">Whether the channels are its last dimension or its first.</param>
    public double MaxErrorOverRms(ReadOnlySpan<float> output, bool channelsLast)
    {
        int pixels = _layer.OutputLength / _layer.Filters;
        double worst = 0;

        foreach ((int filter, int pixel, double expected) in _points)
        {
            int index = channelsLast ? (pixel * _layer.Filters) + filter : (filter * pixels) + pixel;
            worst = Math.Max(worst, Math.Abs(output[index] - expected));
        }

        return worst / _rms;
    }

    private static double Evaluate(LayerData data, int filter, int pixel)
    {
        ConvCase layer = data.Layer;
        ReadOnlySpan<float> weights = data.Weights.Span;
        ReadOnlySpan<float> input = data.Input.Span;
        int channels = layer.InChannels / layer.Groups;
        int firstChannel = filter / (layer.Filters / layer.Groups) * channels;
        int taps = layer.WeightCount / layer.Filters / channels;
        double sum = data.Bias.Span[filter];

        for (int tap = 0; tap < taps; tap++)
        {
            int inputPixel = InputPixel(layer, pixel, tap);

            for (int channel = 0; channel < channels && inputPixel >= 0; channel++)
            {
                double weight = weights[(((filter * channels) + channel) * taps) + tap];
                sum += weight * input[(inputPixel * layer.InChannels) + firstChannel + channel];
            }
        }

        return sum;
    }

    /// <summary>The input position under one tap of one output position, row-major; -1 if it lies in the padding.</summary>
    private static int InputPixel(ConvCase layer, int outputPixel, int tap)
    {
        int index = 0;
        int step = 1;
        int[] output = layer.Output;

        for (int d = layer.Rank - 1; d >= 0; d--)
        {
            int at = (outputPixel % output[d] * layer.Stride[d])
                + (tap % layer.Kernel[d] * layer.Dilation[d]) - layer.PadBegin[d];

            if (at < 0 || at >= layer.Input[d])
            {
                return -1;
            }

            index += at * step;
            step *= layer.Input[d];
            outputPixel /= output[d];
            tap /= layer.Kernel[d];
        }

        return index;
    }
}
