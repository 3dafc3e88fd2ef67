namespace ConvGen.Generator.Planning;

/// <summary>What a kernel's vectors hold, and so how its innermost loops look. Each family has an emitter.</summary>
internal enum KernelFamily
{
    /// <summary>A lane is a filter of one group: each input value is broadcast to the lanes.</summary>
    Direct,

    /// <summary>A lane is a filter of any group, depthwise above all: each lane meets an input channel of its own.</summary>
    Lanewise,

    /// <summary>Minimal filtering: a lane is a filter of the multiplication, a channel or a filter of the transforms.</summary>
    Winograd,

    /// <summary>A lane is an input channel: sums of lanes are added up when a tile is done. For one to a few filters.</summary>
    FewFilters,

    /// <summary>A lane is a filter with an input channel of its own; the tile slides along the row.</summary>
    Depthwise,

    /// <summary>A lane is a column of an output row: channels lie in planes and each weight is broadcast.</summary>
    Planar,

    /// <summary>The lanes are filters of a few whole groups, or some of one group's; the tile slides along the row.</summary>
    Grouped,
}
