using System;
using System.Collections.Generic;
using System.Text.Json;

namespace ConvGen.Testing;

/// <summary>Expands a tensor of a case file: literal numbers, nested or not, or one of the file's rules.</summary>
public static class TensorRule
{
    /// <summary>Gets the <paramref name="count"/> values that <paramref name="element"/> stands for.</summary>
    /// <exception cref="FormatException">The rule is unknown, or the number of literals is another.</exception>
    public static float[] Expand(JsonElement element, int count)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return Rule(element.GetString()!, count);
        }

        List<float> values = [];
        Flatten(element, values);

        return values.Count == count
            ? [.. values]
            : throw new FormatException($"{values.Count} values where the shape says {count}.");
    }

    private static float[] Rule(string rule, int count)
    {
        Func<int, double> value = rule switch
        {
            "1..N" => i => i + 1,
            "0..N-1" => i => i,
            "(1..N)/N" => i => (i + 1) / (double)count,
            "(0..N-1)/N" => i => i / (double)count,
            "0.5*(1..N)" => i => 0.5 * (i + 1),
            "ones" => _ => 1,
            "zeros" => _ => 0,
            "((i+128)%255)-127" => i => ((i + 128) % 255) - 127,
            _ => throw new FormatException($"Unknown rule '{rule}'."),
        };

        float[] values = new float[count];

        for (int i = 0; i < count; i++)
        {
            values[i] = (float)value(i);
        }

        return values;
    }

    private static void Flatten(JsonElement element, List<float> values)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            values.Add(element.GetSingle());
            return;
        }

        foreach (JsonElement item in element.EnumerateArray())
        {
            Flatten(item, values);
        }
    }
}
