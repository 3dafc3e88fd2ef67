using System.Collections.Concurrent;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Winograd;

/// <summary>
/// Minimal filtering of a correlation with a stride s, y[o] = Σ x[o·s + k] g[k]: inputs and taps whose index leaves the
/// same remainder by s meet one another and no others, so each remainder, a phase, is a correlation of stride 1 with a
/// share of the taps, filtered on its own. The phases' outputs are added, which the output matrix does.
/// </summary>
/// <remarks>The polyphase decomposition; source: P. P. Vaidyanathan, Multirate Systems and Filter Banks, 1993.</remarks>
internal static class Polyphase
{
    private static readonly ConcurrentDictionary<(int Outputs, int Taps, int Stride), CookToom> Known = new();

    /// <summary>The inputs of <paramref name="outputs"/> outputs, and as many multiplications; the taps are at least as many as the stride, or one.</summary>
    public static int Inputs(int outputs, int taps, int stride)
    {
        return (int)BlockShape.Span(outputs, taps, stride);
    }

    /// <summary>The taps of the phase with remainder <paramref name="phase"/>.</summary>
    public static int TapsOf(int phase, int taps, int stride)
    {
        return (taps - phase + stride - 1) / stride;
    }

    /// <summary>The matrices; inputs and taps stand in their own order, points phase by phase.</summary>
    public static CookToom Create(int outputs, int taps, int stride)
    {
        return stride == 1 || taps == 1
            ? CookToom.Create(outputs, taps)
            : Known.GetOrAdd((outputs, taps, stride), static key => Construct(key.Outputs, key.Taps, key.Stride));
    }

    private static CookToom Construct(int outputs, int taps, int stride)
    {
        int size = Inputs(outputs, taps, stride);
        RootTwo[,] input = new RootTwo[size, size];
        RootTwo[,] filter = new RootTwo[size, taps];
        RootTwo[,] output = new RootTwo[outputs, size];
        int first = 0;

        for (int phase = 0; phase < stride; phase++)
        {
            CookToom part = CookToom.Create(outputs, TapsOf(phase, taps, stride));
            int points = part.Input.GetLength(0);

            for (int point = 0; point < points; point++)
            {
                for (int i = 0; i < points; i++)
                {
                    input[first + point, (i * stride) + phase] = part.Input[point, i];
                }

                for (int k = 0; k < part.Filter.GetLength(1); k++)
                {
                    filter[first + point, (k * stride) + phase] = part.Filter[point, k];
                }

                for (int o = 0; o < outputs; o++)
                {
                    output[o, first + point] = part.Output[o, point];
                }
            }

            first += points;
        }

        return new CookToom(input, filter, output);
    }
}
