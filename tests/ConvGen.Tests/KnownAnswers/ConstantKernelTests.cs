using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Known answer 4: PyTorch, NCHW, 2x2 kernels that are constant for each pair of filter and channel.</summary>
[Trait("Isa", "Every")]
public sealed class ConstantKernelTests
{
    private static readonly float[] Weights =
        [.. new[] { 0.25f, 0.5f, 1f, 2f }.SelectMany(value => Enumerable.Repeat(value, 4))];

    public static IEnumerable<object?[]> Inputs => [[null], ["3x3"]];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Two_layers_of_the_same_kernels_give_24_to_144_then_270_and_1080(string? given)
    {
        LayerSource source = new("2x2", 2, 2) { Bias = false, Layout = Layout.ChannelsFirst, Input = given };
        float[] middle = new float[8];
        CompiledLayers.Create(source, Weights, []).Forward(Data.Counting(18), middle, [3, 3], batch: 1);
        Assert.Equal([24, 27, 33, 36, 96, 108, 132, 144], middle);

        float[] output = new float[2];
        LayerSource second = source with { Input = given is null ? null : "2x2" };
        CompiledLayers.Create(second, Weights, []).Forward(middle, output, [2, 2], batch: 1);
        Assert.Equal([270, 1080], output);
    }
}
