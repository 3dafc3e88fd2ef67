using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using ConvGen.Benchmarks.Cases;

namespace ConvGen.Benchmarks.Peers;

/// <summary>
/// Writes an ONNX model of one Conv node, its weights as initializers: input <c>x</c>, output <c>y</c>, channels
/// first. The field numbers are those of onnx.proto.
/// </summary>
internal static class OnnxModel
{
    private const int Float = 1;

    private const int IrVersion = 8;

    private const int OpsetVersion = 17;

    /// <summary>Makes the model's bytes; <paramref name="weights"/> lie filter, channel, kernel.</summary>
    public static byte[] Create(ConvCase layer, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        byte[] weightBytes = MemoryMarshal.AsBytes(weights).ToArray();
        byte[] biasBytes = MemoryMarshal.AsBytes(bias).ToArray();

        return new ProtobufWriter()
            .Int(1, IrVersion)
            .Message(7, graph => graph
                .Message(1, node => WriteConv(node, layer))
                .String(2, "layer")
                .Message(5, tensor => WriteTensor(tensor, "w", WeightShape(layer), weightBytes))
                .Message(5, tensor => WriteTensor(tensor, "b", [layer.Filters], biasBytes))
                .Message(11, value => WriteValueInfo(value, "x", Shape(layer.InChannels, layer.Input)))
                .Message(12, value => WriteValueInfo(value, "y", Shape(layer.Filters, layer.Output))))
            .Message(8, opset => opset.String(1, "").Int(2, OpsetVersion))
            .ToArray();
    }

    /// <summary>The shape of one image, channels first.</summary>
    public static long[] Shape(int channels, int[] extent)
    {
        return [1, channels, .. extent.Select(value => (long)value)];
    }

    private static long[] WeightShape(ConvCase layer)
    {
        return [layer.Filters, layer.InChannels / layer.Groups, .. layer.Kernel.Select(value => (long)value)];
    }

    private static void WriteConv(ProtobufWriter node, ConvCase layer)
    {
        node.String(1, "x").String(1, "w").String(1, "b").String(2, "y").String(3, "conv").String(4, "Conv");
        WriteAttribute(node, "kernel_shape", layer.Kernel);
        WriteAttribute(node, "strides", layer.Stride);
        WriteAttribute(node, "dilations", layer.Dilation);
        WriteAttribute(node, "pads", [.. layer.PadBegin, .. layer.PadEnd]);
        node.Message(5, attribute => attribute.String(1, "group").Int(3, layer.Groups).Int(20, 2));
    }

    private static void WriteAttribute(ProtobufWriter node, string name, IEnumerable<int> values)
    {
        node.Message(5, attribute =>
        {
            attribute.String(1, name);

            // onnx.proto is proto2, where a repeated integer is not packed.
            foreach (int value in values)
            {
                attribute.Int(8, value);
            }

            attribute.Int(20, 7);
        });
    }

    private static void WriteTensor(ProtobufWriter tensor, string name, long[] shape, byte[] data)
    {
        foreach (long extent in shape)
        {
            tensor.Int(1, extent);
        }

        tensor.Int(2, Float).String(8, name).Bytes(9, data);
    }

    private static void WriteValueInfo(ProtobufWriter value, string name, long[] shape)
    {
        value.String(1, name).Message(2, type => type.Message(1, tensor => tensor.Int(1, Float).Message(2, dimensions =>
        {
            foreach (long extent in shape)
            {
                dimensions.Message(1, dimension => dimension.Int(1, extent));
            }
        })));
    }
}
