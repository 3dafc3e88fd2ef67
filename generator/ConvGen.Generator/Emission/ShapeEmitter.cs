using System.Globalization;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the layer's shape for the run-time half and the choice of the kernel for the machine.</summary>
internal static class ShapeEmitter
{
    public static void Emit(ConvPlan plan, SourceWriter writer)
    {
        ConvSpec spec = plan.Spec;
        Shape3 shape = new(spec);
        writer.Line("/// <summary>The layer as the run-time half sees it: its shape, and the kernel chosen for this machine.</summary>");
        writer.Line(SurfaceEmitter.GeneratedCode);
        writer.Open("internal static class Shape");
        writer.Open("public static readonly ConvDescriptor Descriptor = new()");
        writer.Line($"Kernel = {List(shape.Kernel)},");
        writer.Line($"Stride = {List(shape.Stride)},");
        writer.Line($"Dilation = {List(shape.Dilation)},");
        EmitPadding(spec, shape, writer);
        EmitPaddedOutputs(plan, writer);
        writer.Line($"InChannels = {Number(spec.InChannels)},");
        writer.Line($"Filters = {Number(spec.Filters)},");

        if (spec.Groups > 1)
        {
            writer.Line($"Groups = {Number(spec.Groups)},");
        }

        writer.Line($"Layout = Layout.{spec.MemoryLayout},");
        writer.Line($"WeightLayout = WeightLayout.{spec.WeightLayout},");
        writer.Line("Code = Choose(),");
        writer.Close("};");
        writer.Line();
        EmitChoice(plan, writer);
        writer.Close();
    }

    private static void EmitPadding(ConvSpec spec, Shape3 shape, SourceWriter writer)
    {
        if (!shape.PaddingKnown)
        {
            writer.Line("SamePadding = true,");

            if (spec.Padding.Kind == PaddingKind.SameLower)
            {
                writer.Line("SameLower = true,");
            }
        }
        else if (shape.PadsAny())
        {
            writer.Line($"PaddingBegin = {List(shape.PaddingBegin)},");
            writer.Line($"PaddingEnd = {List(shape.PaddingEnd)},");
        }

        if (spec.PaddingMode != PaddingMode.Zeros)
        {
            writer.Line($"PaddingMode = PaddingMode.{spec.PaddingMode},");
        }
    }

    /// <summary>Tells the run-time half of the outputs that the kernels leave to it.</summary>
    private static void EmitPaddedOutputs(ConvPlan plan, SourceWriter writer)
    {
        if (plan.Summed != plan.Spec)
        {
            writer.Line($"PaddedOutputs = new PaddedOutputs({ActivationArguments(plan.Spec)}),");
        }
    }

    private static void EmitChoice(ConvPlan plan, SourceWriter writer)
    {
        ConvSpec spec = plan.Spec;
        string wide = plan.SlowCache is null ? "Avx512Kernels.Code" : $"Processor.HasSlowCache ? {plan.SlowCache.Isa.Kernels}Kernels.Code : Avx512Kernels.Code";
        writer.Open("private static KernelCode Choose()");
        writer.Line("// What the machine has; of AVX-512 also whether kernels are faster with it.");
        writer.Open("if (Avx512F.IsSupported && Processor.PrefersAvx512)").Line($"return {wide};").Close();
        writer.Line();
        writer.Open("if (Avx2.IsSupported && Fma.IsSupported)").Line("return Avx2Kernels.Code;").Close();
        writer.Line();
        string activation = spec.Activation == Activation.None ? string.Empty : $", {ActivationArguments(spec)}";
        writer.Line($"return Vector128.IsHardwareAccelerated ? Vector128Kernels.Code : ScalarKernel.Create({Number(spec.Groups)}, {Number(spec.Filters)}{activation});");
        writer.Close();
    }

    private static string ActivationArguments(ConvSpec spec)
    {
        string alpha = ActivationText.TakesAlpha(spec.Activation) ? $", {ActivationText.Float(spec.Alpha)}" : string.Empty;
        return $"Activation.{spec.Activation}{alpha}";
    }

    private static string List(int[] values)
    {
        return $"[{string.Join(", ", values.Select(Number))}]";
    }

    private static string Number(int value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }
}
