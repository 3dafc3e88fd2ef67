using System.Linq;

namespace ConvGen.Generator.Models;

/// <content>
/// Shape arithmetic, an axis at a time. A result beyond int.MaxValue stays at int.MaxValue, which no legal spec
/// reaches: the parser refuses it as too large.
/// </content>
internal sealed partial record ConvSpec
{
    /// <summary>The output's spatial extent; empty when the input's is not known. A value that is not positive means no output.</summary>
    public EquatableArray<int> Output
    {
        get
        {
            int[] output = new int[Input.Count];

            for (int axis = 0; axis < output.Length; axis++)
            {
                output[axis] = OutputExtent(axis, Input[axis]);
            }

            return new EquatableArray<int>(output);
        }
    }

    /// <summary>The floats of one input image; 0 when its extent is not known.</summary>
    public long InputLength => HasInput ? SaturatingMath.Multiply(SaturatingMath.Product(Input), InChannels) : 0;

    /// <summary>The floats of one output image; 0 when the input's extent is not known.</summary>
    public long OutputLength => HasInput ? SaturatingMath.Multiply(SaturatingMath.Product(Output), Filters) : 0;

    /// <summary>Whether a 3D kernel is as deep as its input and not padded in depth: one output plane, a 2D convolution over channels · depth.</summary>
    public bool IsAsDeepAsInput => Rank == 3 && HasInput && Kernel[0] == Input[0] && Dilation[0] == 1 && PaddingBegin(0, Input[0]) + PaddingEnd(0, Input[0]) == 0;

    /// <summary>How the tensors lie in memory: the layout asked for, and where input and output are one position each all layouts are the same.</summary>
    public Layout MemoryLayout => HasInput && Input.All(static extent => extent == 1) && Output.All(static extent => extent == 1) ? Layout.ChannelsLast : Layout;

    /// <summary>The input positions that one output position spans: (kernel − 1)·dilation + 1.</summary>
    public int EffectiveKernel(int axis)
    {
        return SaturatingMath.ToInt(WindowArithmetic.EffectiveKernel(Kernel[axis], Dilation[axis]));
    }

    /// <summary>The output's extent for an input of <paramref name="input"/>; not positive if the padded input does not hold the kernel.</summary>
    public int OutputExtent(int axis, int input)
    {
        return SaturatingMath.ToInt(IsSame
            ? WindowArithmetic.SameOutput(input, Stride[axis])
            : WindowArithmetic.Output(
                input, EffectiveKernel(axis), Stride[axis], PaddingBegin(axis, input), PaddingEnd(axis, input)));
    }

    /// <summary>How the output's extent comes about, such as <c>⌊(64 + 1 + 1 − 3) / 2⌋ + 1 = 32</c>; needs the input.</summary>
    public string OutputArithmetic(int axis)
    {
        int input = Input[axis];
        string output = ExtentText.Count(OutputExtent(axis, input));
        string stride = ExtentText.Count(Stride[axis]);

        if (IsSame)
        {
            return $"⌈{ExtentText.Count(input)} / {stride}⌉ = {output}";
        }

        string begin = ExtentText.Count(PaddingBegin(axis, input));
        string end = ExtentText.Count(PaddingEnd(axis, input));
        string span = ExtentText.Count(EffectiveKernel(axis));

        return $"⌊({ExtentText.Count(input)} + {begin} + {end} − {span}) / {stride}⌋ + 1 = {output}";
    }

    /// <summary>The padding before the first input position.</summary>
    public int PaddingBegin(int axis, int input)
    {
        return Padding.Kind switch
        {
            PaddingKind.Explicit => Padding.Begin[axis],
            PaddingKind.Same or PaddingKind.SameLower => (int)WindowArithmetic.SamePaddingBegin(
                input, EffectiveKernel(axis), Stride[axis], lower: Padding.Kind == PaddingKind.SameLower),
            _ => 0,
        };
    }

    /// <summary>The padding after the last input position.</summary>
    public int PaddingEnd(int axis, int input)
    {
        return Padding.Kind switch
        {
            PaddingKind.Explicit => Padding.End[axis],
            PaddingKind.Same or PaddingKind.SameLower =>
                (int)WindowArithmetic.SamePadding(input, EffectiveKernel(axis), Stride[axis]) - PaddingBegin(axis, input),
            _ => 0,
        };
    }

    /// <summary>
    /// Whether the padding is known only with the input: same padding with a stride, where it is
    /// max(effective kernel − r, 0) and r, in 1 to stride, is what the last stride covers of the input.
    /// </summary>
    public bool PaddingDependsOnInput(int axis)
    {
        return !HasInput && IsSame && Stride[axis] > 1 && EffectiveKernel(axis) > 1;
    }

    /// <summary>The largest <see cref="PaddingBegin"/> that any input asks for; the exact one when the input is known.</summary>
    public int MaxPaddingBegin(int axis)
    {
        // An extent of one leaves the least of the last stride covered, so it needs the most padding.
        return PaddingBegin(axis, HasInput ? Input[axis] : 1);
    }

    /// <summary>The largest <see cref="PaddingEnd"/> that any input asks for; the exact one when the input is known.</summary>
    public int MaxPaddingEnd(int axis)
    {
        return PaddingEnd(axis, HasInput ? Input[axis] : 1);
    }

    private bool IsSame => Padding.Kind is PaddingKind.Same or PaddingKind.SameLower;
}
