using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a kernel whose tiles are whole planes: one loop runs over them, since a call for each would take as long as the sums of a small
/// plane. What stands before it stays in registers.
/// </summary>
internal sealed class WholePlaneEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly Shape3 _shape = new(spec);
    private readonly IPlaneSums _sums = plan.Planar!.IsLinear ? new LinearPlaneEmitter(spec, plan, writer) : new PermutedPlaneEmitter(spec, plan, writer);

    /// <summary>Such as <c>PlanarTile1x4_Avx512</c>: filters, vectors, instruction set.</summary>
    private string Name => $"{plan.Family}Tile{plan.Tile}_{plan.Isa.Name}";

    private int PlaneFloats => _shape.Output![1] * _shape.Output[2];

    /// <summary>Emits the kernel's entry and the loop over planes.</summary>
    public void Emit()
    {
        writer.Line("/// <summary>Computes a block of output positions for all filters.</summary>");
        writer.Open("public static void Run(BlockArguments* block)");
        writer.Line($"{Name}(block);");
        writer.Close().Line();
        writer.Line($"/// <summary>Planes one after the other: {_sums.Summary}.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Line("[SkipLocalsInit]");
        writer.Open($"private static void {Name}(BlockArguments* block)");
        writer.Line("float* input = block->Input;");
        writer.Line("float* weights = block->Weights;");
        writer.Line("float* bias = block->Bias;");
        writer.Line("float* output = block->Output;");
        writer.Line("nint inputChannel = block->InputChannel;");
        writer.Line("nint outputChannel = block->OutputChannel;");
        _sums.EmitConstants();
        writer.Line().Open($"for (int group = 0; group < {plan.Input.GroupsTogether ?? spec.Groups}; group++)");
        bool overFilters = spec.FiltersPerGroup > 1;

        if (overFilters)
        {
            writer.Open($"for (int filter = 0; filter < {spec.FiltersPerGroup}; filter++)");
        }

        EmitPlanes();
        writer.Line(AddressText.Advance("weights", spec.WindowSteps));
        writer.Line(AddressText.Advance("bias", 1));
        writer.Line(AddressText.Advance("output", "outputChannel"));

        if (overFilters)
        {
            writer.Close().Line();
        }

        writer.Line(AddressText.Advance("input", "inputChannel"));
        writer.Close();
        writer.Close();
    }

    /// <summary>The output planes of a filter.</summary>
    private void EmitPlanes()
    {
        bool overDepth = spec.Rank == 3;

        if (overDepth)
        {
            writer.Open("for (int depth = block->DepthStart; depth < block->DepthEnd; depth++)");
            InPlaceDepth.Emit(spec, _shape, 1, writer);
        }

        string y = overDepth ? "yPlane" : "output";

        for (int part = 0; part < _sums.Parts; part++)
        {
            EmitPart(part, y);
        }

        if (!ActivationText.IsInline(spec.Activation))
        {
            writer.Line($"TileActivations.Apply(Activation.{spec.Activation}, {ActivationText.Float(spec.Alpha)}, {y}, 1, {PlaneFloats}, {PlaneFloats});");
        }

        if (overDepth)
        {
            writer.Close().Line();
        }
    }

    private void EmitPart(int part, string y)
    {
        bool overPlanes = _shape.Kernel[0] > 1 || InPlaceTileEmitter.CountsPlanes(_shape);
        _sums.Declare(part);
        writer.Line();

        if (overPlanes)
        {
            string count = InPlaceTileEmitter.CountsPlanes(_shape) ? "depthTaps" : $"{_shape.Kernel[0]}";
            writer.Open($"for (int depthTap = 0; depthTap < {count}; depthTap++)");
            writer.Line($"float* x = &xPlane[depthTap * {(_shape.Dilation[0] == 1 ? string.Empty : $"{_shape.Dilation[0]} * ")}block->InputPlane];");
            writer.Line($"float* wPlane = &w[depthTap * {_shape.Kernel[1] * _shape.Kernel[2]}];").Line();
            _sums.EmitTaps(part, "x", "wPlane");
            writer.Close();
        }
        else
        {
            _sums.EmitTaps(part, spec.Rank == 3 ? "xPlane" : "input", spec.Rank == 3 ? "w" : "weights");
        }

        writer.Line();
        _sums.EmitStores(part, y);
    }
}
