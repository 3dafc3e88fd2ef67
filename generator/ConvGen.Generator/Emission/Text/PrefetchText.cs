using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>How fetches of several lines are written: a loop over short runs, or line after line.</summary>
internal static class PrefetchText
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
        int lines = MachineCosts.Lines(floats);
        writer.Open($"for (int {counter} = 0; {counter} < {count}; {counter}++)");
        writer.Line($"float* ahead = &{first};");
        EmitAddresses(Enumerable.Range(0, lines).Select(static line => AddressText.Plus("ahead", line * MachineCosts.CacheLine)), writer);
        writer.Close();
    }

    /// <summary>Fetches the lines of so many floats that lie <paramref name="ahead"/> floats behind an address, one after the other.</summary>
    public static void EmitUnrolled(int level, string address, int ahead, int floats, SourceWriter writer)
    {
        for (int line = 0; line < floats; line += MachineCosts.CacheLine)
        {
            writer.Line($"Sse.Prefetch{level}({AddressText.Plus(address, ahead + line)});");
        }
    }

    private static void EmitAddresses(IEnumerable<string> addresses, SourceWriter writer)
    {
        foreach (string address in addresses)
        {
            writer.Line($"Sse.Prefetch0({address});");
        }
    }
}
