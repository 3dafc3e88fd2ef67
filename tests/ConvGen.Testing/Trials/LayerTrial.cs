using System;

namespace ConvGen.Testing;

/// <summary>A layer together with the input it is tried on; its data follow from the seed.</summary>
/// <param name="Seed">What the trial was drawn from.</param>
/// <param name="Source">The layer.</param>
/// <param name="Extent">The input's spatial extent.</param>
/// <param name="Batch">The images.</param>
/// <param name="Degree">MaxDegreeOfParallelism.</param>
public sealed record LayerTrial(int Seed, LayerSource Source, int[] Extent, int Batch, int Degree)
{
    public float[] Weights()
    {
        return Data(1, Source.WeightCount);
    }

    public float[] Bias()
    {
        return Data(2, Source.Bias ? Source.Filters : 0);
    }

    public float[] Input()
    {
        return Data(3, Batch * Source.InChannels * Extents.Product(Extent));
    }

    public int OutputLength()
    {
        return Batch * Source.Filters * Extents.Product(new ConvolutionGeometry(Source, Extent).Output);
    }

    public ReferenceResult Reference(float[] input)
    {
        return ReferenceConvolution.Compute(Source, input, Weights(), Bias(), Extent, Batch);
    }

    public override string ToString()
    {
        return $"seed {Seed}: {Source} on {Batch} x {Extents.Format(Extent)}, degree {Degree}";
    }

    // Uniform in (-1, 1).
    private float[] Data(int stream, int length)
    {
        Random random = new((Seed * 4) + stream);
        float[] values = new float[length];

        for (int i = 0; i < length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }
}
