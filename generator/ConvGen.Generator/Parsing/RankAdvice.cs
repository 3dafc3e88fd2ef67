using System.Globalization;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Parsing;

/// <summary>What to write instead when the rank of a property is not the kernel's.</summary>
internal static class RankAdvice
{
    private static readonly string[] Signals = ["a signal", "an image", "a volume"];

    public static string For(string name, EquatableArray<int> kernel, EquatableArray<int> extent, int inChannels)
    {
        return name switch
        {
            nameof(ConvSpec.Input) => ForInput(kernel, extent, inChannels),
            nameof(ConvSpec.Output) => "write the output's spatial extent, without batch and filters",
            _ => "write one value for every dimension or one for each",
        };
    }

    /// <summary>Writes a rank, such as <c>3 dimensions</c>.</summary>
    public static string Dimensions(int rank)
    {
        return NumberOnly(rank) + (rank == 1 ? " dimension" : " dimensions");
    }

    public static string NumberOnly(int rank)
    {
        return rank.ToString(CultureInfo.InvariantCulture);
    }

    private static string ForInput(EquatableArray<int> kernel, EquatableArray<int> input, int inChannels)
    {
        // The channels come along when one copies a tensor's shape; they are no dimension of the kernel.
        if (input.Count == kernel.Count + 1 && input[0] == inChannels)
        {
            return Spatial(input.Skip(1).ToArray());
        }

        if (input.Count == kernel.Count + 1 && input[kernel.Count] == inChannels)
        {
            return Spatial(input.Take(kernel.Count).ToArray());
        }

        if (input.Count > Signals.Length)
        {
            return "Input is the spatial extent, without batch and channels";
        }

        int missing = input.Count - kernel.Count;
        int[] suggestion = missing < 0
            ? [.. kernel.Skip(-missing)]
            : [.. Enumerable.Repeat(kernel[0], missing), .. kernel];

        return $"for {Signals[input.Count - 1]} write kernel \"{ExtentText.Extent(suggestion)}\"";
    }

    private static string Spatial(int[] extent)
    {
        return $"Input is the spatial extent without the channels, write \"{ExtentText.Extent(extent)}\"";
    }
}
