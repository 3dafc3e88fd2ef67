namespace ConvGen.Runtime;

/// <summary>Some of the blocks of filters of a call, or all: what one item of it computes.</summary>
/// <param name="BlockStart">The first block.</param>
/// <param name="BlockEnd">The end of the blocks.</param>
/// <param name="FilterStart">The first filter.</param>
/// <param name="Filters">The number of filters.</param>
/// <param name="LaneStart">The lanes of the blocks before the first.</param>
internal readonly record struct FilterShare(int BlockStart, int BlockEnd, int FilterStart, int Filters, int LaneStart)
{
    /// <summary>The first of the input channels that the filters meet, which are all those of their groups.</summary>
    public int FirstChannel { get; private init; }

    /// <summary>The number of these channels.</summary>
    public int Channels { get; private init; }

    /// <summary>The same share with its channels.</summary>
    public FilterShare WithChannels(int filtersOfGroup, int channelsOfGroup)
    {
        int first = FilterStart / filtersOfGroup;
        int last = (FilterStart + Filters - 1) / filtersOfGroup;
        return this with { FirstChannel = first * channelsOfGroup, Channels = (last - first + 1) * channelsOfGroup };
    }
}
