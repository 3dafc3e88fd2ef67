using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>How a sliding kernel goes from one vector of filters, or block of them side by side, to the next.</summary>
internal sealed class SlidingVectors(ConvSpec spec, KernelPlan plan)
{
    private readonly KernelGeometry _geometry = new(spec, plan);

    /// <summary>The lanes that a filter has, each for another channel.</summary>
    public int LanesOfFilter => LaneInput.For(spec, plan.Family, plan.Runs[0].Block.Lanes[0])!.LanesOfFilter;

    /// <summary>The parameter that says how many vectors follow each other; a lone vector needs none.</summary>
    public string Parameter(BlockRun run, string type)
    {
        return Loop(run) ? $", {type}vectors" : string.Empty;
    }

    /// <summary>Whether several vectors like a run's follow each other, so that a loop goes over them.</summary>
    public bool Loop(BlockRun run)
    {
        return plan.Runs.Any(other => other.Block == run.Block && other.Count > 1);
    }

    /// <summary>What the loop goes over, for comments: where a tile takes several vectors they are one step of it.</summary>
    public static string Noun(BlockRun run)
    {
        return run.Block.Vectors > 1 ? "blocks" : "vectors";
    }

    /// <summary>The floats of a vector's weights.</summary>
    public int WeightFloats(BlockRun run)
    {
        return _geometry.Shape.Kernel[0] * _geometry.Shape.Kernel[1] * _geometry.RowSteps * run.Block.Width;
    }

    /// <summary>The first channel of a vector, counted from the first vector's.</summary>
    public string Channel(string vector, BlockRun run)
    {
        LaneInput lanes = LaneInput.For(spec, plan.Family, run.Block.Width)!;
        return lanes.VectorsOfGroup == 1
            ? $"{vector} * {lanes.Floats}"
            : $"{vector} / {lanes.VectorsOfGroup} * {lanes.Floats}";
    }
}
