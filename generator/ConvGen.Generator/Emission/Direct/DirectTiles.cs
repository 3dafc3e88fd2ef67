using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The register tiles of a direct kernel, a class for each block of filters. Apart from the layer, of which they know
/// neither the number of filters nor the extents: networks repeat the channels and kernels of their layers.
/// </summary>
internal sealed class DirectTiles(ConvSpec spec, KernelPlan plan, SharedClasses shared)
{
    private readonly Dictionary<BlockRun, string> _classes = [];

    /// <summary>The name of a tile of a run, after that of its class, which is added where it is not there.</summary>
    public string Name(int pixels, BlockRun run, RowEdge edge, int blocks)
    {
        if (!_classes.TryGetValue(run, out string name))
        {
            name = Add(run);
            _classes.Add(run, name);
        }

        return $"{name}.{TileEmitter.Name(plan, pixels, run.Block, edge, blocks)}";
    }

    /// <summary>Such as <c>DirectTiles14x2_3x3_64Channels_1f3a9c2b_Avx512</c>; the hash stands for pitches, edges, activation and the other tiles.</summary>
    private string Add(BlockRun run)
    {
        string tile = $"{run.Cover.Tiles.Max(static tile => tile.Pixels)}x{run.Block.Vectors}";
        string kernel = string.Join("x", spec.Kernel);
        return shared.AddHashed(
            $"{plan.Family}Tiles{tile}_{kernel}_{spec.ChannelsPerGroup}Channels",
            plan.Isa.Name,
            $"The tiles of a kernel of {kernel} and {PlanText.Count(spec.ChannelsPerGroup, "channel")}, for {PlanText.Count(run.Block.Filters, "filter")} at a time.",
            writer => Emit(run, writer));
    }

    private void Emit(BlockRun run, SourceWriter writer)
    {
        TileEmitter tiles = new(spec, plan, run.Block, writer, WeightFetches.Share(plan, run), isShared: true);

        foreach (TileRun tile in run.Cover.Tiles.Select(static tile => tile with { Count = 1 }).Distinct())
        {
            writer.Line();
            tiles.Emit(tile);
        }

        if (plan.HasTileOfBlocks(run))
        {
            writer.Line();
            tiles.Emit(run.Cover.Tiles[0] with { Count = 1 }, plan.BlocksAtOnce);
        }

        tiles.EmitShared();
    }
}
