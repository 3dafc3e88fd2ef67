using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>How the class of every kernel begins, and what of it the run-time half reads.</summary>
internal static class KernelClass
{
    /// <summary>Opens the class.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="writer">Takes the text.</param>
    /// <param name="skipsLocalsInit">Whether none of its methods clears its locals.</param>
    public static void Open(KernelPlan plan, SourceWriter writer, bool skipsLocalsInit = true)
    {
        writer.Line(SurfaceEmitter.GeneratedCode);

        if (skipsLocalsInit)
        {
            writer.Line("[SkipLocalsInit]");
        }

        writer.Open($"internal static unsafe class {plan.Isa.Kernels}Kernels");
    }

    /// <summary>Opens what the run-time half reads.</summary>
    public static void OpenCode(SourceWriter writer)
    {
        writer.Line("/// <summary>What the run-time half needs of this kernel: how it wants the filters packed, and its entry.</summary>");
        writer.Open("public static readonly KernelCode Code = new()");
        writer.Line("Run = &Run,");
    }

    /// <summary>The blocks of filters of so many groups.</summary>
    public static string FilterBlocks(int groups, IEnumerable<BlockRun> runs)
    {
        return $"FilterBlock.List({groups}, {string.Join(", ", runs.Select(static run => $"({run.Count}, {run.Block.Filters}, {run.Block.Width})"))})";
    }
}
