namespace ConvGen.Generator.Models;

/// <summary>
/// What one <c>[Conv]</c> attribute asks for. Extents have one value a spatial dimension, outermost first.
/// All shape arithmetic and parameter counting of a convolution is here.
/// </summary>
internal sealed partial record ConvSpec : LayerSpec
{
    public required EquatableArray<int> Kernel { get; init; }

    public required int InChannels { get; init; }

    public required int Filters { get; init; }

    /// <summary>The input's spatial extent; empty when it is only known at run time.</summary>
    public EquatableArray<int> Input { get; init; }

    public required EquatableArray<int> Stride { get; init; }

    public required EquatableArray<int> Dilation { get; init; }

    public required PaddingSpec Padding { get; init; }

    public PaddingMode PaddingMode { get; init; }

    public int Groups { get; init; } = 1;

    public bool Bias { get; init; } = true;

    public Activation Activation { get; init; }

    /// <summary>The activation's parameter, its default filled in; 0 for an activation that has none.</summary>
    public float Alpha { get; init; }

    public Layout Layout { get; init; }

    public WeightLayout WeightLayout { get; init; }

    public Algorithm Algorithm { get; init; }

    /// <summary>The number of spatial dimensions, 1 to 3.</summary>
    public int Rank => Kernel.Count;

    /// <summary>Whether the input's extent is known while compiling.</summary>
    public bool HasInput => Input.Count > 0;

    public int ChannelsPerGroup => InChannels / Groups;

    public int FiltersPerGroup => Filters / Groups;
}
