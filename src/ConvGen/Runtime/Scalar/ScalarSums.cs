using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>The innermost loops of <see cref="ScalarKernel"/>: sums of four pixels, of one filter or of two.</summary>
internal static unsafe class ScalarSums
{
    /// <summary>The sums of four pixels over all taps and channels. No call is in the loops, so that the sums stay in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfFilter(in ScalarWindow window, float* x0, float* x1, float* x2, float* x3, float* w, float* sums)
    {
        int channels = window.Channels;
        nint channelStep = window.ChannelStep;
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;

        for (int i = 0; i < window.Planes; i++)
        {
            for (int j = 0; j < window.Rows; j++)
            {
                for (int k = 0; k < window.Columns; k++)
                {
                    nint at = (i * window.PlaneStep) + (j * window.RowStep) + (k * window.ColumnStep);

                    for (int channel = 0; channel < channels; channel++)
                    {
                        float weight = *w;
                        sum0 += x0[at] * weight;
                        sum1 += x1[at] * weight;
                        sum2 += x2[at] * weight;
                        sum3 += x3[at] * weight;
                        w++;
                        at += channelStep;
                    }
                }
            }
        }

        sums[0] = sum0;
        sums[1] = sum1;
        sums[2] = sum2;
        sums[3] = sum3;
    }

    /// <summary>The sums of four pixels over the taps of two filters, whose channels lie <paramref name="apart"/> floats apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfPair(in ScalarWindow window, float* x0, float* x1, float* x2, float* x3, nint apart, float* w, float* wNext, float* sums)
    {
        int taps = window.Channels;
        nint tapStep = window.ChannelStep;
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        float next0 = 0;
        float next1 = 0;
        float next2 = 0;
        float next3 = 0;

        for (int i = 0; i < window.Planes; i++)
        {
            for (int j = 0; j < window.Rows; j++)
            {
                nint at = (i * window.PlaneStep) + (j * window.RowStep);

                for (int tap = 0; tap < taps; tap++)
                {
                    float weight = *w;
                    sum0 += x0[at] * weight;
                    sum1 += x1[at] * weight;
                    sum2 += x2[at] * weight;
                    sum3 += x3[at] * weight;
                    weight = *wNext;
                    nint next = at + apart;
                    next0 += x0[next] * weight;
                    next1 += x1[next] * weight;
                    next2 += x2[next] * weight;
                    next3 += x3[next] * weight;
                    w++;
                    wNext++;
                    at += tapStep;
                }
            }
        }

        sums[0] = sum0;
        sums[1] = sum1;
        sums[2] = sum2;
        sums[3] = sum3;
        sums[4] = next0;
        sums[5] = next1;
        sums[6] = next2;
        sums[7] = next3;
    }
}
