using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;

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
    public static void Emit(string counter, int start, int end, IEnumerable<string> addresses, SourceWriter writer)
    {
        writer.Open($"for (int {counter} = {start}; {counter} < {end}; {counter}++)");
        EmitAddresses(addresses, writer);
        writer.Close();
    }

    /// <summary>Writes the loop for neighbouring floats, whose lines are fetched.</summary>
    /// <param name="counter">What it counts, such as rows.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="first">The first float of each.</param>
    /// <param name="floats">The floats of each.</param>
    /// <param name="writer">Takes the text.</param>
    public static void EmitLines(string counter, int count, string first, int floats, SourceWriter writer)
    {
        int lines = (floats + MachineCosts.CacheLine - 1) / MachineCosts.CacheLine;
        writer.Open($"for (int {counter} = 0; {counter} < {count}; {counter}++)");
        writer.Line($"float* ahead = &{first};");
        EmitAddresses(Enumerable.Range(0, lines).Select(static line => AddressText.Plus("ahead", line * MachineCosts.CacheLine)), writer);
        writer.Close();
    }

    private static void EmitAddresses(IEnumerable<string> addresses, SourceWriter writer)
    {
        foreach (string address in addresses)
        {
            writer.Line($"Sse.Prefetch0({address});");
        }
    }
}
