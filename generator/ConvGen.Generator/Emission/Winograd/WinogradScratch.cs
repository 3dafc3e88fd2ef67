using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// How a kernel of minimal filtering divides its scratch memory, in floats: apart because the run-time half is told the
/// sum and the kernel's entry writes the addresses.
/// </summary>
internal sealed class WinogradScratch(KernelPlan plan)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;

    /// <summary>All of it: points, products, what a transform keeps between its passes, zeros, the input of a tile or the outputs of a row of tiles.</summary>
    public int Floats => PointFloats + ProductFloats + TemporaryFloats + ZeroFloats + WindowFloats + RowFloats;

    /// <summary>The transformed inputs of all tiles.</summary>
    public int PointFloats => _winograd.Points * _winograd.InputPointPitch;

    /// <summary>The products of all tiles with the blocks of filters that meet a point together.</summary>
    public int ProductFloats => _winograd.BlocksOfPoint * _winograd.Points * _winograd.OutputPointPitch;

    /// <summary>What a transform keeps between its passes.</summary>
    public int TemporaryFloats => _winograd.Points * plan.Isa.Lanes;

    /// <summary>What a tile starts from or, where the sum over channels has parts, what the first of them is added to.</summary>
    public int ZeroFloats => _winograd.Parts == 1 ? _winograd.Width : plan.Runs.Concat(_winograd.LeftOut.SelectMany(static points => points.Runs)).Max(static run => run.Block.Width * run.Cover.Tiles[0].Pixels);

    /// <summary>The outputs of a row of tiles with a block of filters, before they are stored to planes: at most those of all tiles.</summary>
    private int RowFloats => plan.StoresPlanes
        ? _winograd.Tiles * _winograd.Outputs.Aggregate(1, static (product, outputs) => product * outputs) * plan.Runs.Max(static run => run.Block.Filters)
        : 0;

    /// <summary>The input of a tile that reaches into the padding, where the others are read from the tensor.</summary>
    private int WindowFloats => plan.Input.IsInPlace ? (_winograd.Points * _winograd.Channels) + _winograd.Past : 0;
}
