using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits loops in which addresses move on: they compare them with their end or, where the JIT would unroll nothing, count.</summary>
internal sealed class AddressLoops(SourceWriter writer)
{
    /// <summary>The addresses that loops move on while they count.</summary>
    private readonly List<string> _counted = [];

    /// <summary>Finds out whether the loops over <paramref name="address"/>, of so many iterations each, may all count.</summary>
    public void Add(string address, IEnumerable<int> iterations)
    {
        int[] looped = [.. iterations.Where(static count => count > 1)];

        if (looped.Length > 0 && looped.All(RowLoop.MayCount))
        {
            _counted.Add(address);
        }
    }

    /// <summary>Declares the addresses of loops that count.</summary>
    public void Declare()
    {
        if (_counted.Count > 0)
        {
            writer.Line($"float* {string.Join(", ", _counted)};");
        }
    }

    /// <summary>Opens a loop in which <paramref name="address"/> passes <paramref name="count"/> values, some of them each time.</summary>
    public void Open(string address, string start, string index, int count, int together, int step)
    {
        if (!_counted.Contains(address))
        {
            string next = AddressText.Advance(address, together * step).TrimEnd(';');
            writer.Open($"for (float* {address} = {start}, {index}End = {AddressText.Plus(address, count * step)}; {address} < {index}End; {next})");
            return;
        }

        writer.Line($"{address} = {start};").Line();
        writer.Open($"for (int {index} = 0; {index} < {count}; {(together == 1 ? $"{index}++" : $"{index} += {together}")})");
    }

    /// <summary>Closes a loop in which <paramref name="address"/> moves on by <paramref name="step"/> each time.</summary>
    public void Close(string address, int step)
    {
        if (_counted.Contains(address))
        {
            writer.Line(AddressText.Advance(address, step));
        }

        writer.Close();
    }
}
