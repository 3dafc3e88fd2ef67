#if CONVGEN_GENERATOR
namespace ConvGen.Generator.Models;
#else
namespace ConvGen.Runtime;
#endif

/// <summary>
/// The arithmetic of a sliding window along one dimension. This file is compiled into the generator and into the
/// run-time half, so that an extent computed while compiling and one computed while running cannot differ.
/// </summary>
#if CONVGEN_GENERATOR
internal static class WindowArithmetic
#else
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public static class WindowArithmetic
#endif
{
    /// <summary>The input positions one window spans: (kernel − 1)·dilation + 1.</summary>
    public static long EffectiveKernel(long kernel, long dilation)
    {
        return ((kernel - 1) * dilation) + 1;
    }

    /// <summary>PyTorch's rule: floor((input + begin + end − effective kernel) / stride) + 1; 0 or less when the window does not fit.</summary>
    public static long Output(long input, long effectiveKernel, long stride, long begin, long end)
    {
        long slack = input + begin + end - effectiveKernel;

        // Division truncates toward zero, which would turn a kernel one too large into an output of one.
        return slack < 0 ? 0 : (slack / stride) + 1;
    }

    /// <summary>TensorFlow's rule for SAME: ceil(input / stride).</summary>
    public static long SameOutput(long input, long stride)
    {
        return (input + stride - 1) / stride;
    }

    /// <summary>All of the padding that SAME puts around an input: what the last window lacks.</summary>
    public static long SamePadding(long input, long effectiveKernel, long stride)
    {
        long lacking = ((SameOutput(input, stride) - 1) * stride) + effectiveKernel - input;
        return lacking > 0 && input > 0 ? lacking : 0;
    }

    /// <summary>The part of SAME's padding that stands before the input; the odd position is at the end unless <paramref name="lower"/>.</summary>
    public static long SamePaddingBegin(long input, long effectiveKernel, long stride, bool lower)
    {
        long padding = SamePadding(input, effectiveKernel, stride);
        return lower ? padding - (padding / 2) : padding / 2;
    }

    /// <summary>The first window whose tap does not lie before the data: window·stride + offset ≥ 0.</summary>
    public static long FirstMeeting(long stride, long offset)
    {
        return offset >= 0 ? 0 : (stride - 1 - offset) / stride;
    }

    /// <summary>The windows whose tap meets data and not padding: 0 ≤ window·stride + offset &lt; input.</summary>
    /// <param name="windows">The windows, which are the outputs.</param>
    /// <param name="input">The input's extent.</param>
    /// <param name="stride">The distance between two windows.</param>
    /// <param name="offset">The input position of the tap in the first window, negative in the padding.</param>
    public static long Meeting(long windows, long input, long stride, long offset)
    {
        long first = FirstMeeting(stride, offset);
        long end = offset >= input ? 0 : (input - 1 - offset) / stride + 1;
        return end < first || windows < first ? 0 : (end < windows ? end : windows) - first;
    }
}
