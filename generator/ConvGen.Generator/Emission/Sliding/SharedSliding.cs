using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Which depthwise kernels lie in generic classes whose argument stands for the floats of a pixel. Networks repeat the
/// kernel, the stride and the activation of their depthwise layers, hardly ever the channels: such layers share the text
/// of all loops and tiles, and the JIT compiles it for each as if the number stood there.
/// </summary>
internal static class SharedSliding
{
    /// <summary>The type parameters of such a class.</summary>
    public const string TypeParameters = "<TPixel> where TPixel : struct, IFloats";

    /// <summary>Declares the floats of a pixel.</summary>
    public const string DeclarePixel = "int pixel = TPixel.Count;";

    /// <summary>Whether all distances are whole pixels of the output, and all vectors full.</summary>
    public static bool Applies(ConvSpec spec, KernelPlan plan)
    {
        return plan.Family == KernelFamily.Depthwise
            && plan.Input.PixelFloats == spec.Filters
            && plan.Input.RowPitch % spec.Filters == 0
            && plan.Input.PlanePitch % spec.Filters == 0
            && plan.Runs.All(static run => run.Block.Filters == run.Block.Width)
            && plan.FetchesAhead == FetchAhead.None
            && !plan.StreamsOutput
            && ActivationText.IsInline(spec.Activation);
    }
}
