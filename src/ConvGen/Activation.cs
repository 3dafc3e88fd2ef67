namespace ConvGen;

/// <summary>A function applied to every output value while it is stored.</summary>
public enum Activation
{
    /// <summary>The identity.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>x if x is positive, else alpha·x; alpha is 0.01 unless <see cref="ConvAttribute.Alpha"/> is set.</summary>
    LeakyRelu,

    /// <summary>x if x is positive, else alpha·(exp(x) − 1); alpha is 1 unless <see cref="ConvAttribute.Alpha"/> is set.</summary>
    Elu,

    /// <summary>1 / (1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>min(max(x + 3, 0), 6) / 6, as PyTorch and ONNX's HardSwish define it.</summary>
    HardSigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>x · sigmoid(x), also called Swish.</summary>
    Silu,

    /// <summary>x · hard-sigmoid(x).</summary>
    HardSwish,

    /// <summary>x/2 · (1 + erf(x/√2)), PyTorch's and Keras's default GELU.</summary>
    Gelu,

    /// <summary>The tanh approximation of <see cref="Gelu"/>: x/2 · (1 + tanh(√(2/π)·(x + 0.044715·x³))).</summary>
    GeluTanh,

    /// <summary>log(1 + exp(x)).</summary>
    Softplus,

    /// <summary>x · tanh(softplus(x)).</summary>
    Mish,
}
