using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ConvGen.Testing;

/// <summary>What one <c>[Conv]</c> attribute says, as data: tests describe a layer with it and have it compiled.</summary>
/// <remarks>Equal records mean the same generated code, so they are compiled once.</remarks>
public sealed record LayerSource(string Kernel, int InChannels, int Filters)
{
    /// <summary>Gets the input's spatial extent; null when it is only given at run time.</summary>
    public string? Input { get; init; }

    public string Stride { get; init; } = "1";

    public string Dilation { get; init; } = "1";

    public string Padding { get; init; } = "valid";

    public PaddingMode PaddingMode { get; init; }

    public int Groups { get; init; } = 1;

    public bool Bias { get; init; } = true;

    public Activation Activation { get; init; }

    /// <summary>Gets the activation's parameter; null leaves the attribute's default.</summary>
    public float? Alpha { get; init; }

    public Layout Layout { get; init; }

    public WeightLayout WeightLayout { get; init; }

    public Algorithm Algorithm { get; init; }

    /// <summary>Gets the number of spatial dimensions.</summary>
    public int Rank => Kernel.Split('x').Length;

    /// <summary>Gets the number of weights: a filter spans the channels of its group.</summary>
    public int WeightCount => Filters * (InChannels / Groups) * Extents.Parse(Kernel, Rank).Aggregate(1, (a, b) => a * b);

    /// <summary>The attribute as it would be typed, properties at their defaults left out.</summary>
    public string ToAttribute()
    {
        List<string> parts =
        [
            $"kernel: \"{Kernel}\"",
            string.Create(CultureInfo.InvariantCulture, $"inChannels: {InChannels}"),
            string.Create(CultureInfo.InvariantCulture, $"filters: {Filters}"),
        ];

        Add(parts, Input is not null, $"Input = \"{Input}\"");
        Add(parts, Stride != "1", $"Stride = \"{Stride}\"");
        Add(parts, Dilation != "1", $"Dilation = \"{Dilation}\"");
        Add(parts, Padding != "valid", $"Padding = \"{Padding}\"");
        Add(parts, PaddingMode != PaddingMode.Zeros, $"PaddingMode = PaddingMode.{PaddingMode}");
        Add(parts, Groups != 1, string.Create(CultureInfo.InvariantCulture, $"Groups = {Groups}"));
        Add(parts, !Bias, "Bias = false");
        Add(parts, Activation != Activation.None, $"Activation = Activation.{Activation}");
        Add(parts, Alpha is not null, string.Create(CultureInfo.InvariantCulture, $"Alpha = {Alpha:R}f"));
        Add(parts, Layout != Layout.ChannelsLast, $"Layout = Layout.{Layout}");
        Add(parts, WeightLayout != WeightLayout.OutInSpatial, $"WeightLayout = WeightLayout.{WeightLayout}");
        Add(parts, Algorithm != Algorithm.Auto, $"Algorithm = Algorithm.{Algorithm}");
        return $"[Conv({string.Join(", ", parts)})]";
    }

    /// <summary>The attribute: what a failing test shows.</summary>
    public override string ToString()
    {
        return ToAttribute();
    }

    private static void Add(List<string> parts, bool condition, string text)
    {
        if (condition)
        {
            parts.Add(text);
        }
    }
}
