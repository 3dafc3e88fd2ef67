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
}

/// <summary>How the lanes of a vector of filters get their input values.</summary>
/// <param name="Source">Where they have them from.</param>
/// <param name="Floats">The neighbouring channels that a vector meets: all the channels of its groups.</param>
/// <param name="VectorsOfGroup">The vectors that meet the same channels.</param>
internal sealed record LaneInput(LaneSource Source, int Floats, int VectorsOfGroup)
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

        // The channels of all groups of a vector must be a vector themselves.
        int floats = lanes / filters * channels;
        bool fits = lanes % filters == 0 && floats <= lanes && floats is 4 or 8 or 16;
        return fits ? new LaneInput(LaneSource.Permuted, floats, 1) : null;
    }

    /// <summary>The first channel, counted from the vector's first, that vector <paramref name="vector"/> meets.</summary>
    public int Offset(int vector)
    {
        return vector / VectorsOfGroup * Floats;
    }
}
