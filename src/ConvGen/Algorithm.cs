namespace ConvGen;

/// <summary>How the sums of a convolution are formed.</summary>
public enum Algorithm
{
    /// <summary>
    /// The fastest whose error, max|err| / rms(y) against a float64 reference on uniform data in (−1, 1), stays
    /// within 2e-5.
    /// </summary>
    Auto,

    /// <summary>Plain summation of products.</summary>
    Direct,

    /// <summary>Winograd's minimal filtering, where it applies.</summary>
    Winograd,
}
