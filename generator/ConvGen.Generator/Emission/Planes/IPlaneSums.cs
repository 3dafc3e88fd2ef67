namespace ConvGen.Generator.Emission;

/// <summary>How the sums of a plane that is held as a whole are written.</summary>
internal interface IPlaneSums
{
    /// <summary>Such as <c>4 vectors of 16 sums in registers, each of 2 rows</c>.</summary>
    string Summary { get; }

    /// <summary>The runs of sums that are computed one after the other, as many as there are registers for.</summary>
    int Parts { get; }

    /// <summary>Writes what stays in registers from plane to plane.</summary>
    void EmitConstants();

    /// <summary>Writes the sums of a part, which start from the bias.</summary>
    void Declare(int part);

    /// <summary>Writes how they meet a plane of the input.</summary>
    /// <param name="part">The part.</param>
    /// <param name="x">The plane's address.</param>
    /// <param name="w">The address of its weights.</param>
    void EmitTaps(int part, string x, string w);

    /// <summary>Writes how they are stored.</summary>
    void EmitStores(int part, string y);
}
