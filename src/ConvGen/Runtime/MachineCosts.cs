#if CONVGEN_GENERATOR
namespace ConvGen.Generator.Planning;
#else
namespace ConvGen.Runtime;
#endif

/// <summary>
/// How data comes to a kernel and what that costs, in cycles. This file is compiled into the generator, which plans kernels by it,
/// and into the run-time half, which splits their work between threads by it.
/// </summary>
internal static class MachineCosts
{
    /// <summary>The floats of a cache line.</summary>
    public const int CacheLine = 16;

    /// <summary>The cache lines that so many floats from the first of one on span.</summary>
    public static int Lines(int floats)
    {
        return (floats + CacheLine - 1) / CacheLine;
    }

    /// <summary>Copying a float of input into a block, which no multiply-add hides.</summary>
    public const double CopiedFloat = 0.4;
}
