namespace ConvGen.Generator.Planning;

/// <content>Copying and transposing the input before it is met.</content>
internal static partial class CostModel
{
    /// <summary>The cycles of copying rows of a block of input: each is a call of its own.</summary>
    public static double CopiedRows(double rows, double floats)
    {
        const double Row = 60;
        return rows * (Row + (floats * MachineCosts.CopiedFloat));
    }

    /// <summary>
    /// The cycles of copying channels of pixels that lie far apart, from a slow last cache: each pixel is a page or half of one further. By what minimal filtering
    /// of four layers of 16 to 32 channels a group took longer than predicted, it is 70 to 120, of which direct sums, which meet the same pixels, wait for a part.
    /// </summary>
    public static double CopiedPixels(double pixels, double floats)
    {
        const double Pixel = 30;
        return pixels * (Pixel + (floats * MachineCosts.CopiedFloat));
    }

    /// <summary>The cycles of transposing floats between channels first and channels last, of which the input is copied row by row, 16 channels at a time.</summary>
    public static double Transposed(double floats, double rows, int channels, Isa isa)
    {
        const double Float = 0.4;
        const double Row = 40;
        return ((floats * Float) + (rows * channels / Isa.Avx512.Lanes * Row)) * FarCycles(isa);
    }

    /// <summary>The floats of planes that are transposed and computed together, a quarter of the L2 cache with what they came from: measured, four times as many are slower.</summary>
    public const int TransposedTogether = 16 * 1024;

    /// <summary>The cycles of copying a float of a plane, and of one whose columns are split by the phases of a stride.</summary>
    public const double PlaneFloat = 0.2;

    public const double SplitPlaneFloat = 0.35;

    /// <summary>The cycles of a float that a stride leaves of a plane, with those it leaves out, which come from beyond the L2 cache in the same lines: fitted, with 0.35 copies were chosen that lost.</summary>
    public const double GatheredPlaneFloat = 1;
}
