using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The rows of a direct kernel, a class for each block of filters: layers of other numbers of filters share them. Apart
/// from the tiles, which know even less of a layer.
/// </summary>
internal sealed class DirectRows(ConvSpec spec, KernelPlan plan, SharedClasses shared)
{
    private readonly DirectTiles _tiles = new(spec, plan, shared);

    /// <summary>The statement that computes the rows of a block for the filters of a run, whose class is added where it is not there.</summary>
    public string Call(BlockRun run)
    {
        return $"{Add(run)}.{RowEmitter.Name(plan, run)}(block, input, weights, bias, output, {plan.OutputPixel(spec)}{(plan.TakesTogether(run) ? $", {FilterLoop.Together}" : string.Empty)});";
    }

    /// <summary>Such as <c>DirectRows14x2_3x3_64Channels_1f3a9c2b_Avx512</c>; the hash stands for the extents that are known and the tiles.</summary>
    private string Add(BlockRun run)
    {
        string tile = $"{run.Cover.Tiles.Max(static tile => tile.Pixels)}x{run.Block.Vectors}";
        string kernel = string.Join("x", spec.Kernel);
        return shared.AddHashed(
            $"{plan.Family}Rows{tile}_{kernel}_{spec.ChannelsPerGroup}Channels",
            plan.Isa.Name,
            $"The rows of a kernel of {kernel} and {PlanText.Count(spec.ChannelsPerGroup, "channel")}, for {PlanText.Count(run.Block.Filters, "filter")} at a time.",
            writer => new RowEmitter(spec, plan, _tiles.Name, isShared: true, writer).Emit(run));
    }
}
