using System.Collections.Generic;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Writes the stores of vectors past the caches, which need whole aligned cache lines. Apart because the sliding, the
/// pixel and the Winograd kernels all have them.
/// </summary>
internal static class StreamedStore
{
    private const string IsAligned = "if (((nint)y & 63) == 0)";

    /// <summary>Whether a kernel stores past the caches: an activation that reads its outputs again wants them near.</summary>
    public static bool Applies(ConvSpec spec, KernelPlan plan)
    {
        return plan.StreamsOutput && ActivationText.IsInline(spec.Activation);
    }

    /// <summary>Emits the stores of some values at offsets from an aligned <c>y</c>, after which the method is done.</summary>
    public static void Emit(IEnumerable<(string Value, int Offset)> stores, SourceWriter writer)
    {
        writer.Line("// A tensor of this size does not stay in the caches: it is not fetched to be overwritten.");
        writer.Open(IsAligned);

        foreach ((string value, int offset) in stores)
        {
            writer.Line(Aligned(value, AddressText.Plus("y", offset)));
        }

        writer.Line("return;");
        writer.Close();
        writer.Line();
    }

    /// <summary>Emits the method that <see cref="Call"/> calls, for vectors that are not all aligned alike.</summary>
    public static void EmitMethod(VectorDialect dialect, SourceWriter writer)
    {
        writer.Line("/// <summary>Stores a vector past the caches where it is a whole line: it is not fetched to be overwritten.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Open($"private static void StoreFar({dialect.Type} value, float* y)");
        writer.Open(IsAligned);
        writer.Line(Aligned("value", "y"));
        writer.Close();
        writer.Open("else");
        writer.Line(dialect.StoreWhole("value", "y"));
        writer.Close();
        writer.Close();
    }

    /// <summary>The statement that stores a vector past the caches where it is aligned.</summary>
    public static string Call(string value, string address)
    {
        return $"StoreFar({value}, {address});";
    }

    private static string Aligned(string value, string address)
    {
        return $"{value}.StoreAlignedNonTemporal({address});";
    }
}
