using System;

namespace ConvGen.Runtime;

/// <summary>The checks before a kernel runs.</summary>
internal static class Arguments
{
    /// <summary>Refuses a span of another length.</summary>
    /// <exception cref="ArgumentException">The length is wrong; the message names both.</exception>
    public static void CheckLength(int actual, long expected, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"Expected {expected} floats, got {actual}.", name);
        }
    }

    /// <summary>Refuses an output that lies in the input: kernels write before they have read all.</summary>
    /// <exception cref="ArgumentException">The spans share memory.</exception>
    public static void CheckDisjoint(ReadOnlySpan<float> input, Span<float> output)
    {
        if (input.Overlaps(output))
        {
            throw new ArgumentException("The output overlaps the input; they must be apart.", nameof(output));
        }
    }
}
