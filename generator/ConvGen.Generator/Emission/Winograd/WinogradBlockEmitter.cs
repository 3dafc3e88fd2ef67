using System.Collections.Generic;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the kernel's entry, which computes a block of output positions: how the scratch memory is divided and for which
/// filters the products are made. The loops over tiles are <see cref="WinogradBlockLoops"/>'.
/// </summary>
internal sealed class WinogradBlockEmitter(ConvSpec spec, KernelPlan plan, WinogradBlockLoops loops, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly WinogradScratch _scratch = new(plan);

    public void Emit()
    {
        FilterLoop filters = new(spec, plan, writer);
        filters.EmitSummary();
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open("public static void Run(BlockArguments* block)");
        writer.Line("float* points = block->Scratch;");
        writer.Line($"float* products = &points[{_scratch.PointFloats}];");
        writer.Line($"float* temporary = &products[{_scratch.ProductFloats}];");
        writer.Line($"float* zeros = &temporary[{_scratch.TemporaryFloats}];");
        writer.Line($"new global::System.Span<float>(zeros, {_scratch.ZeroFloats}).Clear();").Line();
        writer.Line("// The thread may have transformed the same tiles for other filters.");
        writer.Open("if (block->Tiles == 0)");
        writer.Line(loops.TransformInputs($"&zeros[{_scratch.ZeroFloats}]"));
        writer.Close().Line();
        writer.Line("float* weights = block->Weights;");
        writer.Line("float* bias = block->Bias;");
        writer.Line("float* output = block->Output;");

        if (plan.StoresPlanes)
        {
            // Kernels whose layout has planes copy their input: no window lies behind the zeros.
            writer.Line($"float* rows = &zeros[{_scratch.ZeroFloats}];");
        }

        filters.Emit(1, loops.ComputeFilters, Next, together: _winograd.BlocksOfPoint);
        writer.Close();
    }

    private IEnumerable<string> Next(BlockRun run)
    {
        yield return Advance("weights", _winograd.Points * _winograd.Channels * run.Block.Width);
        yield return Advance("bias", run.Block.Width);
        yield return plan.StoresPlanes ? AdvanceBy("output", $"{run.Block.Filters} * block->OutputChannel") : Advance("output", run.Block.Filters);

        string Advance(string variable, int floats)
        {
            return AdvanceBy(variable, KernelGeometry.Number(floats));
        }

        string AdvanceBy(string variable, string offset)
        {
            return FilterLoop.Advance(variable, offset, _winograd.TakesTogether(run));
        }
    }
}
