using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;
using Own = System.Runtime.Intrinsics.X86.Avx512F;
using StandIn = ConvGen.Testing.StandIn.Avx512F;

namespace ConvGen.Tests.Isa;

/// <summary>What stands in for AVX-512 gives what Intel's manual says lane by lane, and what the processor gives where it has AVX-512 itself.</summary>
public sealed class StandInTests
{
    private static readonly float[] Odd =
    [
        0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f, -1f, 1.0000001f, 3.5f, -2.25f, float.Epsilon, float.MaxValue,
    ];

    private static readonly Dictionary<string, Operation> Operations = new()
    {
        ["FusedMultiplyAdd"] = new(
            static x => StandIn.FusedMultiplyAdd(x.A, x.B, x.C), static x => Own.FusedMultiplyAdd(x.A, x.B, x.C),
            static (x, i) => MathF.FusedMultiplyAdd(x.A[i], x.B[i], x.C[i])),
        ["FusedMultiplyAddNegated"] = new(
            static x => StandIn.FusedMultiplyAddNegated(x.A, x.B, x.C), static x => Own.FusedMultiplyAddNegated(x.A, x.B, x.C),
            static (x, i) => MathF.FusedMultiplyAdd(-x.A[i], x.B[i], x.C[i])),
        ["Max"] = new(
            static x => StandIn.Max(x.A, x.B), static x => Own.Max(x.A, x.B), static (x, i) => x.A[i] > x.B[i] ? x.A[i] : x.B[i]),
        ["Min"] = new(
            static x => StandIn.Min(x.A, x.B), static x => Own.Min(x.A, x.B), static (x, i) => x.A[i] < x.B[i] ? x.A[i] : x.B[i]),
        ["PermuteVar16x32"] = new(
            static x => StandIn.PermuteVar16x32(x.A, x.Lanes), static x => Own.PermuteVar16x32(x.A, x.Lanes),
            static (x, i) => x.A[x.Lanes[i] & 15]),
        ["PermuteVar16x32x2"] = new(
            static x => StandIn.PermuteVar16x32x2(x.A, x.Lanes, x.B), static x => Own.PermuteVar16x32x2(x.A, x.Lanes, x.B),
            static (x, i) => (x.Lanes[i] & 16) == 0 ? x.A[x.Lanes[i] & 15] : x.B[x.Lanes[i] & 15]),
        ["PermuteVar8x64"] = new(
            static x => StandIn.PermuteVar8x64(x.A.AsDouble(), x.Lanes.AsInt64()).AsSingle(),
            static x => Own.PermuteVar8x64(x.A.AsDouble(), x.Lanes.AsInt64()).AsSingle(),
            static (x, i) => x.A[(2 * (x.Lanes[i & ~1] & 7)) + (i & 1)]),
        ["PermuteVar8x32x2"] = new(
            static x => StandIn.VL.PermuteVar8x32x2(x.A.GetLower(), x.Lanes.GetLower(), x.B.GetLower()).ToVector512(),
            static x => Own.VL.PermuteVar8x32x2(x.A.GetLower(), x.Lanes.GetLower(), x.B.GetLower()).ToVector512(),
            static (x, i) => i >= 8 ? 0 : (x.Lanes[i] & 8) == 0 ? x.A[x.Lanes[i] & 7] : x.B[x.Lanes[i] & 7]),
        ["PermuteVar4x32x2"] = new(
            static x => Four(StandIn.VL.PermuteVar4x32x2(Four(x.A), x.Lanes.GetLower().GetLower(), Four(x.B))),
            static x => Four(Own.VL.PermuteVar4x32x2(Four(x.A), x.Lanes.GetLower().GetLower(), Four(x.B))),
            static (x, i) => i >= 4 ? 0 : (x.Lanes[i] & 4) == 0 ? x.A[x.Lanes[i] & 3] : x.B[x.Lanes[i] & 3]),
        ["AlignRight32 by 0"] = new(
            static x => StandIn.AlignRight32(x.A.AsInt32(), x.B.AsInt32(), 0).AsSingle(),
            static x => Own.AlignRight32(x.A.AsInt32(), x.B.AsInt32(), 0).AsSingle(), static (x, i) => x.B[i]),
        ["AlignRight32 by 3"] = new(
            static x => StandIn.AlignRight32(x.A.AsInt32(), x.B.AsInt32(), 3).AsSingle(),
            static x => Own.AlignRight32(x.A.AsInt32(), x.B.AsInt32(), 3).AsSingle(),
            static (x, i) => i + 3 < 16 ? x.B[i + 3] : x.A[i + 3 - 16]),
        ["UnpackLow"] = new(
            static x => StandIn.UnpackLow(x.A, x.B), static x => Own.UnpackLow(x.A, x.B),
            static (x, i) => (i % 2 == 0 ? x.A : x.B)[(i & ~3) + (i % 4 / 2)]),
        ["UnpackHigh"] = new(
            static x => StandIn.UnpackHigh(x.A, x.B), static x => Own.UnpackHigh(x.A, x.B),
            static (x, i) => (i % 2 == 0 ? x.A : x.B)[(i & ~3) + (i % 4 / 2) + 2]),
        ["Shuffle"] = new(
            static x => StandIn.Shuffle(x.A, x.B, 0b10_01_11_00), static x => Own.Shuffle(x.A, x.B, 0b10_01_11_00),
            static (x, i) => (i % 4 < 2 ? x.A : x.B)[(i & ~3) + (0b10_01_11_00 >> (2 * (i % 4)) & 3)]),
        ["InsertVector128 at 1"] = new(
            static x => StandIn.InsertVector128(x.A, Four(x.B), 1), static x => Own.InsertVector128(x.A, Four(x.B), 1),
            static (x, i) => i / 4 == 1 ? x.B[i % 4] : x.A[i]),
        ["InsertVector128 at 2"] = new(
            static x => StandIn.InsertVector128(x.A, Four(x.B), 2), static x => Own.InsertVector128(x.A, Four(x.B), 2),
            static (x, i) => i / 4 == 2 ? x.B[i % 4] : x.A[i]),
        ["InsertVector128 at 3"] = new(
            static x => StandIn.InsertVector128(x.A, Four(x.B), 3), static x => Own.InsertVector128(x.A, Four(x.B), 3),
            static (x, i) => i / 4 == 3 ? x.B[i % 4] : x.A[i]),
    };

    public static IEnumerable<object[]> Names => Operations.Keys.Select(static name => new object[] { name });

    [Avx2Theory]
    [MemberData(nameof(Names))]
    public void Lanes_are_those_of_the_manual_and_of_the_processor(string name)
    {
        Operation operation = Operations[name];
        Random random = new(19);

        for (int trial = 0; trial < 200; trial++)
        {
            Operands operands = new(Floats(random), Floats(random), Floats(random), Vector512.Create(Values(() => random.Next(int.MinValue, int.MaxValue))));
            Vector512<float> actual = operation.StandIn(operands);

            for (int lane = 0; lane < Vector512<float>.Count; lane++)
            {
                AssertSame(operation.Scalar(operands, lane), actual[lane]);
            }

            if (Own.IsSupported)
            {
                Vector512<float> own = operation.Own(operands);
                Assert.All(Enumerable.Range(0, Vector512<float>.Count), lane => AssertSame(own[lane], actual[lane]));
            }
        }
    }

    [Theory]
    [InlineData(3f, -1.5f, 0.75f)]
    [InlineData(-5f, 2.99f, -20f)]
    [InlineData(1f, -149f, float.Epsilon)]
    [InlineData(1f, -150f, 0f)]
    [InlineData(1.5f, -149f, 2 * float.Epsilon)]
    [InlineData(1.0000001f, -150f, float.Epsilon)]
    [InlineData(-1f, -1e30f, -0f)]
    [InlineData(float.Epsilon, 149f, 1f)]
    [InlineData(float.Epsilon, 300f, float.PositiveInfinity)]
    [InlineData(1f, 127f, 1.7014118e38f)]
    [InlineData(1f, 128f, float.PositiveInfinity)]
    [InlineData(float.NaN, 1f, float.NaN)]
    [InlineData(1f, float.NaN, float.NaN)]
    [InlineData(float.NaN, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NegativeInfinity, 0f)]
    [InlineData(0f, float.PositiveInfinity, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity, float.NaN)]
    [InlineData(-2f, float.NegativeInfinity, -0f)]
    public void Scaling_rounds_once_and_has_the_special_values_of_the_manual(float value, float exponent, float expected)
    {
        Vector512<float> scaled = StandIn.Scale(Vector512.Create(value), Vector512.Create(exponent));
        Assert.All(Enumerable.Range(0, Vector512<float>.Count), lane => AssertSame(expected, scaled[lane]));

        if (Own.IsSupported)
        {
            AssertSame(Own.Scale(Vector512.Create(value), Vector512.Create(exponent))[0], expected);
        }
    }

    /// <summary>Memory ends where the mask does; to touch more of it ends the process.</summary>
    [GuardedMemoryFact]
    public unsafe void Masked_loads_and_stores_touch_their_lanes_only()
    {
        if (!System.Runtime.Intrinsics.X86.Avx2.IsSupported)
        {
            return;
        }

        for (int lanes = 1; lanes < Vector512<float>.Count; lanes++)
        {
            using GuardedMemory memory = new(lanes, atEnd: true);
            Vector512<float> mask = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(lanes)).AsSingle();
            Vector512<float> values = Vector512.ConvertToSingle(Vector512<int>.Indices) + Vector512.Create(1f);

            fixed (float* address = memory.GetSpan())
            {
                StandIn.MaskStore(address, mask, values);
                Assert.Equal(Enumerable.Range(1, lanes).Select(static lane => (float)lane), memory.GetSpan().ToArray());

                Vector512<float> loaded = StandIn.MaskLoad(address, mask, Vector512.Create(-7f));
                Assert.Equal(Vector512.ConditionalSelect(mask, values, Vector512.Create(-7f)), loaded);
            }
        }
    }

    private static Vector512<float> Floats(Random random)
    {
        return Vector512.Create(Values(() => random.Next(3) == 0 ? Odd[random.Next(Odd.Length)] : (random.NextSingle() * 8) - 4));
    }

    private static T[] Values<T>(Func<T> next)
    {
        return [.. Enumerable.Range(0, Vector512<float>.Count).Select(_ => next())];
    }

    private static Vector128<float> Four(Vector512<float> lanes)
    {
        return lanes.GetLower().GetLower();
    }

    private static Vector512<float> Four(Vector128<float> lanes)
    {
        return lanes.ToVector256().ToVector512();
    }

    /// <summary>Zeros of both signs differ, and every NaN is one.</summary>
    private static void AssertSame(float expected, float actual)
    {
        Assert.True(
            float.IsNaN(expected) ? float.IsNaN(actual) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual),
            $"{actual:R} instead of {expected:R}");
    }

    private readonly record struct Operands(Vector512<float> A, Vector512<float> B, Vector512<float> C, Vector512<int> Lanes);

    private sealed record Operation(Func<Operands, Vector512<float>> StandIn, Func<Operands, Vector512<float>> Own, Func<Operands, int, float> Scalar);
}
