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
internal sealed class SlidingKernelEmitter(ConvSpec spec, KernelPlan plan, SharedClasses shared, SourceWriter writer)
{
    private readonly SlidingVectors _vectors = new(spec, plan);
    private readonly FilterUnits _units = FilterUnits.Of(spec, plan);
    private readonly FilterLoop _filters = new(spec, plan, writer);
    private readonly bool _isShared = SharedSliding.Applies(spec, plan);

    /// <summary>The shared class of a block of filters, before the name of a method of it; none where the kernel has its own.</summary>
    private readonly Dictionary<VectorBlock, string> _classes = [];

    public void Emit()
    {
        // A last vector that computes some filters again may be as wide as those before: they share their loops.
        IReadOnlyList<BlockRun> runs = [.. plan.Runs.GroupBy(static run => run.Block).Select(static runs => runs.First())];

        if (_isShared)
        {
            foreach (BlockRun run in runs)
            {
                _classes.Add(run.Block, $"{Share(run)}<{shared.AddFloats(spec.Filters)}>.");
            }
        }

        KernelClass.Open(plan, writer);
        EmitCode();
        writer.Line();
        EmitRun();

        if (!_isShared)
        {
            EmitColumns(runs, writer);
        }

        writer.Close();
    }

    /// <summary>Such as <c>DepthwiseTiles16x1_3x3_1f3a9c2b_Avx512</c>; the hash stands for strides, padding, activation and the other tiles.</summary>
    private string Share(BlockRun run)
    {
        string tile = $"{run.Cover.Tiles.Max(static tile => tile.Pixels)}x{run.Block.Vectors}";
        string kernel = string.Join("x", spec.Kernel);
        return shared.AddHashed(
            $"{plan.Family}Tiles{tile}_{kernel}",
            plan.Isa.Name,
            $"The columns of a depthwise kernel of {kernel}, for {PlanText.Count(run.Block.Filters, "filter")} at a time.",
            writer => EmitColumns([run], writer),
            SharedSliding.TypeParameters);
    }

    private void EmitColumns(IReadOnlyList<BlockRun> runs, SourceWriter writer)
    {
        SlidingTileEmitter tiles = new(spec, plan, writer);
        SlidingColumnsEmitter columns = new(spec, plan, tiles, writer);

        foreach (BlockRun run in runs)
        {
            writer.Line();
            columns.Emit(run);
        }

        tiles.EmitShared();
    }

    /// <summary>The statement that computes a block's columns for some vectors.</summary>
    private string Columns(BlockRun run, string operands, string vectors)
    {
        string name = _isShared ? _classes[run.Block] : string.Empty;
        return $"{name}{SlidingColumnsEmitter.Name(run)}(block, {operands}{vectors});";
    }

    private void EmitCode()
    {
        List<BlockRun> listed = [];
        string again = string.Empty;
        int filter = 0;

        foreach (BlockRun run in plan.Runs)
        {
            int start = Start(run, filter);

            if (start == filter)
            {
                listed.Add(run);
            }
            else
            {
                again = $", new FilterBlock({start}, {run.Block.Filters}, {run.Block.Width})";
            }

            filter += run.Count * run.Block.Filters;
        }

        string list = KernelClass.FilterBlocks(1, listed);
        KernelClass.OpenCode(writer);

        if (again.Length > 0)
        {
            writer.Line("// The last vector computes some filters again rather than reach beyond the last one.");
        }

        writer.Line($"FilterBlocks = {(again.Length > 0 ? $"[.. {list}{again}]" : list)},");

        if (_vectors.LanesOfFilter > 1)
        {
            writer.Line($"LanesOfFilter = {_vectors.LanesOfFilter},");
        }

        _filters.EmitUnits();
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
        _filters.EmitSummary();
        writer.Open("public static void Run(BlockArguments* block)");
        BlockRun run = plan.Runs[0];
        EmitVectors(run);
        int filter = run.Count * run.Block.Filters;
        int weights = run.Count * _vectors.WeightFloats(run);
        int lanes = run.Count * run.Block.Width;

        if (plan.Runs.Count > 1)
        {
            writer.Line();

            if (_units.AreSeveral)
            {
                writer.Open($"if (block->FilterBlockEnd > {run.Count})");
            }

            foreach (BlockRun last in plan.Runs.Skip(1))
            {
                EmitLast(last, Start(last, filter), weights, lanes);
                filter += last.Block.Filters;
                weights += _vectors.WeightFloats(last);
                lanes += last.Block.Width;
            }

            if (_units.AreSeveral)
            {
                writer.Close();
            }
        }

        writer.Close();
    }

    /// <summary>The vectors of the first run: all of them or those asked for.</summary>
    private void EmitVectors(BlockRun run)
    {
        int count = FilterUnits.SlidingVectors(spec, plan);
        int together = Math.Min(plan.BlocksTogether, count);
        string all = KernelGeometry.Number(count);

        if (_units.AreSeveral)
        {
            all = "vectors";
            string end = plan.Runs.Count == 1 ? "block->FilterBlockEnd" : $"global::System.Math.Min(block->FilterBlockEnd, {count})";
            writer.Line($"int vectors = {end} - block->FilterBlockStart;");
        }

        if (count <= together)
        {
            string whole = _vectors.Loop(run) ? $", {all}" : string.Empty;
            writer.Line(Columns(run, "block->Input, block->Weights, block->Bias, block->Output", whole));
            return;
        }

        // A loop over parts of the vectors has several of them, so that their columns take a number of vectors.
        string step = KernelGeometry.Number(together);
        bool isEven = !_units.AreSeveral && count % together == 0;
        writer.Line($"// {together} of {count} {SlidingVectors.Noun(run)} at a time: their rows and weights stay in the L1 cache.");

        if (plan.BlocksTogetherOfSlowCache is int slow)
        {
            int more = Math.Min(slow, count);
            writer.Line("// Where the last cache is slow, what comes from it had better come as whole pixels.");
            writer.Line($"int {FilterLoop.Together} = Processor.HasSlowCache ? {more} : {together};").Line();
            step = FilterLoop.Together;
            isEven &= count % more == 0;
        }

        string part = isEven ? step : $"global::System.Math.Min({step}, {all} - first)";
        writer.Open($"for (int first = 0; first < {all}; first += {step})");
        string input = AddressText.At("block->Input", _vectors.Channel("first", run));
        string packed = AddressText.At("block->Weights", $"first * {_vectors.WeightFloats(run)}");
        string bias = AddressText.At("block->Bias", $"first * {run.Block.Width}");
        string output = AddressText.At("block->Output", $"first * {run.Block.Width}");
        writer.Line(Columns(run, $"{input}, {packed}, {bias}, {output}", $", {part}"));
        writer.Close();
    }

    /// <summary>A vector behind those of the first run, whose operands are counted from the first vector asked for.</summary>
    private void EmitLast(BlockRun run, int filter, int weights, int lanes)
    {
        BlockRun before = plan.Runs[0];
        int channel = plan.Family == KernelFamily.Depthwise ? filter : filter / spec.FiltersPerGroup * spec.ChannelsPerGroup;
        string input = At("block->Input", channel, _vectors.Channel("block->FilterBlockStart", before));
        string packed = At("block->Weights", weights, $"block->FilterBlockStart * {_vectors.WeightFloats(before)}");
        string bias = At("block->Bias", lanes, $"block->FilterBlockStart * {before.Block.Width}");
        string output = At("block->Output", filter, $"block->FilterBlockStart * {before.Block.Width}");
        string vectors = _vectors.Loop(run) ? ", 1" : string.Empty;
        writer.Line(Columns(run, $"{input}, {packed}, {bias}, {output}", vectors));

        string At(string pointer, int offset, string first)
        {
            string number = KernelGeometry.Number(offset);
            return AddressText.At(pointer, _units.AreSeveral ? $"{number} - ({first})" : number);
        }
    }
}
