using System.Linq;
using ConvGen.Generator.Models;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>What the generator keeps of a class: enough to open its partial declarations again.</summary>
public sealed class TargetTypeTests
{
    [Theory]
    [InlineData("public partial class Layer;", "", "", "Layer", "public", "Layer")]
    [InlineData("namespace A.B { partial class Layer; }", "A.B", "", "Layer", "", "A.B.Layer")]
    [InlineData("namespace A.@new.@record { internal sealed partial class @class; }", "A.@new.@record", "", "@class", "internal", "A.new.record.class")]
    [InlineData(
        "namespace N { static partial class A { partial struct B { partial record C { partial interface D { partial record struct @event { private partial class Layer; } } } } } }",
        "N",
        "partial class A|partial struct B|partial record C|partial interface D|partial record struct @event",
        "Layer",
        "private",
        "N.A+B+C+D+event+Layer")]
    [InlineData("partial class A { private protected partial class Layer; }", "", "partial class A", "Layer", "private protected", "A+Layer")]
    [InlineData("partial class A { protected internal partial class Layer; }", "", "partial class A", "Layer", "protected internal", "A+Layer")]
    [InlineData("partial class Layer; public partial class Layer;", "", "", "Layer", "public", "Layer")]
    public void KeepsPlaceAndName(
        string source, string space, string containing, string name, string accessibility, string metadataName)
    {
        int last = source.LastIndexOf("partial class", System.StringComparison.Ordinal);
        int start = source.LastIndexOfAny(['{', ';', '}'], last) + 1;
        AnalyzerRun run = AnalyzerRun.Of(source.Insert(start, " [Conv(\"3\", 1, 1)] "));

        Assert.Empty(run.Messages);
        TargetType type = Assert.Single(run.Targets).Type;
        Assert.Equal(
            (space, containing, name, accessibility, metadataName),
            (type.Namespace, string.Join("|", type.ContainingTypes.ToArray()), type.Name, type.Accessibility, type.MetadataName));
    }

    [Fact]
    public void EverySettingArrivesInTheSpec()
    {
        AnalyzerRun run = AnalyzerRun.OfAttribute(
            """
            filters: 8, kernel: "1x3x5", inChannels: 4, Input = "4x30x40", Stride = "1x1x2", Dilation = "1x2x1",
            Padding = "0x1:2x3", PaddingMode = PaddingMode.Replicate, Groups = 2, Bias = false,
            Activation = Activation.LeakyRelu, Alpha = 0.25f, Layout = Layout.FramesFirst,
            WeightLayout = WeightLayout.SpatialInOut, Algorithm = Algorithm.Direct, Parameters = 240, Output = "4x29x21"
            """);

        ConvSpec expected = new()
        {
            Kernel = new EquatableArray<int>(1, 3, 5),
            InChannels = 4,
            Filters = 8,
            Input = new EquatableArray<int>(4, 30, 40),
            Stride = new EquatableArray<int>(1, 1, 2),
            Dilation = new EquatableArray<int>(1, 2, 1),
            Padding = new PaddingSpec(PaddingKind.Explicit, new EquatableArray<int>(0, 1, 3), new EquatableArray<int>(0, 2, 3)),
            PaddingMode = Models.PaddingMode.Replicate,
            Groups = 2,
            Bias = false,
            Activation = Models.Activation.LeakyRelu,
            Alpha = 0.25f,
            Layout = Models.Layout.FramesFirst,
            WeightLayout = Models.WeightLayout.SpatialInOut,
            Algorithm = Models.Algorithm.Direct,
        };
        Assert.Equal(["CONV026"], run.Diagnostics.Select(static diagnostic => diagnostic.Id));
        Assert.Equal(expected, Assert.Single(run.Targets).Spec);
    }

    [Theory]
    [InlineData("Relu", 0f)]
    [InlineData("LeakyRelu", 0.01f)]
    [InlineData("Elu", 1f)]
    public void DefaultsAreFilledIn(string activation, float alpha)
    {
        ConvSpec spec = Assert.Single(
            AnalyzerRun.OfAttribute($"\"3x3\", 3, 16, Activation = Activation.{activation}").Targets).Spec;

        Assert.Equal(alpha, spec.Alpha);
        Assert.Equal([1, 1], spec.Stride);
        Assert.Equal([1, 1], spec.Dilation);
        Assert.Equal((PaddingKind.Valid, 1, true, false), (spec.Padding.Kind, spec.Groups, spec.Bias, spec.HasInput));
    }
}
