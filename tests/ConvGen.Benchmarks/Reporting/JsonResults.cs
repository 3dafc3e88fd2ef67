using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>Results as a JSON array of objects; a number that is missing is null.</summary>
internal static class JsonResults
{
    /// <summary>Writes one object a result.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="results">The rows.</param>
    public static void Write(Stream stream, IReadOnlyList<LayerResult> results)
    {
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartArray();

        foreach (LayerResult result in results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Name);
            json.WriteString("algorithm", result.Algorithm);
            json.WriteString("tile", result.Tile);
            json.WriteString("isa", result.Isa);
            json.WriteNumber("threads", result.Threads);
            WriteNumber(json, "ms", result.Milliseconds, 6);
            WriteNumber(json, "gflops", result.Gflops, 3);
            WriteNumber(json, "fractionOfPeak", result.FractionOfPeak, 4);
            WriteNumber(json, "peakGflops", result.PeakGflops, 3);
            WriteNumber(json, "maxErrorOverRms", result.MaxErrorOverRms, null);
            json.WriteStartObject("peers");

            foreach ((string peer, double milliseconds) in result.Peers)
            {
                WriteNumber(json, peer, milliseconds, 6);
            }

            json.WriteEndObject();
            json.WriteStartObject("recorded");

            foreach ((string record, double fraction) in result.Recorded)
            {
                WriteNumber(json, record, fraction, 4);
            }

            json.WriteEndObject();
            WriteIfAny(json, "failure", result.Failure);
            WriteIfAny(json, "note", result.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Fills in what a run has written of these layers, which were its own in this order.</summary>
    /// <exception cref="JsonException">It is not what a run of as many layers writes.</exception>
    public static LayerResult[] Read(Stream stream, IReadOnlyList<LayerResult> layers)
    {
        using JsonDocument json = JsonDocument.Parse(stream);
        JsonElement[] elements = [.. json.RootElement.EnumerateArray()];

        if (elements.Length != layers.Count)
        {
            throw new JsonException($"There are results of {elements.Length} layers, not of {layers.Count}.");
        }

        return [.. layers.Zip(elements, Read)];
    }

    private static LayerResult Read(LayerResult layer, JsonElement element)
    {
        return layer with
        {
            Algorithm = element.GetProperty("algorithm").GetString()!,
            Tile = element.GetProperty("tile").GetString()!,
            Milliseconds = Number(element, "ms"),
            Gflops = Number(element, "gflops"),
            PeakGflops = Number(element, "peakGflops"),
            MaxErrorOverRms = Number(element, "maxErrorOverRms"),
            Peers = element.GetProperty("peers").EnumerateObject().ToDictionary(static peer => peer.Name, static peer => peer.Value.GetDouble()),
            Failure = Text(element, "failure"),
            Note = Text(element, "note"),
        };
    }

    private static double Number(JsonElement element, string name)
    {
        JsonElement value = element.GetProperty(name);
        return value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();
    }

    private static string? Text(JsonElement element, string name)
    {
        return element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value, int? digits)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, digits is int places ? Math.Round(value, places) : value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteIfAny(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
