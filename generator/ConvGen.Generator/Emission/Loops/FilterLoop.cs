using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the loops over groups and over blocks of filters around what a kernel computes: all of them, or those that the
/// run-time half asks for.
/// </summary>
internal sealed class FilterLoop(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    /// <summary>The variable with the blocks that are computed at a time, where that is several.</summary>
    public const string Together = "together";

    private readonly FilterUnits _units = FilterUnits.Of(spec, plan);

    /// <summary>The statement that moves an operand on behind a block, or behind all blocks that are computed at a time.</summary>
    public static string Advance(string operand, string offset, bool several)
    {
        return AddressText.Advance(operand, several ? $"{Together} * {offset}" : offset);
    }

    /// <summary>What the run-time half has to know of the filters that may be computed without the others.</summary>
    public void EmitUnits()
    {
        if (_units.AreSeveral)
        {
            writer.Line($"FilterUnits = {_units.Count},");
        }

        if (_units.AreSeveral && _units.Blocks > 1)
        {
            writer.Line($"UnitBlocks = {_units.Blocks},");
        }
    }

    /// <summary>What the kernel's entry says of itself.</summary>
    public void EmitSummary()
    {
        string filters = _units.AreSeveral ? "the filters asked for" : "all filters";
        writer.Line($"/// <summary>Computes a block of output positions for {filters}.</summary>");
    }

    /// <summary>Emits the loops.</summary>
    /// <param name="groups">The groups of a call, whose weights lie one after the other.</param>
    /// <param name="compute">The statement that computes a block of a run.</param>
    /// <param name="next">The statements that move the operands on to the block behind it.</param>
    /// <param name="nextGroup">The statement that moves the input on to the next group.</param>
    /// <param name="together">The blocks of a run that are computed at a time: <see cref="Together"/> of them where that is several.</param>
    public void Emit(int groups, Func<BlockRun, string> compute, Func<BlockRun, IEnumerable<string>> next, string nextGroup = "", int together = 1)
    {
        bool overGroups = groups > 1;

        if (overGroups)
        {
            OpenGroups(groups);
        }

        BlockRun last = plan.Runs[plan.Runs.Count - 1];

        foreach (BlockRun run in plan.Runs)
        {
            writer.Line();
            bool loops = Open(run, together);
            writer.Line(compute(run));

            // Nobody asks where the operands would lie behind the very last block.
            if (loops || overGroups || !ReferenceEquals(run, last))
            {
                foreach (string statement in next(run))
                {
                    writer.Line(statement);
                }
            }

            if (loops)
            {
                writer.Close();
            }
        }

        if (overGroups)
        {
            writer.Line().Line(nextGroup).Close();
        }
    }

    private void OpenGroups(int groups)
    {
        string step = _units.Blocks == 1 ? "group++" : $"group += {_units.Blocks}";
        writer.Line().Open(_units.Count == groups
            ? $"for (int group = block->FilterBlockStart; group < block->FilterBlockEnd; {step})"
            : $"for (int group = 0; group < {groups}; group++)");
    }

    /// <summary>Opens the loop over the blocks of a run, if there is one; false where a lone block needs none.</summary>
    private bool Open(BlockRun run, int together)
    {
        together = Math.Min(together, run.Count);
        string step = together == 1 ? "blocks++" : $"blocks += {together}";

        if (_units is { AreSeveral: true, Blocks: 1 } && _units.Count == plan.Runs.Sum(static all => all.Count))
        {
            int start = plan.Runs.TakeWhile(other => !ReferenceEquals(other, run)).Sum(static other => other.Count);
            bool isLast = ReferenceEquals(run, plan.Runs[plan.Runs.Count - 1]);
            string first = start == 0 ? "block->FilterBlockStart" : $"global::System.Math.Max(block->FilterBlockStart, {start})";
            string end = isLast ? "block->FilterBlockEnd" : $"global::System.Math.Min(block->FilterBlockEnd, {start + run.Count})";
            writer.Open($"for (int blocks = {first}; blocks < {end}; {step})");
            DeclareTogether(together, end);
            return true;
        }

        if (run.Count > 1)
        {
            writer.Open($"for (int blocks = 0; blocks < {run.Count}; {step})");
            DeclareTogether(together, KernelGeometry.Number(run.Count));
        }

        return run.Count > 1;
    }

    private void DeclareTogether(int together, string end)
    {
        if (together > 1)
        {
            writer.Line($"int {Together} = global::System.Math.Min({together}, {end} - blocks);");
        }
    }
}
