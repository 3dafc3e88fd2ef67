using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.BadInput;

/// <summary>Forward on spans refuses what does not fit, and says what was expected.</summary>
public sealed class ForwardTests
{
    public static IEnumerable<object[]> Layers => BadLayers.Indices;

    public static IEnumerable<object[]> AnyExtent => BadLayers.AnyExtent;

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_an_input_of_another_length(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        int right = trial.Input().Length;
        float[] output = new float[trial.OutputLength()];

        foreach (int length in (int[])[right - 1, right + 1, right / 2, right * 2])
        {
            Refusal.Counts("input", right, length, () => layer.Forward(new float[length], output, trial.Extent, trial.Batch));
        }

        Refusal.Counts("input", right, 0, () => layer.Forward(default, output, trial.Extent, trial.Batch));
        Assert.All(output, value => Assert.Equal(0, value));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_an_output_of_another_length(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        float[] input = trial.Input();
        int right = trial.OutputLength();

        foreach (int length in (int[])[right - 1, right + 1, right / 2])
        {
            Refusal.Counts("output", right, length, () => layer.Forward(input, new float[length], trial.Extent, trial.Batch));
        }

        Refusal.Counts("output", right, 0, () => layer.Forward(input, default, trial.Extent, trial.Batch));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_an_output_that_overlaps_the_input(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        float[] input = trial.Input();
        int inputs = input.Length;
        int outputs = trial.OutputLength();
        float[] buffer = new float[inputs + outputs];

        void Call(int inputAt, int outputAt)
        {
            layer.Forward(buffer.AsSpan(inputAt, inputs), buffer.AsSpan(outputAt, outputs), trial.Extent, trial.Batch);
        }

        Refusal.Names("input|output", () => Call(0, 0));
        Refusal.Names("input|output", () => Call(0, inputs - 1));
        Refusal.Names("input|output", () => Call(outputs - 1, 0));

        // Side by side is no overlap.
        foreach ((int inputAt, int outputAt) in ((int, int)[])[(0, inputs), (outputs, 0)])
        {
            input.CopyTo(buffer, inputAt);
            Call(inputAt, outputAt);
            Assert.Null(Tolerance.Compare(trial.Source, trial.Reference(input), buffer.AsSpan(outputAt, outputs)));
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Refuses_a_batch_that_is_not_positive_or_too_large(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);

        foreach (int batch in (int[])[0, -1, int.MinValue])
        {
            Refusal.Names("batch", () => layer.Forward(trial.Input(), new float[trial.OutputLength()], trial.Extent, batch));
            Refusal.Names("batch", () => layer.Forward(default, default, trial.Extent, batch));
        }

        // Products of these wrap to small numbers, 0 among them, in 32 bits.
        foreach (int batch in (int[])[int.MaxValue, 1 << 30, 1 << 29, 1 << 28, 1 << 24])
        {
            Refusal.Names("batch|input|output", () => layer.Forward(default, default, trial.Extent, batch));
            Refusal.Names("batch|input|output", () => layer.Forward(trial.Input(), new float[trial.OutputLength()], trial.Extent, batch));
        }
    }

    [Theory]
    [MemberData(nameof(AnyExtent))]
    public void Refuses_extents_that_are_not_positive(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);

        for (int dimension = 0; dimension < trial.Source.Rank; dimension++)
        {
            string name = Name(trial, dimension);

            foreach (int value in (int[])[0, -1, int.MinValue])
            {
                int[] extent = [.. trial.Extent];
                extent[dimension] = value;
                Refusal.Names(name, () => layer.Forward(trial.Input(), new float[trial.OutputLength()], extent, trial.Batch));
                Refusal.Names(name, () => layer.Forward(default, default, extent, trial.Batch));
            }
        }
    }

    [Theory]
    [MemberData(nameof(AnyExtent))]
    public void Refuses_extents_whose_product_no_span_can_hold(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        string names = string.Join('|', Enumerable.Range(0, trial.Source.Rank).Select(dimension => Name(trial, dimension)));

        foreach (int value in (int[])[int.MaxValue, int.MaxValue - 1, 1 << 30, 1 << 16, 1 << 24])
        {
            int[] extent = [.. Enumerable.Repeat(value, trial.Source.Rank)];
            Refusal.Names("batch|input|output|" + names, () => layer.Forward(default, default, extent, batch: 1));
            Refusal.Names("batch|input|output|" + names, () => layer.Forward(default, default, extent, batch: 1 << 16));
        }
    }

    [Theory]
    [MemberData(nameof(AnyExtent))]
    public void Refuses_an_input_smaller_than_the_kernel(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);

        if (trial.Source.Padding == "same")
        {
            return;
        }

        CompiledLayer layer = BadLayers.Create(trial);
        int[] extent = [.. trial.Extent];
        extent[^1] = 2;
        float[] input = new float[trial.Source.InChannels * Extents.Product(extent)];
        Refusal.Names("width", () => layer.Forward(input, [], extent, batch: 1));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void GetOutputExtent_refuses_extents_that_are_not_positive(int index)
    {
        LayerTrial trial = BadLayers.Trial(index);
        CompiledLayer layer = BadLayers.Create(trial);
        Assert.Equal(new ConvolutionGeometry(trial.Source, trial.Extent).OutputExtent, layer.GetOutputExtent(trial.Extent));

        for (int dimension = 0; dimension < trial.Source.Rank; dimension++)
        {
            foreach (int value in (int[])[0, -1, int.MinValue])
            {
                int[] extent = [.. trial.Extent];
                extent[dimension] = value;
                Refusal.Names(Name(trial, dimension), () => layer.GetOutputExtent(extent));
            }
        }
    }

    [Fact]
    public void Refuses_padding_wider_than_its_mode_allows_at_run_time()
    {
        LayerSource reflect = new("3x3", 1, 1) { Padding = "2", PaddingMode = PaddingMode.Reflect, Bias = false };
        LayerSource circular = reflect with { PaddingMode = PaddingMode.Circular };

        // Reflection needs one more than the padding, the other way round is as wide as the input.
        foreach ((LayerSource source, int least) in ((LayerSource, int)[])[(reflect, 3), (circular, 2)])
        {
            CompiledLayer layer = CompiledLayers.Create(source, new float[9], []);
            int bad = least - 1;
            layer.Forward(new float[least * 5], new float[(least + 2) * 7], [least, 5], batch: 1);
            Refusal.Names("height|input", () => layer.Forward(new float[bad * 5], new float[(bad + 2) * 7], [bad, 5], batch: 1));
            Refusal.Names("width|input", () => layer.Forward(new float[bad * 5], new float[(bad + 2) * 7], [5, bad], batch: 1));
        }
    }

    private static string Name(LayerTrial trial, int dimension)
    {
        return ((string[])["depth", "height", "width"])[3 - trial.Source.Rank + dimension];
    }
}
