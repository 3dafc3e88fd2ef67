using System;
using ConvGen.Runtime;
using Xunit;

namespace ConvGen.Tests.Activations;

/// <summary>Which floats of a tile an activation touches.</summary>
public class TileActivationBoundsTests
{
    private const int Start = 5;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(17)]
    public void ChangesTheFiltersOfEachRowAndNothingElse(int gap)
    {
        for (int filters = 0; filters <= 67; filters++)
        {
            foreach (int pixels in new[] { 0, 1, 3 })
            {
                int stride = filters + gap;
                float[] before = new float[Start + (3 * stride) + 20];
                Array.Fill(before, 2f);
                float[] after = TileRunner.Apply(Activation.Sigmoid, 0f, before, Start, pixels, stride, filters);
                for (int i = 0; i < after.Length; i++)
                {
                    int offset = i - Start;
                    bool inTile = offset >= 0 && offset < pixels * stride && offset % stride < filters;
                    float expected = inTile ? 0.880797f : 2f;
                    Assert.True(
                        Math.Abs(after[i] - expected) <= 1e-6f,
                        $"{pixels} x {filters}, gap {gap}: at {offset} expected {expected}, got {after[i]}.");
                }
            }
        }
    }

    [Fact]
    public void KeepsEveryLaneInItsPlace()
    {
        float[] x = new float[61];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = (i - 30) / 10f;
        }

        float[] y = TileRunner.Apply(Activation.Tanh, 0f, x, 0, 1, x.Length, x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(Math.Tanh(x[i]), y[i], 1e-6);
        }
    }

    [Theory]
    [InlineData(Activation.None)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.HardSwish)]
    [InlineData((Activation)99)]
    public void RefusesWhatIsNotAppliedToATile(Activation kind)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => TileRunner.Apply(kind, 0f, [1f], 0, 1, 1, 1));
        Assert.Equal("kind", error.ParamName);
        Assert.Contains(kind.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public unsafe void AllocatesNothing()
    {
        float* tile = stackalloc float[64];
        TileActivations.Apply(Activation.Mish, 0f, tile, 2, 32, 31);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            TileActivations.Apply(Activation.Mish, 0f, tile, 2, 32, 31);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
