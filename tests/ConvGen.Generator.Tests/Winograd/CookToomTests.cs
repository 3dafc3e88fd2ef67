using ConvGen.Generator.Winograd;
using Xunit;

namespace ConvGen.Generator.Tests.Winograd;

/// <summary>The identity behind minimal filtering, without rounding: Aᵀ((G g) ⊙ (Bᵀ d)) is the correlation of d with g.</summary>
public sealed class CookToomTests
{
    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 3)]
    [InlineData(2, 5)]
    [InlineData(3, 2)]
    [InlineData(5, 2)]
    [InlineData(3, 4)]
    [InlineData(3, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 3)]
    [InlineData(3, 5)]
    [InlineData(4, 5)]
    [InlineData(2, 7)]
    [InlineData(1, 1)]
    public void Is_the_correlation_exactly(int outputs, int taps)
    {
        CookToom matrices = CookToom.Create(outputs, taps);
        int inputs = outputs + taps - 1;

        // The identity is bilinear: it holds for all inputs and taps when it holds for each pair of unit vectors.
        for (int tap = 0; tap < taps; tap++)
        {
            for (int input = 0; input < inputs; input++)
            {
                for (int output = 0; output < outputs; output++)
                {
                    RootTwo sum = RootTwo.Zero;

                    for (int point = 0; point < inputs; point++)
                    {
                        sum += matrices.Output[output, point] * matrices.Filter[point, tap] * matrices.Input[point, input];
                    }

                    Assert.Equal(input == output + tap ? RootTwo.One : RootTwo.Zero, sum);
                }
            }
        }
    }

    [Theory]
    [InlineData(4, 3, 2)]
    [InlineData(3, 3, 2)]
    [InlineData(7, 3, 2)]
    [InlineData(3, 5, 2)]
    [InlineData(4, 5, 2)]
    [InlineData(3, 5, 3)]
    [InlineData(2, 7, 2)]
    [InlineData(3, 3, 3)]
    public void By_phases_it_is_the_correlation_with_a_stride(int outputs, int taps, int stride)
    {
        CookToom matrices = Polyphase.Create(outputs, taps, stride);
        int inputs = Polyphase.Inputs(outputs, taps, stride);
        Assert.Equal(inputs, matrices.Input.GetLength(0));

        for (int tap = 0; tap < taps; tap++)
        {
            for (int input = 0; input < inputs; input++)
            {
                for (int output = 0; output < outputs; output++)
                {
                    RootTwo sum = RootTwo.Zero;

                    for (int point = 0; point < inputs; point++)
                    {
                        sum += matrices.Output[output, point] * matrices.Filter[point, tap] * matrices.Input[point, input];
                    }

                    Assert.Equal(input == (output * stride) + tap ? RootTwo.One : RootTwo.Zero, sum);
                }
            }
        }
    }

    [Fact]
    public void Numbers_with_a_root_are_exact()
    {
        RootTwo root = new(0, 1, 1);
        RootTwo half = new(0, 1, 2);

        Assert.Equal(new RootTwo(2, 0, 1), root * root);
        Assert.Equal(RootTwo.One, root * half);
        Assert.Equal(RootTwo.One, (root + half) / (half + root));
        Assert.Equal(RootTwo.Zero, default);
        Assert.Equal(1.4142135623730951, root.ToDouble());
    }
}
