using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Where the lanes of a vector of filters have their input values from.</summary>
internal enum LaneSource
{
    /// <summary>Each lane from a channel of its own: the vector is loaded.</summary>
    Own,

    /// <summary>All lanes from one channel: the value is broadcast.</summary>
    Broadcast,

    /// <summary>Each group's lanes from a channel of that group: a vector is loaded and permuted.</summary>
    Permuted,

    /// <summary>The two lanes of each filter from two neighbouring channels of its group, which are broadcast together: they are added up when a tile is done.</summary>
    Pairs,
}

/// <summary>How the lanes of a vector of filters get their input values.</summary>
/// <param name="Source">Where they have them from.</param>
/// <param name="Floats">The neighbouring channels that a vector meets: all the channels of its groups.</param>
/// <param name="VectorsOfGroup">The vectors that meet the same channels.</param>
/// <param name="LanesOfFilter">The neighbouring lanes that a filter has, each for another channel: a vector of filters takes as many vectors of sums.</param>
internal sealed record LaneInput(LaneSource Source, int Floats, int VectorsOfGroup, int LanesOfFilter = 1)
{
    /// <summary>The lanes' input in a kernel family; null when vectors of so many lanes cannot be filled.</summary>
    public static LaneInput? For(ConvSpec spec, KernelFamily family, int lanes)
    {
        int filters = spec.FiltersPerGroup;
        int channels = spec.ChannelsPerGroup;

        if (family == KernelFamily.Depthwise)
        {
            return new LaneInput(LaneSource.Own, lanes, 1);
        }

        if (filters % lanes == 0)
        {
            return new LaneInput(LaneSource.Broadcast, channels, filters / lanes);
        }

        if (HasPairs(spec, lanes))
        {
            return new LaneInput(LaneSource.Pairs, 2 * channels, 1, LanesOfFilter: 2);
        }

        // The channels of all groups of a vector must be a vector themselves.
        int floats = lanes / filters * channels;
        bool fits = lanes % filters == 0 && floats <= lanes && floats is 4 or 8 or 16;
        return fits ? new LaneInput(LaneSource.Permuted, floats, 1) : null;
    }

    /// <summary>
    /// Whether filters of groups that fill half a wide vector have two lanes each. Their channels then need no permutations, which take one of the
    /// two units for wide multiply-adds where there are two: one for each column of the input, channel and row of the kernel. The sums of a pixel
    /// and vector take two permutations and an addition when a tile is done. Groups of a quarter would take nine, and four vectors of sums
    /// leave tiles of four pixels, which load as much as they multiply: measured, those are no faster.
    /// </summary>
    private static bool HasPairs(ConvSpec spec, int lanes)
    {
        const int FewChannels = 3;
        bool isHalf = lanes == Isa.Avx512.Lanes && 2 * spec.FiltersPerGroup == lanes && spec.Filters % lanes == 0;
        return isHalf && spec.ChannelsPerGroup % 2 == 0 && spec.Kernel.Take(spec.Rank - 1).Aggregate(spec.ChannelsPerGroup, static (product, extent) => product * extent) > FewChannels;
    }

    /// <summary>The first channel, counted from the vector's first, that vector <paramref name="vector"/> meets.</summary>
    public int Offset(int vector)
    {
        return vector / VectorsOfGroup * Floats;
    }
}
