using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Opens the loops over groups and over the blocks of filters of a run: all of them, or those that the run-time half asks for.</summary>
internal static class FilterLoop
{
    /// <summary>What the run-time half has to know of the filters that may be computed without the others.</summary>
    public static void EmitUnits(ConvSpec spec, KernelPlan plan, SourceWriter writer)
    {
        FilterUnits units = FilterUnits.Of(spec, plan);

        if (units.AreSeveral)
        {
            writer.Line($"FilterUnits = {units.Count},");
        }

        if (units.AreSeveral && units.Blocks > 1)
        {
            writer.Line($"UnitBlocks = {units.Blocks},");
        }
    }

    /// <summary>What the kernel's entry says of itself.</summary>
    public static void EmitSummary(ConvSpec spec, KernelPlan plan, SourceWriter writer)
    {
        string filters = FilterUnits.Of(spec, plan).AreSeveral ? "the filters asked for" : "all filters";
        writer.Line($"/// <summary>Computes a block of output positions for {filters}.</summary>");
    }

    /// <summary>Opens the loop over the groups of a call, if there is one; false where there is a single group.</summary>
    public static bool OpenGroups(ConvSpec spec, KernelPlan plan, int groups, SourceWriter writer)
    {
        FilterUnits units = FilterUnits.Of(spec, plan);

        if (groups > 1 && units.Count == groups)
        {
            string step = units.Blocks == 1 ? "group++" : $"group += {units.Blocks}";
            writer.Line().Open($"for (int group = block->FilterBlockStart; group < block->FilterBlockEnd; {step})");
        }
        else if (groups > 1)
        {
            writer.Line().Open($"for (int group = 0; group < {groups}; group++)");
        }

        return groups > 1;
    }

    /// <summary>Opens the loop over blocks, if there is one; false where a lone block needs none.</summary>
    public static bool Open(ConvSpec spec, KernelPlan plan, BlockRun run, SourceWriter writer)
    {
        if (FilterUnits.Of(spec, plan) is { AreSeveral: true, Blocks: 1 } units && units.Count == plan.Runs.Sum(static all => all.Count))
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
