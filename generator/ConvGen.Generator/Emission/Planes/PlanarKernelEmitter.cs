using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a kernel whose lanes are columns: the loops run over groups and blocks of filters, over planes, and down the
/// rows as many at a time as a tile has. The planes are read where they lie or have been copied with their padding.
/// </summary>
internal sealed class PlanarKernelEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly PlanarTile _tile = plan.Planar!;
    private readonly FilterLoop _filters = new(spec, plan, writer);
    private readonly Shape3 _shape = new(spec);
    private readonly CopiedPlanesEmitter _copied = new(spec, plan, writer);
    private readonly InPlacePlanesEmitter _inPlace = new(spec, plan, writer);

    public void Emit()
    {
        KernelClass.Open(plan, writer, skipsLocalsInit: false);
        EmitCode();
        writer.Line();

        if (_tile.HoldsPlane)
        {
            new WholePlaneEmitter(spec, plan, writer).Emit();
            writer.Close();
            return;
        }

        EmitRun();

        foreach (BlockRun run in plan.Runs)
        {
            writer.Line();

            if (plan.Input.IsInPlace)
            {
                _inPlace.Emit(run, PlanesName(run));
            }
            else
            {
                _copied.Emit(run, PlanesName(run));
            }
        }

        if (!plan.Input.IsInPlace && StreamedStore.Applies(spec, plan))
        {
            writer.Line();
            StreamedStore.EmitMethod(new VectorDialect(plan.Isa, plan.Isa.Lanes), writer);
        }

        writer.Close();
    }

    /// <summary>A product that leaves out a factor of 1.</summary>
    public static string Times(string value, int factor)
    {
        return factor == 1 ? value : $"{factor} * {value}";
    }

    private void EmitCode()
    {
        KernelClass.OpenCode(writer);
        writer.Line($"FilterBlocks = {KernelClass.FilterBlocks(spec.Groups, plan.Runs)},");
        _filters.EmitUnits();
        InputPlanText.Flag("ReadsPlanes", true, writer);
        InputPlanText.Flag("ReadsInPlace", plan.Input.IsInPlace, writer);
        InputPlanText.Flag("FlattensPlanes", _tile.FlattensPlanes, writer);
        InputPlanText.Flag("JoinsPlanes", _tile.JoinsPlanes, writer);
        InputPlanText.Flag("CopiesPlanes", plan.CopiesPlanes, writer);

        if (plan.Input.GroupsTogether is int groups)
        {
            writer.Line($"GroupsTogether = {groups},");
        }

        if (plan.Input.IsInPlace)
        {
            if (plan.StreamsOutput)
            {
                writer.Line($"ScratchFloats = {_tile.Rows * _shape.Output![2]},");
            }

            writer.Line($"OutputStep = [1, {_tile.Rows}, 1],");
        }
        else
        {
            // A tile that reaches beyond a plane goes by scratch memory; the copy covers whole vectors.
            writer.Line($"ScratchFloats = {plan.Runs.Max(static run => run.Block.Filters) * _tile.Rows * _tile.Columns},");
            writer.Line($"OutputStep = [1, {_tile.Rows}, {_tile.Lanes}],");
            writer.Line($"WidthStep = {_tile.Columns},");
        }

        if (plan.FetchesNextBlock)
        {
            writer.Line("FetchesNextBlock = !Processor.HasSlowCache,");
        }

        if (plan.Input.Block.Count > 0)
        {
            string slow = plan.Input.BlockOfSlowCache.Count > 0 ? $"Processor.HasSlowCache ? [{string.Join(", ", plan.Input.BlockOfSlowCache)}] : " : string.Empty;
            writer.Line($"Block = {slow}[{string.Join(", ", plan.Input.Block)}],");
        }

        writer.Close("};");
    }

    private void EmitRun()
    {
        _filters.EmitSummary();
        writer.Open("public static void Run(BlockArguments* block)");
        writer.Line("float* input = block->Input;");
        writer.Line("float* weights = block->Weights;");
        writer.Line("float* bias = block->Bias;");
        writer.Line("float* output = block->Output;");

        if (plan.CopiesPlanes)
        {
            writer.Line("float* planes = block->Planes;");
        }

        if (plan.FetchesNextBlock)
        {
            writer.Line("float* next = block->NextInput;");
            writer.Line($"float* lastNext = {AddressText.Plus("next", (_tile.Columns * new Shape3(spec).Stride[2]) - MachineCosts.CacheLine)};");
        }

        _filters.Emit(
            plan.Input.GroupsTogether ?? 1,
            run => $"{PlanesName(run)}(block, input, weights, bias, output{(plan.CopiesPlanes ? ", planes" : plan.FetchesNextBlock ? ", next" : string.Empty)});",
            Next,
            AddressText.Advance("input", Times("block->InputChannel", spec.ChannelsPerGroup)));
        writer.Close();
    }

    private IEnumerable<string> Next(BlockRun run)
    {
        yield return AddressText.Advance("weights", spec.WindowSteps * run.Block.Filters);
        yield return AddressText.Advance("bias", run.Block.Filters);
        yield return AddressText.Advance("output", Times("block->OutputChannel", run.Block.Filters));

        if (plan.CopiesPlanes)
        {
            // The next filters have the copy.
            yield return "planes = null;";
        }

        if (plan.FetchesNextBlock)
        {
            // Each block of filters fetches another line of a tile's columns, those behind the last one it again: it may have gone meanwhile.
            yield return $"next = next < lastNext ? &next[{MachineCosts.CacheLine}] : next;";
        }
    }

    private static string PlanesName(BlockRun run)
    {
        return run.Block.Filters == 1 ? "PlanesOf1Filter" : $"PlanesOf{run.Block.Filters}Filters";
    }
}
