using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Peers;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

public sealed class OnnxModelTests
{
    private static readonly ConvCase Layer = new()
    {
        Name = "layer",
        Groups = 2,
        InChannels = 2,
        Filters = 4,
        Input = [300],
        Kernel = [2],
        Stride = [3],
        Dilation = [1],
        PadBegin = [0],
        PadEnd = [200],
    };

    [Fact]
    public void WritesFieldsAsProtobufsDocumentationShowsThem()
    {
        byte[] bytes = new ProtobufWriter().Message(3, inner => inner.Int(1, 150)).String(2, "testing").ToArray();

        Assert.Equal("1A03089601" + "120774657374696E67", Convert.ToHexString(bytes));
    }

    [Fact]
    public void WritesOneConvNode()
    {
        float[] weights = [1, 2, 3, 4, 5, 6, 7, 8];
        float[] bias = [-1, -2, -3, -4];
        ILookup<int, Field> model = Read(OnnxModel.Create(Layer, weights, bias));
        ILookup<int, Field> graph = Read(model[7].Single().Bytes);
        ILookup<int, Field> node = Read(graph[1].Single().Bytes);
        Dictionary<string, ILookup<int, Field>> attributes =
            node[5].Select(field => Read(field.Bytes)).ToDictionary(attribute => attribute[1].Single().Text);

        Assert.Equal(17, Read(model[8].Single().Bytes)[2].Single().Number);
        Assert.Equal("Conv", node[4].Single().Text);
        Assert.Equal(["x", "w", "b"], node[1].Select(field => field.Text));
        Assert.Equal("y", node[2].Single().Text);
        Assert.Equal([2L], attributes["kernel_shape"][8].Select(field => field.Number));
        Assert.Equal([3L], attributes["strides"][8].Select(field => field.Number));
        Assert.Equal([1L], attributes["dilations"][8].Select(field => field.Number));
        Assert.Equal([0L, 200L], attributes["pads"][8].Select(field => field.Number));
        Assert.Equal(2, attributes["group"][3].Single().Number);

        ILookup<int, Field>[] tensors = [.. graph[5].Select(field => Read(field.Bytes))];
        Assert.Equal(["w", "b"], tensors.Select(tensor => tensor[8].Single().Text));
        Assert.Equal([4L, 1L, 2L], tensors[0][1].Select(field => field.Number));
        Assert.Equal(weights, MemoryMarshal.Cast<byte, float>(tensors[0][9].Single().Bytes).ToArray());
        Assert.Equal(bias, MemoryMarshal.Cast<byte, float>(tensors[1][9].Single().Bytes).ToArray());
        Assert.Equal([1L, 2L, 300L], ShapeOf(graph[11].Single()));
        Assert.Equal([1L, 4L, 167L], ShapeOf(graph[12].Single()));
    }

    private static IEnumerable<long> ShapeOf(Field valueInfo)
    {
        byte[] tensor = Read(Read(valueInfo.Bytes)[2].Single().Bytes)[1].Single().Bytes;
        return Read(Read(tensor)[2].Single().Bytes)[1].Select(dimension => Read(dimension.Bytes)[1].Single().Number);
    }

    /// <summary>Reads the fields of one message by their numbers.</summary>
    private static ILookup<int, Field> Read(byte[] message)
    {
        List<(int Number, Field Field)> fields = [];
        int at = 0;

        while (at < message.Length)
        {
            long tag = Varint(message, ref at);
            long value = Varint(message, ref at);
            bool hasBytes = (tag & 7) == 2;
            byte[] bytes = hasBytes ? message[at..(at + (int)value)] : [];
            at += bytes.Length;
            fields.Add(((int)(tag >> 3), new Field(value, bytes)));
        }

        return fields.ToLookup(field => field.Number, field => field.Field);
    }

    private static long Varint(byte[] message, ref int at)
    {
        long value = 0;

        for (int shift = 0; ; shift += 7)
        {
            byte next = message[at++];
            value |= (long)(next & 0x7f) << shift;

            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private sealed record Field(long Number, byte[] Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);
    }
}
