using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>Which taps of a window meet data; the others meet zero padding and are left out.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Taps
{
    /// <summary>The first tap that does not lie before the input.</summary>
    /// <param name="position">The input position of tap 0, negative in the padding.</param>
    /// <param name="dilation">The distance between two taps.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(int position, int dilation)
    {
        return position >= 0 ? 0 : (dilation - 1 - position) / dilation;
    }

    /// <summary>The first window of a row that does not begin before the input.</summary>
    /// <param name="position">The input column of window 0, negative in the padding.</param>
    /// <param name="stride">The distance between two windows.</param>
    /// <param name="windows">The windows of the row, which the result does not exceed.</param>
    public static int InnerStart(int position, int stride, int windows)
    {
        return Math.Min(First(position, stride), windows);
    }

    /// <summary>The end of the windows of a row that lie in the input as a whole.</summary>
    /// <param name="position">The input column of window 0, negative in the padding.</param>
    /// <param name="stride">The distance between two windows.</param>
    /// <param name="windows">The windows of the row.</param>
    /// <param name="extent">The columns of the input.</param>
    /// <param name="effectiveKernel">The columns that a window spans.</param>
    public static int InnerEnd(int position, int stride, int windows, int extent, int effectiveKernel)
    {
        int slack = extent - position - effectiveKernel;
        int end = slack < 0 ? 0 : (slack / stride) + 1;
        return Math.Clamp(end, InnerStart(position, stride, windows), windows);
    }

    /// <summary>The number of taps from <paramref name="first"/> on that meet data; 0 when none does.</summary>
    /// <param name="first">The first tap that does not lie before the input.</param>
    /// <param name="position">The input position of tap 0.</param>
    /// <param name="dilation">The distance between two taps.</param>
    /// <param name="extent">The input's extent.</param>
    /// <param name="kernel">The number of taps.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Count(int first, int position, int dilation, int extent, int kernel)
    {
        int end = position >= extent ? 0 : Math.Min(kernel, (extent - position + dilation - 1) / dilation);
        return Math.Max(end - first, 0);
    }
}
