using System;
using System.Numerics.Tensors;
using ConvGen;

namespace MriDenoiser;

/// <summary>The residual network x − tail(body(head(x))), which estimates the noise and takes it away.</summary>
internal sealed class Denoiser
{
    /// <summary>The number of parameters of the three layers.</summary>
    public const int ParameterCount = HeadLayer.ParameterCount + BodyLayer.ParameterCount + TailLayer.ParameterCount;

    private readonly HeadLayer _head;
    private readonly BodyLayer _body;
    private readonly TailLayer _tail;
    private readonly ArraySegment<float> _headOutput = AlignedArray.Allocate(HeadLayer.OutputLength);
    private readonly ArraySegment<float> _bodyOutput = AlignedArray.Allocate(BodyLayer.OutputLength);

    /// <summary>Makes the network of its weights.</summary>
    /// <param name="weights">The file that PyTorch's state dictionary was saved to.</param>
    public Denoiser(SafetensorsFile weights)
    {
        _head = new HeadLayer(weights.GetTensor("head.weight", 16, 1, 3, 3, 3), weights.GetTensor("head.bias", 16));
        _body = new BodyLayer(weights.GetTensor("body.weight", 16, 16, 3, 3, 3), weights.GetTensor("body.bias", 16));
        _tail = new TailLayer(weights.GetTensor("tail.weight", 1, 16, 3, 3, 3), weights.GetTensor("tail.bias", 1));
    }

    /// <summary>Sets the number of cores that each layer may use.</summary>
    public int MaxDegreeOfParallelism
    {
        set
        {
            _head.MaxDegreeOfParallelism = value;
            _body.MaxDegreeOfParallelism = value;
            _tail.MaxDegreeOfParallelism = value;
        }
    }

    /// <summary>Denoises a volume.</summary>
    /// <param name="noisy">The volume, 24 x 96 x 128 voxels.</param>
    /// <param name="denoised">The result, of the same size.</param>
    public void Forward(ReadOnlySpan<float> noisy, Span<float> denoised)
    {
        _head.Forward(noisy, _headOutput);
        _body.Forward(_headOutput, _bodyOutput);
        _tail.Forward(_bodyOutput, denoised);
        TensorPrimitives.Subtract(noisy, denoised, denoised);
    }
}
