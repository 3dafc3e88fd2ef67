using System;
using System.Numerics.Tensors;

namespace ConvGen.Testing;

/// <summary>
/// An instance of a generated class behind one signature. The derived class is written and compiled beside the
/// generated one, so a call costs one virtual call and allocates nothing.
/// </summary>
public abstract class CompiledLayer
{
    /// <summary>Gets or sets the generated property of this name.</summary>
    public abstract int MaxDegreeOfParallelism { get; set; }

    /// <summary>Gets the instance of the generated class itself.</summary>
    public abstract object Instance { get; }

    /// <summary>
    /// Runs the layer. <paramref name="extent"/> is the input's, a value a dimension; it is passed on only where the
    /// attribute has no Input.
    /// </summary>
    public abstract void Forward(ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<int> extent, int batch);

    /// <summary>Runs the overload on tensor spans.</summary>
    public abstract void Forward(ReadOnlyTensorSpan<float> input, TensorSpan<float> output);

    /// <summary>Runs the overload that makes its output.</summary>
    public abstract Tensor<float> Forward(ReadOnlyTensorSpan<float> input);

    /// <summary>Gets the generated class's output extent for an input extent, a value a dimension.</summary>
    public abstract int[] GetOutputExtent(params ReadOnlySpan<int> extent);

    /// <summary>Gets a generated constant, such as <c>WeightCount</c>.</summary>
    /// <exception cref="MissingFieldException">The class has no such constant.</exception>
    public int Constant(string name)
    {
        return (int)(Instance.GetType().GetField(name)?.GetRawConstantValue()
            ?? throw new MissingFieldException(Instance.GetType().Name, name));
    }

    /// <summary>Says whether the generated class has a constant of this name.</summary>
    public bool HasConstant(string name)
    {
        return Instance.GetType().GetField(name) is { IsLiteral: true };
    }
}
