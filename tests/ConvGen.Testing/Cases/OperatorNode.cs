using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ConvGen.Testing;

/// <summary>A node of an operator graph, as operators.json writes it.</summary>
internal sealed record OperatorNode(int Id, string Operator, int[] Inputs, JsonElement Json)
{
    public static Dictionary<int, OperatorNode> ReadAll(JsonElement graph)
    {
        return graph.EnumerateArray().Select(Read).ToDictionary(node => node.Id);
    }

    /// <summary>Gets an option, from the object among the node's parameters.</summary>
    public JsonElement? Option(string name)
    {
        JsonElement parameters = Json.GetProperty("params");
        IEnumerable<JsonElement> objects = parameters.ValueKind == JsonValueKind.Array ? parameters.EnumerateArray() : [parameters];

        foreach (JsonElement item in objects.Where(item => item.ValueKind == JsonValueKind.Object))
        {
            if (item.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
            {
                return value;
            }
        }

        return null;
    }

    public int[] Numbers(string name, params int[] otherwise)
    {
        return Option(name) is JsonElement value ? [.. value.EnumerateArray().Select(item => item.GetInt32())] : otherwise;
    }

    public double? Number(string name)
    {
        return Option(name)?.GetDouble();
    }

    public int? Reference(string name)
    {
        return Option(name)?.GetProperty("ref").GetInt32();
    }

    private static OperatorNode Read(JsonElement json)
    {
        int[] inputs = [.. json.GetProperty("inputs").EnumerateArray().Select(input => input.GetProperty("ref").GetInt32())];
        return new OperatorNode(json.GetProperty("id").GetInt32(), json.GetProperty("op").GetString()!, inputs, json);
    }
}
