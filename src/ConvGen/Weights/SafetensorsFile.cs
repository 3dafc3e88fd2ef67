using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ConvGen;

/// <summary>
/// The tensors of a safetensors file. The header is checked in full when the file is read: sizes, overlaps, holes,
/// types and duplicate names; the bytes of the data are held once and converted when a tensor is asked for.
/// </summary>
public sealed class SafetensorsFile
{
    /// <summary>The limit that the format's own implementation sets.</summary>
    private const int LongestHeader = 100_000_000;

    private readonly string _file;
    private readonly byte[] _data;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private SafetensorsFile(string file, List<SafetensorsEntry> entries, byte[] data)
    {
        _file = file;
        _data = data;
        _entries = entries.ToDictionary(static entry => entry.Tensor.Name, StringComparer.Ordinal);
        Tensors = entries.ConvertAll(static entry => entry.Tensor).AsReadOnly();
    }

    /// <summary>Gets the tensors in the order of the header, those included that cannot be read as float.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="WeightFileException">The file is not a valid safetensors file.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from its position to its end; it is left open.</summary>
    /// <param name="stream">A readable stream; it need not be seekable.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="ArgumentException">An argument is null, or the stream cannot be read.</exception>
    /// <exception cref="WeightFileException">The stream is not a valid safetensors file.</exception>
    public static SafetensorsFile Read(Stream stream, string name)
    {
        WeightStream source = WeightStream.Open(stream, name);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(source.Read(sizeof(ulong), "The length of the header"));
        if (length > LongestHeader)
        {
            throw new WeightFileException(
                name, $"The header claims {length} bytes; at most {LongestHeader} are allowed.");
        }

        List<SafetensorsEntry> entries = SafetensorsHeaderReader.Read(source.Read((long)length, "The header"), name);
        long size = SafetensorsLayout.Check(entries, name);
        return new SafetensorsFile(name, entries, source.ReadToEnd(size, "The data of the tensors"));
    }

    /// <summary>Gets the values of a tensor as float, in row-major order.</summary>
    /// <param name="name">The name of a tensor of type F32, F16 or BF16.</param>
    /// <returns>A new array.</returns>
    /// <exception cref="WeightFileException">The file has no such tensor, or its type is another.</exception>
    public float[] GetTensor(string name) => ToFloat(Find(name));

    /// <summary>Gets the values of a tensor as float, in row-major order, if it has the shape expected.</summary>
    /// <param name="name">The name of a tensor of type F32, F16 or BF16.</param>
    /// <param name="shape">The extents expected, outermost first.</param>
    /// <returns>A new array.</returns>
    /// <exception cref="WeightFileException">The file has no such tensor, or its type or shape is another.</exception>
    public float[] GetTensor(string name, params ReadOnlySpan<int> shape)
    {
        SafetensorsEntry entry = Find(name);
        ReadOnlySpan<int> actual = entry.Tensor.Shape.AsSpan();
        if (!actual.SequenceEqual(shape))
        {
            throw new WeightFileException(
                _file, name, $"Expected shape {WeightText.Shape(shape)}, got {WeightText.Shape(actual)}.");
        }

        return ToFloat(entry);
    }

    private SafetensorsEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (_entries.TryGetValue(name, out SafetensorsEntry? entry))
        {
            return entry;
        }

        const int Shown = 10;
        string present = string.Join(", ", Tensors.Take(Shown).Select(static tensor => WeightText.Quote(tensor.Name)));
        string more = Tensors.Count > Shown ? $" and {Tensors.Count - Shown} more" : "";
        throw new WeightFileException(_file, name, $"There is no such tensor; the file has {present}{more}.");
    }

    private float[] ToFloat(SafetensorsEntry entry)
    {
        SafetensorsTensor tensor = entry.Tensor;
        if (!SafetensorsTypes.IsReadAsFloat(tensor.DType))
        {
            throw new WeightFileException(
                _file, tensor.Name, $"dtype {tensor.DType} is not read as float; F32, F16 and BF16 are.");
        }

        ReadOnlySpan<byte> bytes = _data.AsSpan((int)entry.Begin, (int)(entry.End - entry.Begin));
        float[] values = new float[bytes.Length * 8L / SafetensorsTypes.BitsPerElement(tensor.DType)];
        SafetensorsTypes.Convert(tensor.DType, bytes, values);
        return values;
    }
}
