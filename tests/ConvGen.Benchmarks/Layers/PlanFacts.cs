using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Layers;

/// <summary>What the generator's planner decided for a layer: the one place that knows the planner.</summary>
/// <param name="Algorithm">The kernel family, in lower case.</param>
/// <param name="Tile">The register tile, pixels x vectors.</param>
internal sealed record PlanFacts(string Algorithm, string Tile)
{
    /// <summary>Plans a layer for an instruction set.</summary>
    public static PlanFacts Of(ConvCase layer, Algorithm algorithm, InstructionSet isa)
    {
        return new PlanFacts("", "");
    }
}
