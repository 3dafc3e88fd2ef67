namespace ConvGen.Generator.Models;

// The run-time half's public enums once more: the generator cannot reference a net10.0 assembly. A test holds the
// names and values equal.

/// <summary>The values of ConvGen.Activation.</summary>
internal enum Activation
{
    None,
    Relu,
    Relu6,
    LeakyRelu,
    Elu,
    Sigmoid,
    HardSigmoid,
    Tanh,
    Silu,
    HardSwish,
    Gelu,
    GeluTanh,
    Softplus,
    Mish,
}

/// <summary>The values of ConvGen.PaddingMode.</summary>
internal enum PaddingMode
{
    Zeros,
    Reflect,
    Replicate,
    Circular,
}

/// <summary>The values of ConvGen.Layout.</summary>
internal enum Layout
{
    ChannelsLast,
    ChannelsFirst,
    FramesFirst,
}

/// <summary>The values of ConvGen.WeightLayout.</summary>
internal enum WeightLayout
{
    OutInSpatial,
    SpatialInOut,
}

/// <summary>The values of ConvGen.Algorithm.</summary>
internal enum Algorithm
{
    Auto,
    Direct,
    Winograd,
}
