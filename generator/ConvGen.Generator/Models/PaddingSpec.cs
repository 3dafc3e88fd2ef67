namespace ConvGen.Generator.Models;

/// <summary>How the padding was asked for.</summary>
internal enum PaddingKind
{
    /// <summary>No padding.</summary>
    Valid,

    /// <summary>TensorFlow's SAME_UPPER: output = ceil(input / stride), the odd pixel at the end.</summary>
    Same,

    /// <summary>SAME_LOWER: as Same, the odd pixel at the beginning.</summary>
    SameLower,

    /// <summary>The amounts are written out.</summary>
    Explicit,
}

/// <summary>The padding a layer asks for; <see cref="Begin"/> and <see cref="End"/> hold a value a dimension when it is Explicit and are empty otherwise.</summary>
internal sealed record PaddingSpec(PaddingKind Kind, EquatableArray<int> Begin, EquatableArray<int> End);
