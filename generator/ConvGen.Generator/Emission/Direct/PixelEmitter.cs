using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits what a tile does for one pixel, once a block of filters: a step's multiply-adds and the store. A tile then
/// has a line a pixel, and the compiler binds the intrinsics once instead of hundreds of times; the JIT inlines them.
/// </summary>
internal sealed class PixelEmitter(ConvSpec spec, KernelPlan plan, VectorBlock block, SourceWriter writer)
{
    /// <summary>The call that adds a step's products to the sums of a pixel.</summary>
    public static string MultiplyAdd(KernelFamily family, VectorBlock block, string x, int offset, int pixel)
    {
        string value = family == KernelFamily.Lanewise ? AddressText.Plus(x, offset) : $"{x}[{offset}]";
        return $"MultiplyAdd({value}, {List(block, "w{0}")}, {List(block, $"ref acc{pixel}_{{0}}")});";
    }

    /// <summary>The call that stores the sums of a pixel.</summary>
    public static string Store(KernelPlan plan, VectorBlock block, int offset, int pixel)
    {
        string addend = plan.SumsParts ? $"{AddressText.Plus("bias", offset)}, " : string.Empty;
        return $"{StoreName(block)}({AddressText.Plus("y", offset)}, {addend}{List(block, $"acc{pixel}_{{0}}")});";
    }

    /// <summary>The call that stores the sums of a pixel and moves <c>next</c> on to the next.</summary>
    public static string StoreNext(VectorBlock block, int pixel, string pitch)
    {
        return $"{StoreName(block)}(ref next, {pitch}, {List(block, $"acc{pixel}_{{0}}")});";
    }

    /// <summary>Writes the method of a step.</summary>
    public void EmitMultiplyAdd()
    {
        bool isLanewise = plan.Family == KernelFamily.Lanewise;
        writer.Line(isLanewise
            ? "/// <summary>One step of a pixel: each vector of weights meets input values of its own.</summary>"
            : "/// <summary>One step of a pixel: an input value meets each vector of weights.</summary>");
        writer.Line(Inlined);
        string parameters = Parameters("w{0}") + ", " + Parameters("acc{0}", "ref ");
        writer.Open($"private static void MultiplyAdd({(isLanewise ? "float* x" : "float x")}, {parameters})");

        // For one vector the broadcast is the multiply-add's operand.
        bool shares = !isLanewise && block.Vectors > 1;

        if (shares)
        {
            VectorDialect widest = Dialect(0);
            writer.Line($"{widest.Type} value = {widest.Broadcast("x")};");
        }

        for (int vector = 0; vector < block.Vectors; vector++)
        {
            VectorDialect dialect = Dialect(vector);
            string value = isLanewise ? dialect.Load(AddressText.Plus("x", block.Offset(vector)))
                : shares ? dialect.Narrow("value", block.Lanes[0])
                : dialect.Broadcast("x");
            writer.Line($"acc{vector} = {dialect.MultiplyAdd(value, $"w{vector}", $"acc{vector}")};");
        }

        writer.Close();
    }

    /// <summary>Writes the method that stores a pixel.</summary>
    /// <param name="movesOn">Whether it is what <see cref="StoreNext"/> calls.</param>
    public void EmitStore(bool movesOn)
    {
        writer.Line($"/// <summary>Stores the sums of a pixel{(movesOn ? " and moves on to the next" : string.Empty)}.</summary>");
        writer.Line(Inlined);
        string output = movesOn ? "ref float* next, int pitch" : "float* y";
        writer.Open($"private static void {StoreName(block)}({output}, {(plan.SumsParts ? "float* before, " : string.Empty)}{Parameters("sum{0}")})");

        if (movesOn)
        {
            writer.Line("float* y = next;");
            writer.Line(AddressText.Advance("next", "pitch"));
        }

        if (StreamedStore.Applies(spec, plan))
        {
            StreamedStore.Emit(Enumerable.Range(0, block.Vectors).Select(vector => (ActivationText.Inline(spec, $"sum{vector}"), block.Offset(vector))), writer);
        }

        for (int vector = 0; vector < block.Vectors; vector++)
        {
            VectorDialect dialect = Dialect(vector);
            string value = plan.SumsParts ? $"(sum{vector} + {dialect.Load(AddressText.Plus("before", block.Offset(vector)))})" : $"sum{vector}";
            string stored = ActivationText.Inline(spec, value);

            if (stored != value && block.FiltersOf(vector) != block.Lanes[vector])
            {
                // A vector that is stored in parts is activated once.
                writer.Line($"{value} = {stored};");
                stored = value;
            }

            writer.Line(dialect.Store(stored, "y", block.Offset(vector), block.FiltersOf(vector)));
        }

        writer.Close();
    }

    private const string Inlined = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";

    private static string StoreName(VectorBlock block)
    {
        return block.Filters == 1 ? "Store1Filter" : $"Store{block.Filters}Filters";
    }

    private VectorDialect Dialect(int vector)
    {
        return new VectorDialect(plan.Isa, block.Lanes[vector]);
    }

    private string Parameters(string name, string modifier = "")
    {
        return string.Join(", ", Enumerable.Range(0, block.Vectors)
            .Select(vector => $"{modifier}{Dialect(vector).Type} {string.Format(System.Globalization.CultureInfo.InvariantCulture, name, vector)}"));
    }

    private static string List(VectorBlock block, string name)
    {
        return string.Join(", ", Enumerable.Range(0, block.Vectors)
            .Select(vector => string.Format(System.Globalization.CultureInfo.InvariantCulture, name, vector)));
    }
}
