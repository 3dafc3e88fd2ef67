using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a depthwise or grouped kernel of one instruction set. The loops run over vectors of filters, and for some of
/// them together over the columns of a block.
/// </summary>
internal sealed class SlidingKernelEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly SlidingVectors _vectors = new(spec, plan);

    public void Emit()
    {
        SlidingTileEmitter tiles = new(spec, plan, writer);
        SlidingColumnsEmitter columns = new(spec, plan, tiles, writer);
        writer.Line("[SkipLocalsInit]");
        writer.Open($"internal static unsafe class {plan.Isa.Name}Kernels");
        EmitCode();
        writer.Line();
        EmitRun();

        // A last vector that computes some filters again may be as wide as those before: they share their loops.
        foreach (BlockRun run in plan.Runs.GroupBy(static run => run.Block).Select(static runs => runs.First()))
        {
            writer.Line();
            columns.Emit(run);
        }

        tiles.EmitShared();
        writer.Close();
    }

    private void EmitCode()
    {
        List<string> listed = [];
        string again = string.Empty;
        int filter = 0;

        foreach (BlockRun run in plan.Runs)
        {
            int start = Start(run, filter);

            if (start == filter)
            {
                listed.Add($"({run.Count}, {run.Block.Filters}, {run.Block.Width})");
            }
            else
            {
                again = $", new FilterBlock({start}, {run.Block.Filters}, {run.Block.Width})";
            }

            filter += run.Count * run.Block.Filters;
        }

        string list = $"FilterBlock.List(1, {string.Join(", ", listed)})";
        writer.Line("/// <summary>What the run-time half needs of this kernel: how it wants the filters packed, and its entry.</summary>");
        writer.Open("public static readonly KernelCode Code = new()");
        writer.Line("Run = &Run,");

        if (again.Length > 0)
        {
            writer.Line("// The last vector computes some filters again rather than reach beyond the last one.");
        }

        writer.Line($"FilterBlocks = {(again.Length > 0 ? $"[.. {list}{again}]" : list)},");
        InputPlanText.Emit(plan, writer);
        writer.Close("};");
    }

    /// <summary>The first filter of a run; a last vector that would reach beyond the last filter starts earlier.</summary>
    private int Start(BlockRun run, int next)
    {
        return Math.Min(next, spec.Filters - (run.Count * run.Block.Filters));
    }

    private void EmitRun()
    {
        writer.Line("/// <summary>Computes a block of output positions for all filters.</summary>");
        writer.Open("public static void Run(BlockArguments* block)");
        int filter = 0;
        int weights = 0;
        int lanes = 0;

        foreach (BlockRun run in plan.Runs)
        {
            int start = Start(run, filter);
            int channel = plan.Family == KernelFamily.Depthwise ? start : start / spec.FiltersPerGroup * spec.ChannelsPerGroup;
            int count = plan.Input.GroupsTogether is int groups ? groups * spec.FiltersPerGroup / run.Block.Width : run.Count;
            int together = Math.Min(plan.BlocksTogether, count);

            if (filter > 0)
            {
                writer.Line();
            }

            if (count > together)
            {
                writer.Line($"// {together} of {count} vectors at a time: their rows and weights stay in the L1 cache.");
                writer.Open($"for (int first = 0; first < {count}; first += {together})");
            }

            string At(string pointer, int offset, string vectors)
            {
                return AddressText.At(pointer, offset == 0 ? string.Empty : KernelGeometry.Number(offset), count > together ? vectors : string.Empty);
            }

            string input = At("block->Input", channel, _vectors.Channel("first", run));
            string packed = At("block->Weights", weights, $"first * {_vectors.WeightFloats(run)}");
            string bias = At("block->Bias", lanes, $"first * {run.Block.Width}");
            string output = At("block->Output", start, $"first * {run.Block.Width}");

            string vectors = !_vectors.Loop(run) ? string.Empty
                : count % together == 0 ? $", {together}"
                : $", global::System.Math.Min({together}, {count} - first)";
            writer.Line($"{SlidingColumnsEmitter.Name(run)}(block, {input}, {packed}, {bias}, {output}{vectors});");

            if (count > together)
            {
                writer.Close();
            }

            filter += run.Count * run.Block.Filters;
            weights += run.Count * _vectors.WeightFloats(run);
            lanes += run.Count * run.Block.Width;
        }

        writer.Close();
    }
}
