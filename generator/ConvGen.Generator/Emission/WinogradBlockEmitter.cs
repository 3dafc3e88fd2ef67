using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the kernel's entry, which computes a block of output positions: the order of transforms and multiplications
/// and where their results lie in the scratch memory. What is done with a single tile is
/// <see cref="WinogradTileEmitter"/>'s.
/// </summary>
internal sealed class WinogradBlockEmitter(ConvSpec spec, KernelPlan plan, WinogradInputTransformEmitter input, WinogradMultiplyEmitter multiply, WinogradOutputTransformEmitter output, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly WinogradScratch _scratch = new(plan);
    private readonly WinogradTileLoops _loops = new(spec, plan, writer);
    private readonly WinogradTileEmitter _tile = new(spec, plan, input, output, writer);

    public void Emit()
    {
        FilterLoop.EmitSummary(spec, plan, writer);
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open("public static void Run(BlockArguments* block)");
        writer.Line("float* points = block->Scratch;");
        writer.Line($"float* products = &points[{_scratch.PointFloats}];");
        writer.Line($"float* temporary = &products[{_scratch.ProductFloats}];");
        writer.Line($"float* zeros = &temporary[{_scratch.TemporaryFloats}];");
        writer.Line($"new System.Span<float>(zeros, {_scratch.ZeroFloats}).Clear();");

        if (plan.Input.IsInPlace)
        {
            writer.Line($"float* window = &zeros[{_scratch.ZeroFloats}];");
        }
        else
        {
            EmitPitches();
        }

        writer.Line().Line("int tiles = block->Tiles;").Line();
        writer.Line("// The thread may have transformed the same tiles for other filters.");
        writer.Open("if (tiles == 0)");
        _loops.Emit(_tile.EmitInput);
        writer.Line("block->Tiles = tiles;");
        writer.Close().Line();
        writer.Line("float* weights = block->Weights;");
        writer.Line("float* bias = block->Bias;");
        writer.Line("float* output = block->Output;");

        foreach (BlockRun run in plan.Runs)
        {
            writer.Line();
            EmitFilters(run);
        }

        writer.Close();
    }

    private void EmitPitches()
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

    /// <summary>Multiplies all tiles with the filters of each block of a run and transforms the products back.</summary>
    private void EmitFilters(BlockRun run)
    {
        if (!FilterLoop.Open(spec, plan, run, writer))
        {
            writer.Open();
        }

        writer.Line(multiply.Call(run));
        writer.Line("float* product = products;").Line();
        _loops.Emit(() => _tile.EmitOutput(run));
        writer.Line();
        writer.Line(AddressText.Advance("weights", _winograd.Points * _winograd.Channels * run.Block.Width));
        writer.Line(AddressText.Advance("bias", run.Block.Width));
        writer.Line(AddressText.Advance("output", run.Block.Filters));
        writer.Close();
    }
}
