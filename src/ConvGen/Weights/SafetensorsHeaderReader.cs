using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;

namespace ConvGen;

/// <summary>
/// Reads the JSON header of a safetensors file: <c>{"name": {"dtype", "shape", "data_offsets"}, "__metadata__": {…}}</c>.
/// It knows the grammar; whether the offsets make sense together is for <see cref="SafetensorsLayout"/>.
/// </summary>
internal ref struct SafetensorsHeaderReader
{
    /// <summary>The header is an object of objects of arrays.</summary>
    private const int Depth = 3;

    private readonly string _file;
    private Utf8JsonReader _json;
    private string? _tensor;

    private SafetensorsHeaderReader(ReadOnlySpan<byte> header, string file)
    {
        _file = file;
        _json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = Depth });
    }

    /// <summary>Reads a header.</summary>
    /// <param name="header">The bytes of the header, padding included.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <returns>The tensors in the order of the header.</returns>
    /// <exception cref="WeightFileException">The header is anything but what the format describes.</exception>
    public static List<SafetensorsEntry> Read(ReadOnlySpan<byte> header, string file)
    {
        if (header.IsEmpty || header[0] != (byte)'{')
        {
            throw new WeightFileException(file, "The header does not begin with '{': this is not a safetensors file.");
        }

        if (!Utf8.IsValid(header))
        {
            throw new WeightFileException(file, "The header is not valid UTF-8.");
        }

        SafetensorsHeaderReader reader = new(header, file);
        try
        {
            return reader.ReadHeader();
        }
        catch (JsonException error)
        {
            throw reader.Error($"The header is not valid JSON: {error.Message}", error);
        }
    }

    private List<SafetensorsEntry> ReadHeader()
    {
        List<SafetensorsEntry> entries = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        _json.Read();
        while (ReadMember(out string name))
        {
            _tensor = name;
            if (!names.Add(name))
            {
                throw Error("The name occurs twice in the header.");
            }

            if (name == "__metadata__")
            {
                ReadMetadata();
            }
            else
            {
                entries.Add(ReadEntry(name));
            }

            _tensor = null;
        }

        // Finds anything but space after the closing brace.
        _json.Read();
        return entries;
    }

    private void ReadMetadata()
    {
        HashSet<string> keys = new(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, "the metadata", "an object");
        while (ReadMember(out string key))
        {
            if (!keys.Add(key))
            {
                throw Error($"The key {WeightText.Quote(key)} occurs twice.");
            }

            Expect(JsonTokenType.String, WeightText.Quote(key), "a string");
        }
    }

    private SafetensorsEntry ReadEntry(string name)
    {
        string? dtype = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        Expect(JsonTokenType.StartObject, "the description", "an object");
        while (ReadMember(out string key))
        {
            switch (key)
            {
                case "dtype" when dtype is null:
                    Expect(JsonTokenType.String, "dtype", "a string");
                    dtype = Text();
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers("shape", int.MaxValue);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers("data_offsets", long.MaxValue);
                    break;
                default:
                    throw Error($"Expected dtype, shape and data_offsets, each once; got {WeightText.Quote(key)}.");
            }
        }

        if (dtype is null || shape is null || offsets is null)
        {
            string missing = dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw Error($"Expected dtype, shape and data_offsets; {missing} is missing.");
        }

        if (offsets.Count != 2)
        {
            throw Error($"data_offsets: expected [begin, end], got {offsets.Count} numbers.");
        }

        ImmutableArray<int> extents = [.. shape.ConvertAll(static extent => (int)extent)];
        return new SafetensorsEntry(new SafetensorsTensor(name, dtype, extents), offsets[0], offsets[1]);
    }

    private List<long> ReadNumbers(string what, long largest)
    {
        List<long> numbers = [];
        Expect(JsonTokenType.StartArray, what, "an array");
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            // Digits alone: a sign, a fraction or an exponent is not how a size is written.
            if (_json.TokenType != JsonTokenType.Number
                || _json.ValueSpan.ContainsAnyExceptInRange((byte)'0', (byte)'9')
                || !_json.TryGetInt64(out long number)
                || number > largest)
            {
                throw Error($"{what}: expected whole numbers from 0 to {largest}, got {Token()}.");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Moves to the next member of the current object; false at its end.</summary>
    private bool ReadMember(out string name)
    {
        _json.Read();
        bool found = _json.TokenType == JsonTokenType.PropertyName;
        name = found ? Text() : "";
        return found;
    }

    private void Expect(JsonTokenType type, string what, string expected)
    {
        _json.Read();
        if (_json.TokenType != type)
        {
            throw Error($"Expected {what} to be {expected}, got {Token()}.");
        }
    }

    private readonly string Text()
    {
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // Half of a surrogate pair, written as an escape.
            throw Error("The header has a string that is not valid Unicode.", error);
        }
    }

    private readonly string Token() => _json.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => $"the string {WeightText.Quote(Text())}",
        _ => WeightText.Quote(System.Text.Encoding.UTF8.GetString(_json.ValueSpan)),
    };

    private readonly WeightFileException Error(string reason, Exception? inner = null) =>
        new(_file, _tensor, reason, inner);
}
