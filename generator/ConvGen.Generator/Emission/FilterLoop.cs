using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Opens the loop over the blocks of filters of a run: all of them, or those that the run-time half asks for.</summary>
internal static class FilterLoop
{
    /// <summary>Opens the loop, if there is one; false where a lone block needs none.</summary>
    public static bool Open(ConvSpec spec, KernelPlan plan, BlockRun run, SourceWriter writer)
    {
        if (plan.SplitsFilters(spec))
        {
            int start = plan.Runs.TakeWhile(other => !ReferenceEquals(other, run)).Sum(static other => other.Count);
            bool isLast = ReferenceEquals(run, plan.Runs[plan.Runs.Count - 1]);
            string first = start == 0 ? "block->FilterBlockStart" : $"global::System.Math.Max(block->FilterBlockStart, {start})";
            string end = isLast ? "block->FilterBlockEnd" : $"global::System.Math.Min(block->FilterBlockEnd, {start + run.Count})";
            writer.Open($"for (int blocks = {first}; blocks < {end}; blocks++)");
            return true;
        }

        if (run.Count > 1)
        {
            writer.Open($"for (int blocks = 0; blocks < {run.Count}; blocks++)");
        }

        return run.Count > 1;
    }
}
