using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using ConvGen.Generator.Emission;
using ConvGen.Generator.Models;
using ConvGen.Generator.Parsing;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Winograd;

/// <summary>Layers compiled from specs, which say what no attribute does: the tile of minimal filtering.</summary>
/// <param name="specs">The specs, all with known inputs.</param>
internal sealed class EmittedSpecs(IReadOnlyList<ConvSpec> specs)
{
    private readonly Lazy<Assembly> _compiled = new(() => Compile(specs));

    /// <summary>Computes the output of a layer for a trial.</summary>
    public float[] Run(int index, LayerTrial trial, float[] input)
    {
        float[] output = new float[trial.OutputLength()];
        output.AsSpan().Fill(float.NaN);
        MethodInfo run = _compiled.Value.GetType($"Tiles.Run{index}", throwOnError: true)!.GetMethod("Forward")!;
        run.CreateDelegate<Action<float[], float[], float[], float[], int, int>>()(trial.Weights(), trial.Bias(), input, output, trial.Batch, trial.Degree);
        return output;
    }

    /// <summary>The spec that the attribute of a layer is parsed to.</summary>
    public static ConvSpec Parse(LayerSource source)
    {
        Assert.True(PaddingParser.TryParse(source.Padding, out PaddingSpec padding));
        return new ConvSpec
        {
            Kernel = Extent(source.Kernel),
            InChannels = source.InChannels,
            Filters = source.Filters,
            Input = Extent(source.Input!),
            Stride = Extent(source.Stride),
            Dilation = Extent(source.Dilation),
            Padding = padding with { Begin = ExtentParser.Broadcast(padding.Begin, source.Rank), End = ExtentParser.Broadcast(padding.End, source.Rank) },
            PaddingMode = Enum.Parse<Generator.Models.PaddingMode>($"{source.PaddingMode}"),
            Groups = source.Groups,
            Activation = Enum.Parse<Generator.Models.Activation>($"{source.Activation}"),
            Layout = Enum.Parse<Generator.Models.Layout>($"{source.Layout}"),
        };

        EquatableArray<int> Extent(string text)
        {
            Assert.True(ExtentParser.TryParse(text, out EquatableArray<int> extent));
            return ExtentParser.Broadcast(extent, source.Rank);
        }
    }

    private static Assembly Compile(IReadOnlyList<ConvSpec> specs)
    {
        EmittedClass[] emitted =
        [
            .. specs.Select(static (spec, i) => (Spec: spec, Type: new TargetType("Tiles", default, $"Tile{i}", "public", $"Tiles.Tile{i}")))
                .Select(static layer => ConvEmitter.Emit(new SharedTarget(new ConvTarget(layer.Type, layer.Spec), layer.Type), CancellationToken.None)),
        ];
        IEnumerable<string> own = emitted.SelectMany(static layer => layer.Files).Select(static file => file.Text);
        IEnumerable<string> shared = SharedFile.Of(emitted.SelectMany(static layer => layer.Shared)).Select(static file => file.Text());
        return CompilationCache.Load([.. Enumerable.Range(0, emitted.Length).Select(Run), .. own, .. shared]);
    }

    private static string Run(int index)
    {
        return $$"""
            namespace Tiles;
            public partial class Tile{{index}};
            public static class Run{{index}}
            {
                public static void Forward(float[] weights, float[] bias, float[] input, float[] output, int batch, int degree) => new Tile{{index}}(weights, bias) { MaxDegreeOfParallelism = degree }.Forward(input, output, batch);
            }
            """;
    }
}
