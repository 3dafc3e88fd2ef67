using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.KnownAnswers;

/// <summary>Layers that are computed another way because of where their tensors fall in the caches.</summary>
[Trait("Isa", "Every")]
public sealed class CacheBoundTests
{
    /// <summary>Pixels a whole number of kilobytes apart: a few groups at a time are copied.</summary>
    public static TheoryData<string, int, int, int, string, string, PaddingMode> WidePixels => new()
    {
        { "3x3", 1024, 512, 32, "1", "5x9", PaddingMode.Zeros },
        { "3x3", 1024, 1024, 32, "2", "8x7", PaddingMode.Zeros },
        { "3x3", 1024, 256, 8, "2x1", "6x9", PaddingMode.Replicate },
        { "5", 1024, 512, 64, "1", "37", PaddingMode.Zeros },
        { "3x3x3", 1024, 128, 16, "1x2x1", "3x5x9", PaddingMode.Zeros },
        { "3x3x3", 256, 256, 8, "2", "4x9x11", PaddingMode.Zeros },
    };

    [Theory]
    [MemberData(nameof(WidePixels))]
    public void Groups_of_wide_pixels(string kernel, int channels, int filters, int groups, string stride, string input, PaddingMode mode)
    {
        foreach (string extent in new[] { input, string.Empty })
        {
            LayerSource source = new(kernel, channels, filters)
            {
                Input = extent.Length > 0 ? extent : null,
                Groups = groups,
                Stride = stride,
                Padding = string.Join('x', Array.ConvertAll(kernel.Split('x'), static _ => "1")),
                PaddingMode = mode,
                Algorithm = Algorithm.Direct,
            };
            int[] extents = Array.ConvertAll(input.Split('x'), int.Parse);
            Check(source, extents, batch: 2, lines: [0]);
        }
    }

    /// <summary>Pixels of depthwise layers that share sets of the L1 cache: a tile takes vectors side by side, and perhaps one is left.</summary>
    [Theory]
    [InlineData("3x3", 512, "2", "9x11", Activation.None)]
    [InlineData("3x3", 1024, "1", "7x7", Activation.Gelu)]
    [InlineData("3x3", 256, "2x1", "6x29", Activation.Relu)]
    [InlineData("7x7", 512, "1", "5x15", Activation.None)]
    [InlineData("4", 1536, "3", "40", Activation.LeakyRelu)]
    [InlineData("3x3", 80, "2", "48x49", Activation.Gelu)]
    [InlineData("2x3x3", 48, "1x2x2", "4x33x31", Activation.Relu)]
    [InlineData("3x3", 96, "1", "45x46", Activation.None)]
    [InlineData("5x5x5", 48, "1", "3x4x33", Activation.None)]
    [InlineData("7x7x7", 24, "1x2x1", "3x5x17", Activation.Silu)]
    public void Depthwise_tiles_of_several_vectors(string kernel, int channels, string stride, string input, Activation activation)
    {
        LayerSource source = new(kernel, channels, channels) { Groups = channels, Stride = stride, Padding = "same", Activation = activation };
        ReferenceCheck.Run(source with { Input = input }, input);
        ReferenceCheck.Run(source, input);
        ReferenceCheck.Run(source with { PaddingMode = PaddingMode.Replicate }, input);
    }

    /// <summary>Depthwise windows of one row from beyond the L2 cache are met row by row: with the padding of a row and above it, with strides and a last vector that is not full.</summary>
    [Theory]
    [InlineData("1x7", 12, "1", "same", "131x112", Activation.None)]
    [InlineData("1x4", 19, "2x3", "1x2", "90x101", Activation.Gelu)]
    [InlineData("1x9", 64, "1", "0", "51x60", Activation.Relu)]
    [InlineData("3x1x5", 9, "1x2x1", "1x1x2", "5x61x65", Activation.Silu)]
    public void Depthwise_rows(string kernel, int channels, string stride, string padding, string input, Activation activation)
    {
        LayerSource source = new(kernel, channels, channels) { Input = input, Groups = channels, Stride = stride, Padding = padding, Activation = activation };
        Check(source, Array.ConvertAll(input.Split('x'), int.Parse), batch: 2, lines: [0, 1]);
    }

    /// <summary>Tensors of more than 16 MB, whose output is written past the caches where its pixels are whole lines and lie on them.</summary>
    [Theory]
    [InlineData("3x3", 64, 64, "200x180")]
    [InlineData("3", 48, 48, "50000")]
    [InlineData("7x1", 96, 96, "150x151")]
    [InlineData("3x3", 56, 56, "200x200")]
    [InlineData("1x7", 64, 64, "200x181")]
    [InlineData("3x3x3", 16, 16, "9x128x130")]
    [InlineData("3x2x3", 24, 24, "5x150x150")]
    [InlineData("3x1x1", 24, 24, "6x180x171")]
    public void Depthwise_beyond_the_caches(string kernel, int channels, int groups, string input)
    {
        LayerSource source = new(kernel, channels, channels) { Input = input, Groups = groups, Padding = "same" };
        Check(source, Array.ConvertAll(input.Split('x'), int.Parse), batch: 1, lines: [0, 1]);
    }

    /// <summary>The same of grouped tiles: strided ones run down strips where pixels are wide, and long sums are not written past the caches.</summary>
    [Theory]
    [InlineData("3x3", 512, 512, 64, "2", "84x85")]
    [InlineData("3x2", 512, 512, 128, "2x3", "85x90")]
    [InlineData("3x3", 64, 64, 16, "1", "190x180")]
    [InlineData("1x1", 64, 64, 16, "1", "190x180")]
    [InlineData("1x1", 32, 256, 8, "1", "130x131")]
    [InlineData("1x1", 32, 192, 4, "2", "299x300")]
    public void Grouped_beyond_the_caches(string kernel, int channels, int filters, int groups, string stride, string input)
    {
        LayerSource source = new(kernel, channels, filters) { Input = input, Groups = groups, Stride = stride, Padding = stride == "1" || kernel == "1x1" ? "same" : "1", Algorithm = Algorithm.Direct };
        Check(source, Array.ConvertAll(input.Split('x'), int.Parse), batch: 1, lines: [0, 1]);
    }

    /// <summary>The same of direct tiles, which write past the caches where they sum up little and fetch ahead what they write where they sum up more.</summary>
    [Theory]
    [InlineData("1x1", 24, 64, "230x256")]
    [InlineData("1x1", 16, 96, "230x201")]
    [InlineData("1x1", 40, 72, "210x200")]
    [InlineData("3x3", 3, 80, "230x231")]
    public void Direct_beyond_the_caches(string kernel, int channels, int filters, string input)
    {
        LayerSource source = new(kernel, channels, filters) { Input = input, Padding = "same", Algorithm = Algorithm.Direct };
        Check(source, Array.ConvertAll(input.Split('x'), int.Parse), batch: 1, lines: [0, 1]);
    }

    /// <summary>Kernels of several planes for few filters, met a row of each plane at a time: rows of tiles that do not divide them, channels behind the last vector.</summary>
    [Theory]
    [InlineData("3x3x3", 18, 1, "24x95x117", "same")]
    [InlineData("2x5x3", 16, 2, "30x80x130", "1x2x0")]
    public void Few_filters_beyond_the_caches(string kernel, int channels, int filters, string input, string padding)
    {
        LayerSource source = new(kernel, channels, filters) { Input = input, Padding = padding };
        Check(source, Array.ConvertAll(input.Split('x'), int.Parse), batch: 2, lines: [0]);
    }

    /// <summary>Compares with the reference for outputs that start so many floats behind a cache line.</summary>
    private static void Check(LayerSource source, int[] extents, int batch, int[] lines)
    {
        int positions = 1;

        foreach (int extent in extents)
        {
            positions *= extent;
        }

        float[] weights = Data.Uniform(source.WeightCount, seed: 1);
        float[] bias = Data.Uniform(source.Filters, seed: 2);
        float[] input = Data.Uniform(batch * positions * source.InChannels, seed: 3);
        CompiledLayer layer = CompiledLayers.Create(source, weights, bias);
        ReferenceResult reference = ReferenceConvolution.Compute(source, input, weights, bias, extents, batch);

        foreach (int behind in lines)
        {
            float[] memory = GC.AllocateArray<float>(reference.Values.Length + 32, pinned: true);
            int start = FirstOnLine(memory) + behind;
            float[] output = new float[reference.Values.Length];
            layer.Forward(input, memory.AsSpan(start, output.Length), extents, batch);
            memory.AsSpan(start, output.Length).CopyTo(output);
            Assert.Null(Tolerance.Compare(source, reference, output));
        }
    }

    private static unsafe int FirstOnLine(float[] pinned)
    {
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return (int)((64 - (address % 64)) % 64 / sizeof(float));
    }
}
