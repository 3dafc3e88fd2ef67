#if CONVGEN_GENERATOR
namespace ConvGen.Generator.Planning;
#else
namespace ConvGen.Runtime;
#endif

/// <summary>
/// What data costs on its way to a kernel, in cycles. This file is compiled into the generator, which plans kernels by it,
/// and into the run-time half, which splits their work between threads by it.
/// </summary>
internal static class MachineCosts
{
    /// <summary>Copying a float of input into a block, which no multiply-add hides.</summary>
    public const double CopiedFloat = 0.4;
}
