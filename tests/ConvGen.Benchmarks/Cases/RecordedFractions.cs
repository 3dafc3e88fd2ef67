using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using ConvGen.Benchmarks.Cli;

namespace ConvGen.Benchmarks.Cases;

/// <summary>
/// What another library reached on the layers of a list, perhaps on another machine: its fraction of that machine's FMA
/// peak by the layer's name.
/// </summary>
/// <param name="Name">The file's name without its extension.</param>
/// <param name="Fractions">The fraction by layer; a layer that was not measured is missing.</param>
internal sealed record RecordedFractions(string Name, IReadOnlyDictionary<string, double> Fractions)
{
    private const string LayerColumn = "name";

    private const string FractionColumn = "fraction_of_fma_peak";

    /// <summary>Reads a tab-separated file with the columns name and fraction_of_fma_peak; an empty fraction is a missing one.</summary>
    /// <exception cref="UsageException">A column is missing, or a fraction is not a number above 0.</exception>
    public static RecordedFractions Read(string path)
    {
        return Parse(File.ReadAllLines(path), Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>Reads the lines of a file.</summary>
    /// <exception cref="UsageException">A column is missing, or a fraction is not a number above 0.</exception>
    public static RecordedFractions Parse(IReadOnlyList<string> lines, string name)
    {
        string[] header = lines.Count > 0 ? lines[0].Split('\t') : [];
        int layer = Array.IndexOf(header, LayerColumn);
        int fraction = Array.IndexOf(header, FractionColumn);

        if (layer < 0 || fraction < 0)
        {
            throw new UsageException($"{name}: the first line needs the columns {LayerColumn} and {FractionColumn}.");
        }

        Dictionary<string, double> fractions = [];

        for (int i = 1; i < lines.Count; i++)
        {
            string[] cells = lines[i].Split('\t');

            if (cells.Length == header.Length && cells[fraction].Length > 0)
            {
                fractions[cells[layer]] = Fraction(cells[fraction], name, i + 1);
            }
        }

        return new RecordedFractions(name, fractions);
    }

    private static double Fraction(string text, string name, int line)
    {
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0
            ? value
            : throw new UsageException($"{name}, line {line}: {FractionColumn} must be a number above 0, not '{text}'.");
    }
}
