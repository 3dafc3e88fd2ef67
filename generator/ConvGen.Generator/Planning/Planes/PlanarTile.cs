namespace ConvGen.Generator.Planning;

/// <summary>The register tile of a kernel whose lanes are columns: its accumulators are filters × rows × vectors.</summary>
/// <param name="Lanes">The columns of a vector.</param>
/// <param name="Vectors">The vectors of a row.</param>
/// <param name="Rows">The output rows.</param>
/// <param name="FlattensPlanes">Whether the positions of a plane are taken for one long row.</param>
/// <param name="JoinsPlanes">Whether the planes of a channel are one such row together.</param>
/// <param name="EndsHalf">Whether the last vector of a row has half the lanes.</param>
/// <param name="Shifts">Whether each vector of an input row is loaded once and shifted to the columns of every tap.</param>
/// <param name="TailIsHalf">Whether a tile of one vector with half the lanes takes what is left of a plane that is one row.</param>
/// <param name="PlaneRows">The output rows of a vector where the sums are a whole plane whose rows are permuted; 0 where they are not.</param>
/// <param name="PlaneStep">The outputs from one vector to the next where the sums are a whole plane in the order of memory; 0 where they are not.</param>
/// <param name="PlaneVectors">The vectors of such a plane.</param>
internal sealed record PlanarTile(int Lanes, int Vectors, int Rows, bool FlattensPlanes, bool JoinsPlanes = false, bool EndsHalf = false, bool TailIsHalf = false, bool Shifts = false, int PlaneRows = 0, int PlaneStep = 0, int PlaneVectors = 0)
{
    /// <summary>Whether the weights of a column of taps stay in registers while the rows pass by; a tile of one row fetches each where it needs it, unless it shifts columns.</summary>
    public bool KeepsWeights => Rows > 1 || Shifts;

    /// <summary>Whether the sums are a whole plane.</summary>
    public bool HoldsPlane => PlaneRows > 0 || IsLinear;

    /// <summary>Whether they are one in the order of memory.</summary>
    public bool IsLinear => PlaneStep > 0;

    /// <summary>The vectors of sums of a filter.</summary>
    public int Sums => IsLinear ? PlaneVectors : HoldsPlane ? (Rows + PlaneRows - 1) / PlaneRows : Rows * Vectors;

    /// <summary>The columns of a tile.</summary>
    public int Columns => (Lanes * Vectors) - (EndsHalf ? Lanes / 2 : 0);

    /// <summary>The tile that stores so many columns: its vectors have half the lanes where those hold them and there is such a tail.</summary>
    public PlanarTile Of(int columns)
    {
        return TailIsHalf && columns <= Lanes / 2
            ? this with { Lanes = Lanes / 2, Vectors = 1 }
            : this with { Vectors = (columns + Lanes - 1) / Lanes };
    }

    /// <summary>The lanes of a vector of a row.</summary>
    public int LanesOf(int vector)
    {
        return EndsHalf && vector == Vectors - 1 ? Lanes / 2 : Lanes;
    }
}
