using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Decides how the output gets to memory.</summary>
internal static class OutputTraffic
{
    /// <summary>
    /// Whether the output is written past the caches: a tensor that does not stay in them would first be fetched only to
    /// be overwritten. The lines must be written whole, so that vectors and pixels have to be lines.
    /// </summary>
    public static bool Streams(ConvSpec spec, Isa isa)
    {
        Shape3 shape = new(spec);
        return isa == Isa.Avx512
            && spec.Layout == Layout.ChannelsLast
            && spec.Filters % isa.Lanes == 0
            && shape.Input is { } input
            && shape.Output is { } output
            && Floats(input, spec.InChannels) + Floats(output, spec.Filters) > CostModel.LastLevelFloats;
    }

    private static double Floats(int[] extents, int channels)
    {
        return extents.Aggregate((double)channels, static (product, extent) => product * extent);
    }
}
