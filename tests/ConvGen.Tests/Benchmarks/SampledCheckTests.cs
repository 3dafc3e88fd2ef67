using System;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Measuring;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

public sealed class SampledCheckTests
{
    private static readonly ConvCase Layer = new()
    {
        Name = "grouped, strided, padded at one side",
        Groups = 2,
        InChannels = 4,
        Filters = 6,
        Input = [7, 8],
        Kernel = [3, 2],
        Stride = [2, 1],
        Dilation = [1, 3],
        PadBegin = [1, 0],
        PadEnd = [0, 2],
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AcceptsTheConvolution(bool channelsLast)
    {
        using LayerData data = new(Layer);

        Assert.InRange(new SampledCheck(data).MaxErrorOverRms(Convolve(data, channelsLast), channelsLast), 0, 1e-6);
    }

    [Fact]
    public void SeesAWrongOutput()
    {
        using LayerData data = new(Layer);
        SampledCheck check = new(data);
        float[] shifted = Convolve(data, channelsLast: true);
        Array.Copy(shifted, 1, shifted, 0, shifted.Length - 1);

        Assert.True(check.MaxErrorOverRms(shifted, channelsLast: true) > 0.1);
        Assert.False(check.MaxErrorOverRms(new float[shifted.Length], channelsLast: true) <= 0.1);
    }

    [Fact]
    public void GivesNaNForNaN()
    {
        using LayerData data = new(Layer);
        float[] output = new float[Layer.OutputLength];
        Array.Fill(output, float.NaN);

        Assert.True(double.IsNaN(new SampledCheck(data).MaxErrorOverRms(output, channelsLast: true)));
    }

    // Scatters each input value to the outputs it reaches: the other way round than the code under test sums.
    private static float[] Convolve(LayerData data, bool channelsLast)
    {
        const int Height = 3;
        const int Width = 7;
        float[] output = new float[Height * Width * 6];
        ReadOnlySpan<float> weights = data.Weights.Span;

        for (int i = 0; i < output.Length; i++)
        {
            output[i] = data.Bias.Span[channelsLast ? i % 6 : i / (Height * Width)];
        }

        for (int source = 0; source < data.Input.Length; source++)
        {
            (int y, int x, int channel) = (source / 32, source / 4 % 8, source % 4);

            for (int weight = 0; weight < weights.Length; weight++)
            {
                (int filter, int inGroup, int ky, int kx) = (weight / 12, weight / 6 % 2, weight / 2 % 3, weight % 2);
                int row = y + 1 - ky;
                int column = x - (3 * kx);

                if (filter / 3 == channel / 2 && inGroup == channel % 2 && row % 2 == 0
                    && row / 2 is >= 0 and < Height && column is >= 0 and < Width)
                {
                    int pixel = (row / 2 * Width) + column;
                    int at = channelsLast ? (pixel * 6) + filter : (filter * Height * Width) + pixel;
                    output[at] += weights[weight] * data.Input.Span[source];
                }
            }
        }

        return output;
    }
}
