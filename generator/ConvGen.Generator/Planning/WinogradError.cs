using System.Linq;

namespace ConvGen.Generator.Planning;

/// <summary>
/// What is known of the error of minimal filtering, max|err| / rms(y) against float64 on uniform data in (−1, 1). A
/// test measures it for each tile with 16 to 512 channels and holds these figures to it.
/// </summary>
internal static class WinogradError
{
    /// <summary>The error that Auto may not exceed: the bar oneDNN set for its Winograd.</summary>
    public const double Bound = 2e-5;

    /// <summary>Whether a tile of so many outputs along depth, height and width stays within <see cref="Bound"/>.</summary>
    public static bool IsWithinBound(int[] outputs)
    {
        // Three axes of 6 inputs each multiply their errors; two are well inside.
        return outputs.Count(static m => m > 2) < 3;
    }
}
