using System.ComponentModel;

namespace ConvGen.Runtime;

/// <summary>What the lanes of a vector of packed weights are.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum WeightPacking
{
    /// <summary>Filters, for one tap and channel.</summary>
    FilterLanes,

    /// <summary>Input channels, for one tap and filter.</summary>
    ChannelLanes,
}
