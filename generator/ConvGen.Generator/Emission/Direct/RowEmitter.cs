using System;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the loops over the rows of a block for some filters, and over the tiles of a row.</summary>
/// <param name="spec">The layer.</param>
/// <param name="plan">Its plan.</param>
/// <param name="tile">The name of a tile: its pixels, its filters, the end of the row it lies at and the blocks it meets at once.</param>
/// <param name="isShared">Whether layers of other numbers of filters share the text: the distance of two pixels of the output is an argument then.</param>
/// <param name="writer">Takes the text.</param>
internal sealed class RowEmitter(ConvSpec spec, KernelPlan plan, Func<int, BlockRun, RowEdge, int, string> tile, bool isShared, SourceWriter writer)
{
    private readonly KernelGeometry _geometry = new(spec, plan);

    /// <summary>The name of the method.</summary>
    public static string Name(KernelPlan plan, BlockRun run)
    {
        return plan.IsTileByTile ? "Rows" : run.Block.Filters == 1 ? "RowsOf1Filter" : $"RowsOf{run.Block.Filters}Filters";
    }

    public void Emit(BlockRun run)
    {
        string pitch = (isShared ? ", int pitch" : string.Empty) + (plan.TakesTogether(run) ? $", int {FilterLoop.Together}" : string.Empty);
        writer.Line($"/// <summary>The rows of a block for {(plan.IsTileByTile ? "the filters asked for" : PlanText.Count(run.Block.Filters, "filter"))}.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"{(isShared ? "public" : "private")} static void {Name(plan, run)}(BlockArguments* block, float* input, float* weights, float* bias, float* output{pitch})");

        new PositionLoops(spec, plan, writer, knowsFilters: !isShared).Emit(_geometry.RowWeights(run.Block), () =>
        {
            if (plan.TakesTogether(run))
            {
                EmitBlocks(run);
            }
            else if (run.Cover.IsExact)
            {
                EmitKnownRow(run);
            }
            else
            {
                string width = plan.Input.RowsArePixels ? "block->HeightEnd - block->HeightStart" : "block->Width";
                new AnyRow(run.Cover, "0", width, pixels => CallAt(pixels, run), writer).Emit();
            }
        });
        writer.Close();
    }

    /// <summary>The output positions, each of which is a tile: all blocks at once where they are as many as its tile takes, otherwise one by one.</summary>
    private void EmitBlocks(BlockRun run)
    {
        writer.Open("for (int column = 0; column < block->Width; column++)");

        if (plan.HasTileOfBlocks(run))
        {
            writer.Line($"// The weights of {plan.BlocksAtOnce} blocks are as many streams, which the processor fetches ahead together.");
            writer.Open($"if ({FilterLoop.Together} == {plan.BlocksAtOnce})");
            writer.Line(Call(1, run, $"&x[column * {_geometry.PixelStep}]", "&y[column * pitch]", blocks: plan.BlocksAtOnce));
            writer.Line("continue;");
            writer.Close();
            writer.Line();
        }

        writer.Open($"for (int one = 0; one < {FilterLoop.Together}; one++)");
        writer.Line(Call(1, run, $"&x[column * {_geometry.PixelStep}]", $"&y[(column * pitch) + (one * {run.Block.Filters})]", w: $"&w[one * {_geometry.Weights(run.Block)}]", bias: $"&bias[one * {run.Block.Width}]"));
        writer.Close();
        writer.Close();
    }

    private void EmitKnownRow(BlockRun run)
    {
        int left = run.Cover.Tiles.Sum(static tiles => tiles.Count);

        foreach (TileRun tiles in run.Cover.Tiles)
        {
            if (tiles.Count > 1)
            {
                writer.Open($"for (int tile = 0; tile < {tiles.Count}; tile++)");
            }

            writer.Line(Call(tiles.Pixels, run, "x", "y", edge: tiles.Edge));
            left -= tiles.Count;

            if (left > 0 || tiles.Count > 1)
            {
                writer.Line(AddressText.Advance("x", tiles.Pixels * _geometry.PixelStep));
                writer.Line(AddressText.Advance("y", isShared ? KernelGeometry.Times("pitch", tiles.Pixels) : KernelGeometry.Number(tiles.Pixels * plan.OutputPixel(spec))));
            }

            if (tiles.Count > 1)
            {
                writer.Close();
            }
        }
    }

    private string CallAt(int pixels, BlockRun run)
    {
        return Call(pixels, run, $"&x[column * {_geometry.PixelStep}]", $"&y[column * {(isShared ? "pitch" : KernelGeometry.Number(plan.OutputPixel(spec)))}]", Following(run));
    }

    /// <summary>The argument that tells a tile where its share of the next block's weights lies; empty where it fetches none.</summary>
    private string Following(BlockRun run)
    {
        return WeightFetches.Share(plan, run) is int floats
            ? $", &w[{_geometry.RowWeights(run.Block)} + column * {_geometry.RowSteps * floats / run.Cover.Tiles[0].Pixels}]"
            : string.Empty;
    }

    private string Call(int pixels, BlockRun run, string x, string y, string following = "", RowEdge edge = RowEdge.None, int blocks = 1, string w = "w", string bias = "bias")
    {
        string pitch = isShared ? ", pitch" : string.Empty;
        string asked = plan.IsTileByTile ? "block, " : string.Empty;
        return $"{tile(pixels, run, edge, blocks)}({_geometry.TileArguments($"{asked}{x}, {w}, {bias}, {y}{following}{pitch}")});";
    }
}
