using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>How the input values of a vector's lanes are written.</summary>
internal sealed class LaneInputText
{
    private readonly int _lanes;
    private readonly int _filters;
    private readonly int _channels;
    private readonly LaneInput _input;
    private readonly VectorDialect _dialect;

    public LaneInputText(ConvSpec spec, KernelPlan plan, int lanes)
    {
        _lanes = lanes;
        _filters = spec.FiltersPerGroup;
        _channels = spec.ChannelsPerGroup;
        _input = LaneInput.For(spec, plan.Family, lanes)!;
        _dialect = new VectorDialect(plan.Isa, lanes);
    }

    /// <summary>
    /// Whether a loop runs over the channels of a group. Unrolled, the JIT would load all vectors that several channels
    /// are permuted from at once, and spill them.
    /// </summary>
    public bool LoopsChannels => _channels > ChannelsAtOnce && (_input.Source is LaneSource.Broadcast or LaneSource.Pairs || IsIndexed);

    /// <summary>The channels that are met at once.</summary>
    public int ChannelsAtOnce => _input.LanesOfFilter;

    /// <summary>The head of the loop over the channels of the pixel at <paramref name="x"/>.</summary>
    public string Loop(string x)
    {
        return IsIndexed
            ? $"for (int channel = 0; channel < {_channels}; channel++)"
            : $"for (float* xStep = {x}, end = {AddressText.Plus(x, _channels)}; xStep < end; {(ChannelsAtOnce == 1 ? "xStep++" : $"xStep += {ChannelsAtOnce}")})";
    }

    /// <summary>The statement that moves the index vector to the next channel; null when none is needed.</summary>
    public string? NextIndex => IsIndexed ? $"lanes += Vector{_lanes * 32}<int>.One;" : null;

    /// <summary>The address of the pixel in the loop over the channels.</summary>
    public string Address(string x)
    {
        return IsIndexed ? x : "xStep";
    }

    /// <summary>The declaration of the index vector; null when none is needed.</summary>
    public string? IndexDeclaration => IsIndexed ? $"Vector{_lanes * 32}<int> lanes;" : null;

    /// <summary>The statement that sets the index vector to the first channel; null when none is needed.</summary>
    public string? FirstIndex => IsIndexed ? $"lanes = Vector{_lanes * 32}.Create({Lanes(0)});" : null;

    /// <summary>Whether the lanes of a channel are told by an index vector; four lanes are shuffled by constants.</summary>
    private bool IsIndexed => _input.Source == LaneSource.Permuted && _lanes > 4;

    /// <summary>The floats from the channels of a pixel's first vector of sums to those of another.</summary>
    public int Offset(int vector)
    {
        return vector * (_input.Source == LaneSource.Own ? _lanes : _channels);
    }

    /// <summary>The values of a channel that the lanes of one pixel meet.</summary>
    /// <param name="x">The address of the first channel.</param>
    /// <param name="offset">The floats from there to the pixel.</param>
    /// <param name="channel">The channel of the group, counted from the address.</param>
    public string Value(string x, int offset, int channel)
    {
        switch (_input.Source)
        {
            case LaneSource.Own:
                return _dialect.Load(AddressText.Plus(x, offset));
            case LaneSource.Broadcast:
                return _dialect.Broadcast($"{x}[{offset + channel}]");
            case LaneSource.Pairs:
                return $"FilterLanes.BroadcastPair({AddressText.Plus(x, offset + channel)})";
        }

        string vector = $"Vector{_input.Floats * 32}.Load({AddressText.Plus(x, offset)})";

        for (int floats = _input.Floats; floats < _lanes; floats *= 2)
        {
            vector += $".ToVector{floats * 64}Unsafe()";
        }

        return _lanes switch
        {
            16 => $"Avx512F.PermuteVar16x32({vector}, lanes)",
            8 => $"Avx2.PermuteVar8x32({vector}, lanes)",
            _ => $"Vector128.Shuffle({vector}, Vector128.Create({Lanes(channel)}))",
        };
    }

    /// <summary>The channel that each lane meets.</summary>
    private string Lanes(int channel)
    {
        return string.Join(", ", Enumerable.Range(0, _lanes).Select(lane => (lane / _filters * _channels) + channel));
    }
}
