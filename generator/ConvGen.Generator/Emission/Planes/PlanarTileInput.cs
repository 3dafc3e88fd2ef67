namespace ConvGen.Generator.Emission;

/// <summary>What a tile whose planes are copied reads.</summary>
internal enum PlanarTileInput
{
    /// <summary>The copy.</summary>
    Copy,

    /// <summary>The planes, of which it makes the copy that later filters read.</summary>
    Planes,

    /// <summary>The same at the end of the planes: what lies behind the columns that are left is not touched.</summary>
    EndOfPlanes,
}
