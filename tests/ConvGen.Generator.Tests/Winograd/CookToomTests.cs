using System;
using System.Collections.Generic;
using System.Linq;
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

    /// <summary>Every tile for which points are chosen, and every smaller one at the first of its points.</summary>
    public static IEnumerable<object[]> Tails =>
        from taps in Enumerable.Range(2, 6)
        from inputs in Enumerable.Range(4, 5)
        let outputs = inputs + 1 - taps
        from tail in Enumerable.Range(1, Math.Max(0, outputs - 1))
        select new object[] { tail, taps, outputs };

    [Theory]
    [MemberData(nameof(Tails))]
    public void A_smaller_tile_at_its_first_points_is_the_correlation_exactly(int outputs, int taps, int of)
    {
        CookToom tail = CookToom.Tail(outputs, taps, of);
        CookToom whole = CookToom.Create(of, taps);
        int inputs = outputs + taps - 1;

        for (int tap = 0; tap < taps; tap++)
        {
            for (int point = 0; point < inputs; point++)
            {
                Assert.Equal(whole.Filter[point, tap], tail.Filter[point, tap]);
            }

            for (int input = 0; input < inputs; input++)
            {
                for (int output = 0; output < outputs; output++)
                {
                    RootTwo sum = RootTwo.Zero;

                    for (int point = 0; point < inputs; point++)
                    {
                        sum += tail.Output[output, point] * tail.Filter[point, tap] * tail.Input[point, input];
                    }

                    Assert.Equal(input == output + tap ? RootTwo.One : RootTwo.Zero, sum);
                }
            }
        }
    }

    /// <summary>So that what is known of the error of whole tiles holds for an output with smaller ones; of those that amplify more the planner takes none.</summary>
    [Theory]
    [MemberData(nameof(Tails))]
    public void A_smaller_tile_amplifies_no_more(int outputs, int taps, int of)
    {
        bool isWorse = (outputs, taps, of) is (1, 4, 2) or (1, 6, 2);
        Assert.Equal(isWorse, CookToom.Tail(outputs, taps, of).Amplification > CookToom.Create(of, taps).Amplification);
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
