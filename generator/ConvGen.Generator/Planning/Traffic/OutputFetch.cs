using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>How a direct tile fetches the lines of the output that the next one writes: some of them with each iteration of its outermost loop.</summary>
/// <param name="Iterations">The iterations.</param>
/// <param name="WithLines">Whether they are those over the lines of its pixels; those over the rows of the kernel otherwise.</param>
internal sealed record OutputFetch(int Iterations, bool WithLines)
{
    /// <summary>Decides for a tile of some pixels and filters that meets <paramref name="lines"/> lines of each pixel, 0 where it does not fetch them; null where it fetches no output.</summary>
    public static OutputFetch? Of(ConvSpec spec, KernelPlan plan, int pixels, VectorBlock block, int lines)
    {
        Shape3 shape = new(spec);

        // A kernel of one row but several taps, which fetches lines where it is strided, could go with them too: it has not been measured.
        bool withLines = lines > 0 && spec.HasOneTap;
        int iterations = withLines ? lines : shape.Kernel[0] * shape.Kernel[1];
        return TileFetches.NextOutput(plan, spec, pixels, block, iterations) ? new OutputFetch(iterations, withLines) : null;
    }
}
