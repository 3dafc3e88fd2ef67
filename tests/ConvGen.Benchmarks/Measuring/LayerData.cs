using System;
using ConvGen.Benchmarks.Cases;

namespace ConvGen.Benchmarks.Measuring;

/// <summary>The numbers of one layer, drawn evenly from -1 to 1; every contestant computes with the same.</summary>
internal sealed class LayerData : IDisposable
{
    public LayerData(ConvCase layer)
    {
        Layer = layer;
        Weights = new AlignedBuffer(layer.WeightCount);
        Bias = new AlignedBuffer(layer.Filters);
        Input = new AlignedBuffer(layer.InputLength);
        Weights.FillUniform(1);
        Bias.FillUniform(2);
        Input.FillUniform(3);
    }

    public ConvCase Layer { get; }

    /// <summary>Filter, channel of the group, then the kernel's dimensions.</summary>
    public AlignedBuffer Weights { get; }

    public AlignedBuffer Bias { get; }

    /// <summary>Channels last.</summary>
    public AlignedBuffer Input { get; }

    /// <summary>The input, so many floats behind a cache line.</summary>
    public AlignedBuffer CopyInput(int behind)
    {
        AlignedBuffer result = new(Input.Length, behind);
        Input.Span.CopyTo(result.Span);
        return result;
    }

    /// <summary>The input with the channels first, which the peers take.</summary>
    public AlignedBuffer CreateChannelsFirstInput()
    {
        AlignedBuffer result = new(Input.Length);
        Span<float> source = Input.Span;
        Span<float> target = result.Span;
        int channels = Layer.InChannels;
        int pixels = Input.Length / channels;

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                target[(channel * pixels) + pixel] = source[(pixel * channels) + channel];
            }
        }

        return result;
    }

    public void Dispose()
    {
        Weights.Dispose();
        Bias.Dispose();
        Input.Dispose();
    }
}
