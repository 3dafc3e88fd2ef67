using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Testing;
using ConvGen.Tests.Support;

namespace ConvGen.Tests.BadInput;

/// <summary>The layers that are given bad input: each rank and layout, with extents known and not known.</summary>
internal static class BadLayers
{
    private static readonly LayerSource[] Given =
    [
        new("3", 2, 3) { Input = "13" },
        new("3x3", 3, 5) { Input = "7x8", Padding = "same" },
        new("3x3", 3, 5) { Input = "7x8", Layout = Layout.ChannelsFirst, Bias = false },
        new("2x3x3", 2, 4) { Input = "4x7x8" },
        new("3x3x3", 2, 4) { Input = "4x7x8", Layout = Layout.FramesFirst, Padding = "same" },
    ];

    private static readonly LayerSource[] All = [.. Given, .. Given.Select(source => source with { Input = null })];

    private static readonly Lazy<CompiledLayers> Compiled = new(() => CompiledLayers.Compile(All));

    public static IEnumerable<object[]> Indices => Enumerable.Range(0, All.Length).Select(index => new object[] { index });

    /// <summary>Gets the layers that take their extents at run time.</summary>
    public static IEnumerable<object[]> AnyExtent => Enumerable.Range(Given.Length, Given.Length).Select(index => new object[] { index });

    public static LayerTrial Trial(int index)
    {
        LayerSource source = All[index];
        return new LayerTrial(index, source, Extents.Parse(Given[index % Given.Length].Input!, source.Rank), Batch: 2, Degree: 1);
    }

    public static LayerFactory Factory(LayerTrial trial)
    {
        return Compiled.Value.Factory(trial.Source);
    }

    public static CompiledLayer Create(LayerTrial trial)
    {
        return Factory(trial).Create(trial.Weights(), trial.Bias());
    }

    /// <summary>Gets data of any length.</summary>
    public static float[] Floats(int length)
    {
        return Data.Uniform(length, seed: 9);
    }
}
