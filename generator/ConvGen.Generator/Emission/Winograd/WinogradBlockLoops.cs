using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the loops over the tiles of a block, for its inputs and for the products with a block of filters. Layers of
/// other numbers of filters share them. What is done with a single tile is <see cref="WinogradTileEmitter"/>'s.
/// </summary>
internal sealed class WinogradBlockLoops(ConvSpec spec, KernelPlan plan, SharedClasses shared)
{
    private readonly WinogradInputTransformEmitter[] _input = [.. plan.Winograd!.Kinds.Select(tile => new WinogradInputTransformEmitter(spec, plan, tile, shared))];
    private readonly WinogradOutputTransformEmitter[] _output = [.. plan.Winograd!.Kinds.Select(tile => new WinogradOutputTransformEmitter(spec, plan, tile, shared))];
    private readonly WinogradMultiplyEmitter _multiply = new(plan, shared);
    private readonly WinogradOrderText _order = new(spec, plan.Winograd!);
    private readonly string _form = new WinogradPasses(plan.Winograd!, plan.Winograd!.Kinds.First()).Name();

    /// <summary>Adds the transforms and multiplications of a tile.</summary>
    public void EmitTiles()
    {
        _multiply.Emit();

        foreach (WinogradInputTransformEmitter input in _input)
        {
            input.Emit();
        }

        foreach (WinogradOutputTransformEmitter output in _output)
        {
            output.Emit();
        }
    }

    /// <summary>The statement that transforms the inputs of all tiles, of which those that reach into the padding are copied to a window.</summary>
    public string TransformInputs(string window)
    {
        string name = shared.AddHashed(
            $"WinogradInputs{_form}_{plan.Winograd!.Channels}Channels",
            plan.Isa.Name,
            $"Transforms the inputs of a block for {plan.Winograd.Name}: {PlanText.Count(plan.Winograd.Channels, "channel")}.",
            EmitInputs);
        return $"{name}.TransformInputs(block, points, temporary{(plan.Input.IsInPlace ? $", {window}" : string.Empty)});";
    }

    /// <summary>The statement that multiplies all tiles with the filters of a block and transforms the products back.</summary>
    public string ComputeFilters(BlockRun run)
    {
        string name = shared.AddHashed(
            $"WinogradFilters{_form}_{run.Block.Filters}Filters",
            plan.Isa.Name,
            $"Multiplies the tiles of a block with {PlanText.Count(run.Block.Filters, "filter")} for {plan.Winograd!.Name} and transforms the products back.",
            writer => EmitFilters(run, writer));
        string together = plan.Winograd.TakesTogether(run) ? $", {FilterLoop.Together}" : string.Empty;
        string output = plan.StoresPlanes ? $"output, rows, {run.Block.Filters}" : $"output, {plan.OutputPixel(spec)}";
        return $"{name}.Compute(block, points, products, temporary, zeros, weights, bias, {output}{together});";
    }

    private void EmitInputs(SourceWriter writer)
    {
        string window = plan.Input.IsInPlace ? ", float* window" : string.Empty;
        writer.Line("/// <summary>Transforms the inputs of all tiles and counts them.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"public static void TransformInputs(BlockArguments* block, float* points, float* temporary{window})");

        if (!plan.Input.IsInPlace)
        {
            EmitPitches(writer);
        }

        writer.Line(_order.IsPlain ? "int tiles = 0;" : _order.Declare()).Line();
        WinogradTileEmitter tile = new(spec, plan, _input, _output, writer);
        new WinogradTileLoops(spec, plan, writer).Emit(tile.EmitInput);
        writer.Line().Line($"block->Tiles = {(_order.IsPlain ? "tiles" : "order.Count")};");
        writer.Close();
    }

    private void EmitPitches(SourceWriter writer)
    {
        if (spec.Rank > 1 && plan.Input.RowPitch == 0)
        {
            writer.Line("nint row = block->InputRow;");
        }

        if (spec.Rank > 2 && plan.Input.PlanePitch == 0)
        {
            writer.Line("nint plane = block->InputPlane;");
        }
    }

    private void EmitFilters(BlockRun run, SourceWriter writer)
    {
        writer.Line(plan.StoresPlanes
            ? "/// <summary>Multiplies all tiles, transforms the products of a row of them back to pixels so many floats apart and stores these to planes.</summary>"
            : "/// <summary>Multiplies all tiles and transforms the products back to the outputs, whose pixels are so many floats apart.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        bool several = plan.Winograd!.TakesTogether(run);
        string together = several ? $", int {FilterLoop.Together}" : string.Empty;
        writer.Open($"public static void Compute(BlockArguments* block, float* points, float* products, float* temporary, float* zeros, float* weights, float* bias, float* output, {(plan.StoresPlanes ? "float* rows, " : string.Empty)}int pitch{together})");

        if (plan.StoresPlanes && plan.Winograd.Taps.Take(2).Any(static taps => taps > 1))
        {
            writer.Line("nint row = (nint)block->Width * pitch;");
        }

        if (_order.IsPlain)
        {
            writer.Line(_multiply.Call(run));
        }
        else
        {
            new WinogradPointLoops(plan, _multiply, _order, writer).Emit(run);
        }

        if (several)
        {
            writer.Line().Open($"for (int blocks = 0; blocks < {FilterLoop.Together}; blocks++)");
        }

        writer.Line(_order.IsPlain ? "float* product = products;" : "TileOrder next = order;").Line();
        WinogradTileEmitter tile = new(spec, plan, _input, _output, writer);
        new WinogradTileLoops(spec, plan, writer).Emit(() => tile.EmitOutput(run), plan.StoresPlanes ? tile.EmitStore : null);

        if (several)
        {
            writer.Line().Line(AddressText.Advance("products", plan.Winograd.Points * plan.Winograd.OutputPointPitch));
            writer.Line(AddressText.Advance("bias", run.Block.Width));
            writer.Line(AddressText.Advance("output", plan.StoresPlanes ? "pitch * block->OutputChannel" : KernelGeometry.Number(run.Block.Filters)));
            writer.Close();
        }

        writer.Close();
    }
}
