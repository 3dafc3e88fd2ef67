using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The methods that the tiles of a sliding kernel share: what one input vector does for all the sums it belongs to. A tile then
/// has a line a column, and the compiler binds the intrinsics once; the JIT inlines them.
/// </summary>
internal sealed class SlidingMultiplyAdds(Isa isa, SourceWriter writer)
{
    /// <summary>The widths of the input vectors and the numbers of sums one belongs to, of the calls written so far.</summary>
    private readonly SortedSet<(int Lanes, int Uses)> _called = [];

    /// <summary>The call for an input vector of so many lanes; each use is a weight and a sum.</summary>
    public string Call(int lanes, string value, IReadOnlyList<(string Weight, string Sum)> uses)
    {
        _called.Add((lanes, uses.Count));
        return $"MultiplyAdd({value}, {string.Join(", ", uses.Select(static use => $"{use.Weight}, ref {use.Sum}"))});";
    }

    /// <summary>Writes the methods that have been called.</summary>
    public void Emit()
    {
        foreach ((int lanes, int uses) in _called)
        {
            VectorDialect dialect = new(isa, lanes);
            string parameters = string.Join(", ", Enumerable.Range(0, uses).Select(use => $"{dialect.Type} w{use}, ref {dialect.Type} acc{use}"));
            writer.Line();
            writer.Line(uses == 1
                ? "/// <summary>An input vector meets the weights of the tap that reads it.</summary>"
                : $"/// <summary>An input vector meets the weights of {uses} taps, each for another pixel.</summary>");
            writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            writer.Open($"private static void MultiplyAdd({dialect.Type} value, {parameters})");

            for (int use = 0; use < uses; use++)
            {
                writer.Line($"acc{use} = {dialect.MultiplyAdd("value", $"w{use}", $"acc{use}")};");
            }

            writer.Close();
        }
    }
}
