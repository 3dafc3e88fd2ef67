using System;
using System.IO;
using System.Text;

namespace ConvGen.Benchmarks.Peers;

/// <summary>Writes the few kinds of protobuf fields that an ONNX model needs.</summary>
internal sealed class ProtobufWriter
{
    private const int VarintType = 0;

    private const int LengthType = 2;

    private readonly MemoryStream _stream = new();

    public byte[] ToArray()
    {
        return _stream.ToArray();
    }

    /// <summary>Writes an integer field.</summary>
    public ProtobufWriter Int(int field, long value)
    {
        Varint(((ulong)field << 3) | VarintType);
        Varint((ulong)value);
        return this;
    }

    public ProtobufWriter String(int field, string value)
    {
        return Bytes(field, Encoding.UTF8.GetBytes(value));
    }

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | LengthType);
        Varint((ulong)value.Length);
        _stream.Write(value);
        return this;
    }

    /// <summary>Writes a nested message.</summary>
    public ProtobufWriter Message(int field, Action<ProtobufWriter> write)
    {
        ProtobufWriter message = new();
        write(message);
        return Bytes(field, message._stream.GetBuffer().AsSpan(0, (int)message._stream.Length));
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _stream.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        _stream.WriteByte((byte)value);
    }
}
