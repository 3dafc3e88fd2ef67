using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>How the kernel of one instruction set goes about it.</summary>
/// <param name="Isa">The instruction set.</param>
/// <param name="Runs">The blocks of filters of one group, in order.</param>
/// <param name="PredictedFraction">The share of the machine's multiply-adds that do useful work, by the cost model.</param>
internal sealed record KernelPlan(Isa Isa, EquatableArray<BlockRun> Runs, double PredictedFraction)
{
    /// <summary>The tile of the first, largest blocks, such as <c>14x2</c>: pixels by vectors.</summary>
    public string Tile => $"{Runs[0].Cover.Tiles[0].Pixels}x{Runs[0].Block.Vectors}";
}
