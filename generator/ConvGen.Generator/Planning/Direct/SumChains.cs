using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// The sums of a pixel and a vector of filters. A multiply-add waits for the one before it in its sum; where a tile has too
/// few sums to fill that time, every second step adds to sums of its own, and both are added up when the tile is done.
/// </summary>
internal readonly struct SumChains
{
    /// <summary>One sum of each in every tile.</summary>
    public static readonly SumChains None = default;

    /// <summary>The sums of a tile that fill the time: as many multiply-adds as begin until one has ended.</summary>
    public const int Enough = (int)(CostModel.FmaLatency * CostModel.FmaPerCycle);

    /// <summary>The channels from which on adding sums up behind a loop is worth it, measured.</summary>
    private const int FewestChannels = 16;

    private readonly int _registers;

    private SumChains(int registers)
    {
        _registers = registers;
    }

    /// <summary>The sums of a layer's tiles.</summary>
    public static SumChains Of(ConvSpec spec, Isa isa)
    {
        // An even number of channels makes the steps of a loop even.
        return spec.ChannelsPerGroup >= FewestChannels && spec.ChannelsPerGroup % 2 == 0 ? new SumChains(isa.Registers) : None;
    }

    /// <summary>
    /// Gives each tile of a row 1 or 2: the registers have to hold all sums, the weights and an input. Where a row is cut
    /// anywhere, for threads too, its largest tile decides for all: a pixel is summed in the same order whatever tile it
    /// falls into.
    /// </summary>
    public RowCover Mark(RowCover cover, int vectors)
    {
        SumChains self = this;
        return cover.IsExact
            ? cover with { Tiles = new EquatableArray<TileRun>(cover.Tiles.Select(tile => tile with { Chains = self.Count(tile.Pixels * vectors, vectors) })) }
            : cover.WithChains(Count(cover.Tiles[0].Pixels * vectors, vectors));
    }

    private int Count(int sums, int vectors)
    {
        return sums < Enough && (2 * sums) + vectors < _registers ? 2 : 1;
    }
}
