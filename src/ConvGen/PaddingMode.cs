namespace ConvGen;

/// <summary>What stands in the padding around the input; the four modes of PyTorch.</summary>
public enum PaddingMode
{
    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>The input mirrored at its border, the border itself not repeated; narrower than the input.</summary>
    Reflect,

    /// <summary>The border repeated.</summary>
    Replicate,

    /// <summary>The input continued from its other side; no wider than the input.</summary>
    Circular,
}
