using System;
using ConvGen;

namespace MriDenoiser;

/// <summary>The same network as <see cref="Denoiser"/> in hand-written loops, to compare the result and the time.</summary>
internal sealed class PlainDenoiser
{
    private readonly PlainConvolution _head;
    private readonly PlainConvolution _body;
    private readonly PlainConvolution _tail;
    private readonly float[] _headOutput = new float[HeadLayer.OutputLength];
    private readonly float[] _bodyOutput = new float[BodyLayer.OutputLength];

    /// <summary>Makes the network of its weights.</summary>
    /// <param name="weights">The file that PyTorch's state dictionary was saved to.</param>
    public PlainDenoiser(SafetensorsFile weights)
    {
        _head = Layer(weights, "head", 1, 16, relu: true);
        _body = Layer(weights, "body", 16, 16, relu: true);
        _tail = Layer(weights, "tail", 16, 1, relu: false);
    }

    /// <summary>Denoises a volume.</summary>
    /// <param name="noisy">The volume, 24 x 96 x 128 voxels.</param>
    /// <param name="denoised">The result, of the same size.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    public void Forward(float[] noisy, float[] denoised, Action<double> progress)
    {
        // The body has nine tenths of the work.
        _head.Forward(noisy, _headOutput, done => progress(0.05 * done));
        _body.Forward(_headOutput, _bodyOutput, done => progress(0.05 + (0.9 * done)));
        _tail.Forward(_bodyOutput, denoised, done => progress(0.95 + (0.05 * done)));
        for (int i = 0; i < denoised.Length; i++)
        {
            denoised[i] = noisy[i] - denoised[i];
        }
    }

    private static PlainConvolution Layer(SafetensorsFile file, string name, int inChannels, int filters, bool relu)
    {
        float[] weights = file.GetTensor($"{name}.weight", filters, inChannels, 3, 3, 3);
        float[] bias = file.GetTensor($"{name}.bias", filters);
        return new PlainConvolution(weights, bias, inChannels, filters, relu);
    }
}
