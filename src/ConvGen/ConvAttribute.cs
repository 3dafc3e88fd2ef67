using System;

namespace ConvGen;

/// <summary>
/// Makes the annotated partial class a convolution: the compiler writes its constructor, its <c>Forward</c> method
/// and a kernel unrolled for exactly this shape.
/// </summary>
/// <remarks>
/// <para>The rank (1D, 2D or 3D) is the rank of <paramref name="kernel"/>. Extents are strings with the outermost
/// dimension first (<c>"depth x height x width"</c>, written <c>"3x3x3"</c>); a single number in any other property
/// means the same in every dimension.</para>
/// <para>A filter spans all input channels of its group: a 3x3 kernel on 64 channels has 3·3·64 weights a filter.</para>
/// </remarks>
/// <param name="kernel">The kernel's extent, such as <c>"3"</c> (1D), <c>"3x3"</c> (2D) or <c>"3x3x3"</c> (3D).</param>
/// <param name="inChannels">The number of input channels, at least 1.</param>
/// <param name="filters">The number of filters, which is the number of output channels, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ConvAttribute(string kernel, int inChannels, int filters) : Attribute
{
    /// <summary>Gets the kernel's extent, outermost dimension first.</summary>
    public string Kernel { get; } = kernel;

    /// <summary>Gets the number of input channels.</summary>
    public int InChannels { get; } = inChannels;

    /// <summary>Gets the number of filters (output channels).</summary>
    public int Filters { get; } = filters;

    /// <summary>
    /// Gets or sets the spatial extent of the input, such as <c>"224x224"</c>. When it is given every loop bound and
    /// offset of the kernel is a constant; when it is not, <c>Forward</c> takes the extents.
    /// </summary>
    public string? Input { get; set; }

    /// <summary>Gets or sets the stride; <c>"1"</c> if not set.</summary>
    public string Stride { get; set; } = "1";

    /// <summary>Gets or sets the dilation (the distance between two taps); <c>"1"</c> if not set.</summary>
    public string Dilation { get; set; } = "1";

    /// <summary>
    /// Gets or sets the padding: <c>"valid"</c> (none), <c>"same"</c> (TensorFlow's SAME_UPPER: the output is
    /// ceil(input / stride), the odd pixel of padding at the end), <c>"same-lower"</c> (the odd pixel at the
    /// beginning), an extent such as <c>"1x1"</c>, or <c>begin:end</c> pairs such as <c>"0:1x0:1"</c>.
    /// </summary>
    public string Padding { get; set; } = "valid";

    /// <summary>Gets or sets what stands in the padding.</summary>
    public PaddingMode PaddingMode { get; set; }

    /// <summary>
    /// Gets or sets the number of groups, which must divide both channel counts. As many groups as input channels
    /// is a depthwise convolution.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>Gets or sets a value indicating whether each filter has a bias.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Gets or sets the activation, fused into the convolution's store.</summary>
    public Activation Activation { get; set; }

    /// <summary>
    /// Gets or sets the parameter of the activation: the negative slope of <see cref="Activation.LeakyRelu"/>
    /// (0.01 if not set) or the scale of <see cref="Activation.Elu"/> (1 if not set).
    /// </summary>
    public float Alpha { get; set; } = float.NaN;

    /// <summary>Gets or sets how the input and the output lie in memory.</summary>
    public Layout Layout { get; set; }

    /// <summary>Gets or sets how the weights given to the constructor lie in memory.</summary>
    public WeightLayout WeightLayout { get; set; }

    /// <summary>Gets or sets the algorithm.</summary>
    public Algorithm Algorithm { get; set; }

    /// <summary>
    /// Gets or sets the number of parameters (weights and biases) the author expects; the compiler reports an error
    /// with the arithmetic if it is another. Not checked if not set.
    /// </summary>
    public int Parameters { get; set; }

    /// <summary>
    /// Gets or sets the spatial extent of the output the author expects, which needs <see cref="Input"/>; the
    /// compiler reports an error if it is another. Not checked if not set.
    /// </summary>
    public string? Output { get; set; }
}
