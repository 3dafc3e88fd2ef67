using System.Linq;

namespace ConvGen.Generator.Models;

/// <content>The convolution as a matrix product over its windows.</content>
internal sealed partial record ConvSpec
{
    /// <summary>The floats of a window: the channels of all its taps.</summary>
    public int WindowFloats => SaturatingMath.ToInt(SaturatingMath.Multiply(SaturatingMath.Product(Kernel), InChannels));

    /// <summary>The 1x1 convolution of which each input position has the channels of one window of this one, tap after tap.</summary>
    public ConvSpec OverWindows()
    {
        EquatableArray<int> ones = new(Kernel.Select(static _ => 1));
        return this with
        {
            Kernel = ones,
            InChannels = WindowFloats,
            Input = Output,
            Stride = ones,
            Dilation = ones,
            Padding = new PaddingSpec(PaddingKind.Valid, default, default),
            PaddingMode = PaddingMode.Zeros,
        };
    }
}
