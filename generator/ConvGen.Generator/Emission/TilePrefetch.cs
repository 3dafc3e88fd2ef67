using System.Collections.Generic;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the loop in which a tile fetches ahead what the next one reads or writes: it comes from beyond the caches in runs too short to be foreseen.</summary>
internal static class TilePrefetch
{
    /// <summary>Writes the loop.</summary>
    /// <param name="counter">What it counts, such as rows.</param>
    /// <param name="start">Its first.</param>
    /// <param name="end">The end.</param>
    /// <param name="addresses">The addresses to fetch for each.</param>
    /// <param name="writer">Takes the text.</param>
    /// <param name="first">The statement by which each begins; null for none.</param>
    public static void Emit(string counter, int start, int end, IEnumerable<string> addresses, SourceWriter writer, string? first = null)
    {
        writer.Open($"for (int {counter} = {start}; {counter} < {end}; {counter}++)");

        if (first is not null)
        {
            writer.Line(first);
        }

        foreach (string address in addresses)
        {
            writer.Line($"Sse.Prefetch0({address});");
        }

        writer.Close();
    }
}
