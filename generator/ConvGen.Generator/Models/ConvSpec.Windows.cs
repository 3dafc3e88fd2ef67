using System.Linq;

namespace ConvGen.Generator.Models;

/// <content>The convolution as a matrix product over its windows.</content>
internal sealed partial record ConvSpec
{
    /// <summary>The floats of a window: the channels of all its taps.</summary>
    public int WindowFloats => SaturatingMath.ToInt(SaturatingMath.Multiply(SaturatingMath.Product(Kernel), InChannels));

    /// <summary>The steps of a window, each a channel of a group at one of its taps: the multiply-adds of an output.</summary>
    public int WindowSteps => SaturatingMath.ToInt(SaturatingMath.Multiply(SaturatingMath.Product(Kernel), ChannelsPerGroup));

    /// <summary>Whether a window is one position, as that of a 1x1 kernel.</summary>
    public bool HasOneTap => Kernel.All(static extent => extent == 1);

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

    /// <summary>
    /// The convolution of those outputs that meet input, of a pointwise layer of images where others lie in zeros; null of every other
    /// layer. Its windows begin where the first of them does, which a stride may have behind the first position: so much less it reads at the end.
    /// </summary>
    public ConvSpec? WithoutPadding()
    {
        bool isPadded = Padding.Kind == PaddingKind.Explicit && Padding.Begin.Concat(Padding.End).Any(static padding => padding > 0);

        if (!HasOneTap || !HasInput || !isPadded || PaddingMode != PaddingMode.Zeros || MemoryLayout == Layout.FramesFirst)
        {
            return null;
        }

        int[] skipped = [.. Stride.Zip(Padding.Begin, static (stride, padding) => ((int)WindowArithmetic.FirstMeeting(stride, -padding) * stride) - padding)];
        ConvSpec inner = this with
        {
            Padding = new PaddingSpec(
                PaddingKind.Explicit,
                new EquatableArray<int>(skipped.Select(static _ => 0)),
                new EquatableArray<int>(skipped.Select(static positions => -positions))),
        };

        // A stride may leave out all input. A lone position of input is the same in all layouts, its outputs are not.
        return inner.Output.All(static extent => extent > 0) && inner.MemoryLayout == MemoryLayout ? inner : null;
    }
}
