using System.Linq;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Measuring;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Runtime;

namespace ConvGen.Benchmarks.Layers;

/// <summary>What the generator's planner decided for a layer: the one place that knows the planner.</summary>
/// <param name="Algorithm">The kernel family, in lower case.</param>
/// <param name="Tile">The register tile, pixels x vectors.</param>
internal sealed record PlanFacts(string Algorithm, string Tile)
{
    /// <summary>Plans a layer for an instruction set.</summary>
    public static PlanFacts Of(ConvCase layer, Algorithm algorithm, InstructionSet isa)
    {
        ConvPlan plan = Planner.Plan(Spec(layer, algorithm));
        Isa? planned = isa switch
        {
            InstructionSet.Avx512 => Isa.Avx512,
            InstructionSet.Avx2 => Isa.Avx2,
            InstructionSet.V128 => Isa.Vector128,
            _ => null,
        };

        if (planned is null)
        {
            // The run-time half's own kernel of machines without vectors.
            return new PlanFacts("direct", "4x1");
        }

        KernelPlan kernel = plan.Candidates.First(candidate => candidate.Isa.Name == planned.Name && (Processor.HasSlowCache || !candidate.Isa.HasSlowCache));
        return new PlanFacts(kernel.Family.ToString().ToLowerInvariant(), kernel.Tile);
    }

    /// <summary>The spec that the generator's parser reads from the attribute <see cref="CaseSource"/> writes.</summary>
    private static ConvSpec Spec(ConvCase layer, Algorithm algorithm)
    {
        return new ConvSpec
        {
            Kernel = new EquatableArray<int>(layer.Kernel),
            InChannels = layer.InChannels,
            Filters = layer.Filters,
            Input = new EquatableArray<int>(layer.Input),
            Stride = new EquatableArray<int>(layer.Stride),
            Dilation = new EquatableArray<int>(layer.Dilation),
            Padding = new PaddingSpec(
                PaddingKind.Explicit, new EquatableArray<int>(layer.PadBegin), new EquatableArray<int>(layer.PadEnd)),
            Groups = layer.Groups,
            Algorithm = (Generator.Models.Algorithm)algorithm,
        };
    }
}
