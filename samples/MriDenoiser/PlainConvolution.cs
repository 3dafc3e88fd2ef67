using System;

namespace MriDenoiser;

/// <summary>A 3x3x3 convolution with zero padding as one would write it by hand: channels last, one core.</summary>
internal sealed class PlainConvolution
{
    private const int Depth = HeadLayer.InputDepth;
    private const int Height = HeadLayer.InputHeight;
    private const int Width = HeadLayer.InputWidth;
    private const int Kernel = 3;
    private const int Pad = 1;

    // [filter][kz][ky][kx][channel], so that the innermost loop reads both input and weights in order.
    private readonly float[] _weights;
    private readonly float[] _bias;
    private readonly int _inChannels;
    private readonly int _filters;
    private readonly bool _relu;

    /// <summary>Makes the layer.</summary>
    /// <param name="weights">Filter x channel x 3 x 3 x 3, as PyTorch has them.</param>
    /// <param name="bias">One value for each filter.</param>
    /// <param name="inChannels">The number of input channels.</param>
    /// <param name="filters">The number of output channels.</param>
    /// <param name="relu">Whether negative results become zero.</param>
    public PlainConvolution(float[] weights, float[] bias, int inChannels, int filters, bool relu)
    {
        const int Taps = Kernel * Kernel * Kernel;
        _weights = new float[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            int tap = i % Taps;
            int channel = i / Taps % inChannels;
            int filter = i / Taps / inChannels;
            _weights[(((filter * Taps) + tap) * inChannels) + channel] = weights[i];
        }

        _bias = bias;
        _inChannels = inChannels;
        _filters = filters;
        _relu = relu;
    }

    /// <summary>Computes the layer.</summary>
    /// <param name="input">Depth x height x width x input channels.</param>
    /// <param name="output">Depth x height x width x filters.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    public void Forward(float[] input, float[] output, Action<double> progress)
    {
        for (int z = 0; z < Depth; z++)
        {
            for (int y = 0; y < Height; y++)
            {
                ForwardRow(input, output, z, y);
            }

            progress((z + 1.0) / Depth);
        }
    }

    private void ForwardRow(ReadOnlySpan<float> input, Span<float> output, int z, int y)
    {
        for (int x = 0; x < Width; x++)
        {
            Span<float> voxel = output.Slice(((((z * Height) + y) * Width) + x) * _filters, _filters);
            for (int f = 0; f < voxel.Length; f++)
            {
                float sum = _bias[f] + Sum(input, f, z, y, x);
                voxel[f] = _relu ? Math.Max(sum, 0) : sum;
            }
        }
    }

    private float Sum(ReadOnlySpan<float> input, int filter, int z, int y, int x)
    {
        // The taps outside the volume would meet zeros, so they are left out; those of a row lie side by side.
        int firstX = Math.Max(x - Pad, 0);
        int countX = Math.Min(x + Pad, Width - 1) - firstX + 1;
        int firstTap = firstX - (x - Pad);
        float sum = 0;
        for (int kz = Math.Max(Pad - z, 0); kz < Math.Min(Kernel, Depth + Pad - z); kz++)
        {
            for (int ky = Math.Max(Pad - y, 0); ky < Math.Min(Kernel, Height + Pad - y); ky++)
            {
                int row = ((z + kz - Pad) * Height) + y + ky - Pad;
                int taps = (((((filter * Kernel) + kz) * Kernel) + ky) * Kernel) + firstTap;
                ReadOnlySpan<float> values = input.Slice(((row * Width) + firstX) * _inChannels, countX * _inChannels);
                ReadOnlySpan<float> weights = _weights.AsSpan(taps * _inChannels, values.Length);
                for (int i = 0; i < values.Length; i++)
                {
                    sum += values[i] * weights[i];
                }
            }
        }

        return sum;
    }
}
