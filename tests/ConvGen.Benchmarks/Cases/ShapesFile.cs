using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using ConvGen.Benchmarks.Cli;

namespace ConvGen.Benchmarks.Cases;

/// <summary>
/// Reads lists of layers: tab-separated, columns found by the names in the first line, lines that start with # left
/// out. Spatial columns come for depth, height and width; a dimension a layer lacks is 1.
/// </summary>
internal static class ShapesFile
{
    private const string Dimensions = "dhw";

    private static readonly string[] Required =
    [
        "name", "nd", "groups", "ic", "oc", "id", "ih", "iw", "od", "oh", "ow", "kd", "kh", "kw",
        "strides", "pads_begin", "pads_end", "dilation",
    ];

    /// <summary>Reads a file; a malformed line becomes a row that says so.</summary>
    /// <exception cref="UsageException">The file is empty, or a column is missing.</exception>
    public static IReadOnlyList<CaseRow> Read(string path)
    {
        return Parse(File.ReadAllLines(path), path);
    }

    /// <summary>Reads the lines of a file called <paramref name="fileName"/> in messages.</summary>
    /// <exception cref="UsageException">There is no header, or a column is missing.</exception>
    public static IReadOnlyList<CaseRow> Parse(IReadOnlyList<string> lines, string fileName)
    {
        string[] header = lines.Count > 0 ? lines[0].Split('\t') : [];
        string[] missing = [.. Required.Except(header)];

        if (missing.Length > 0)
        {
            throw new UsageException($"{fileName}: the first line lacks the columns {string.Join(", ", missing)}.");
        }

        if (header.Distinct().Count() != header.Length)
        {
            throw new UsageException($"{fileName}: the first line names a column twice.");
        }

        List<CaseRow> rows = [];

        for (int i = 1; i < lines.Count; i++)
        {
            if (lines[i].Length > 0 && !lines[i].StartsWith('#'))
            {
                rows.Add(ParseRow(header, lines[i].Split('\t'), i + 1));
            }
        }

        return rows;
    }

    private static CaseRow ParseRow(string[] header, string[] cells, int line)
    {
        string name = $"line {line}";

        try
        {
            if (cells.Length != header.Length)
            {
                throw new FormatException($"{cells.Length} columns where the header has {header.Length}");
            }

            Dictionary<string, string> row = header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
            name = row["name"].Length > 0 ? row["name"] : name;
            return new CaseRow(line, name, ParseCase(row, name), null);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return new CaseRow(line, name, null, $"line {line}: {exception.Message}");
        }
    }

    private static ConvCase ParseCase(Dictionary<string, string> row, string name)
    {
        int rank = Positive(row, "nd");

        if (rank > 3)
        {
            throw new FormatException($"nd is 1, 2 or 3, not {rank}");
        }

        int[] padBegin = Triple(row, "pads_begin", rank);
        int[] padEnd = Triple(row, "pads_end", rank);
        int[] input = Extents(row, 'i', rank);
        int[] written = Extents(row, 'o', rank);

        // A negative padding leaves the border of the input out; the layer then sees the cropped input.
        ConvCase result = new()
        {
            Name = name,
            Groups = Positive(row, "groups"),
            InChannels = Positive(row, "ic"),
            Filters = Positive(row, "oc"),
            Input = [.. input.Select((extent, d) => extent + Math.Min(padBegin[d], 0) + Math.Min(padEnd[d], 0))],
            Kernel = Extents(row, 'k', rank),
            Stride = Triple(row, "strides", rank),
            Dilation = Triple(row, "dilation", rank),
            PadBegin = [.. padBegin.Select(pad => Math.Max(pad, 0))],
            PadEnd = [.. padEnd.Select(pad => Math.Max(pad, 0))],
        };

        Check(result, written);
        return result;
    }

    private static void Check(ConvCase layer, int[] written)
    {
        if (layer.Stride.Concat(layer.Dilation).Concat(layer.Input).Any(value => value < 1))
        {
            throw new FormatException("strides, dilation and the input without its cropped border must be at least 1");
        }

        if (layer.InChannels % layer.Groups != 0 || layer.Filters % layer.Groups != 0)
        {
            throw new FormatException($"{layer.Groups} groups do not divide {layer.InChannels} and {layer.Filters}");
        }

        if (!layer.Output.SequenceEqual(written))
        {
            throw new FormatException(
                $"the output is written as {string.Join('x', written)}, the shapes give {string.Join('x', layer.Output)}");
        }

        _ = layer.InputLength + layer.OutputLength + layer.WeightCount;
    }

    private static int[] Extents(Dictionary<string, string> row, char prefix, int rank)
    {
        return [.. Dimensions[^rank..].Select(dimension => Positive(row, $"{prefix}{dimension}"))];
    }

    private static int Positive(Dictionary<string, string> row, string column)
    {
        return int.TryParse(row[column], NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new FormatException($"{column} must be a whole number of at least 1, not '{row[column]}'");
    }

    private static int[] Triple(Dictionary<string, string> row, string column, int rank)
    {
        string[] parts = row[column].Split(',');
        int[] values = new int[parts.Length];
        bool valid = parts.Length == 3;

        for (int i = 0; i < parts.Length; i++)
        {
            valid &= int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out values[i]);
        }

        return valid
            ? values[^rank..]
            : throw new FormatException($"{column} must be three whole numbers (d,h,w), not '{row[column]}'");
    }
}
