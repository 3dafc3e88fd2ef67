using System.Numerics.Tensors;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Known answers 1 and 8: a filter spans all input channels, whatever the number of filters.</summary>
[Trait("Isa", "Every")]
public sealed class FilterSpansChannelsTests
{
    [Fact]
    public void Fifty_six_filters_of_4x4_on_five_channels_have_4480_weights()
    {
        LayerSource source = new("4x4", 5, 56) { Input = "9x9" };
        CompiledLayer layer = CompiledLayers.Create(source, Data.Constant(4480, 1), new float[56]);

        Assert.Equal(2, layer.Constant("Rank"));
        Assert.Equal(5, layer.Constant("InChannels"));
        Assert.Equal(56, layer.Constant("Filters"));
        Assert.Equal(280, layer.Constant("InChannels") * layer.Constant("Filters"));
        Assert.Equal(4480, layer.Constant("WeightCount"));
        Assert.Equal(56, layer.Constant("BiasCount"));
        Assert.Equal(4536, layer.Constant("ParameterCount"));
        Assert.Equal(9, layer.Constant("InputHeight"));
        Assert.Equal(9, layer.Constant("InputWidth"));
        Assert.Equal(6, layer.Constant("OutputHeight"));
        Assert.Equal(6, layer.Constant("OutputWidth"));
        Assert.Equal(9 * 9 * 5, layer.Constant("InputLength"));
        Assert.Equal(6 * 6 * 56, layer.Constant("OutputLength"));
        Assert.False(layer.HasConstant("InputDepth"));
        Assert.Equal([6, 6], layer.GetOutputExtent(9, 9));

        // Ones everywhere: each output counts the 4·4·5 weights of its filter.
        float[] output = new float[6 * 6 * 56];
        layer.Forward(Data.Constant(9 * 9 * 5, 1), output, [9, 9], batch: 1);
        Assert.All(output, value => Assert.Equal(80, value));
    }

    [Fact]
    public void Same_padding_keeps_32x32_and_gives_16_channels()
    {
        LayerSource source = new("3x3", 3, 16) { Padding = "same", WeightLayout = WeightLayout.SpatialInOut };
        float[] weights = Data.Uniform(source.WeightCount, seed: 1);
        float[] bias = Data.Uniform(16, seed: 2);
        CompiledLayer layer = CompiledLayers.Create(source, weights, bias);
        float[] input = Data.Uniform(32 * 32 * 3, seed: 3);

        Assert.Equal(448, layer.Constant("ParameterCount"));
        Assert.False(layer.HasConstant("InputHeight"));
        Tensor<float> output = layer.Forward(new ReadOnlyTensorSpan<float>(input, [1, 32, 32, 3]));
        Assert.Equal([1, 32, 32, 16], output.Lengths);

        float[] values = new float[32 * 32 * 16];
        output.FlattenTo(values);
        ReferenceResult reference = ReferenceConvolution.Compute(source, input, weights, bias, [32, 32], batch: 1);
        Assert.Null(Tolerance.Compare(source, reference, values));
    }
}
