using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the multiplication: for each run of filters the loop over the points, and the register tiles that all of them
/// share. Apart because it is no more than a pointwise convolution whose pixels are tiles.
/// </summary>
internal sealed class WinogradMultiplyEmitter(KernelPlan plan, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;

    /// <summary>The method that multiplies with the filters of a block.</summary>
    public static string Name(BlockRun run)
    {
        return $"Multiply{run.Block.Filters}Filters";
    }

    /// <summary>Emits the methods of all runs and their register tiles.</summary>
    public void Emit()
    {
        foreach (BlockRun run in plan.Runs)
        {
            writer.Line();
            EmitRun(run);
        }

        // Runs that differ only in the filters of their last vector share their tiles.
        foreach ((int pixels, VectorBlock block) in plan.Runs
            .SelectMany(static run => run.Cover.Tiles.Select(tile => (tile.Pixels, Padded(run.Block))))
            .Distinct())
        {
            writer.Line();
            Tiles(block).Emit(pixels, block);
        }

        Tiles(plan.Runs[0].Block).EmitShared(plan.Runs.Select(static run => Padded(run.Block)));
    }

    private void EmitRun(BlockRun run)
    {
        VectorBlock block = Padded(run.Block);
        TileEmitter tiles = Tiles(block);
        writer.Line($"/// <summary>Multiplies every point of all tiles with the weights of {run.Block.Filters} filters.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {Name(run)}(float* points, float* w, float* zeros, float* products, int tiles)");
        writer.Open($"for (int point = 0; point < {_winograd.Points}; point++)");
        new AnyRow(run.Cover, "0", "tiles", pixels => Calls(run, tiles.Name(pixels, block)), writer).Emit();
        writer.Line();
        writer.Line(AddressText.Advance("points", _winograd.InputPointPitch));
        writer.Line(AddressText.Advance("products", _winograd.OutputPointPitch));
        writer.Line(AddressText.Advance("w", _winograd.Channels * run.Block.Width));
        writer.Close();
        writer.Close();
    }

    /// <summary>The call of a tile; where the sum over channels has parts, one for the first and one for all others, which add to it.</summary>
    private string Calls(BlockRun run, string tile)
    {
        string column = $"column * {_winograd.TilePitch}";
        string x = AddressText.At("points", column);
        string y = $"&products[column * {run.Block.Width}]";
        string first = $"{tile}({x}, w, zeros, {y});";
        return _winograd.Parts == 1 ? first : $$"""
            {{first}}

            for (int part = 1; part < {{_winograd.Parts}}; part++)
            {
                {{tile}}({{AddressText.At("points", column, $"part * {_winograd.PartChannels}")}}, &w[part * {{_winograd.PartChannels * run.Block.Width}}], {{y}}, {{y}});
            }
            """;
    }

    /// <summary>The multiplication of a point is a pointwise convolution whose pixels are tiles; products past the last filter are kept, since nobody reads them.</summary>
    private TileEmitter Tiles(VectorBlock block)
    {
        ConvSpec pointwise = new()
        {
            Kernel = new EquatableArray<int>(1),
            Stride = new EquatableArray<int>(1),
            Dilation = new EquatableArray<int>(1),
            Padding = new PaddingSpec(PaddingKind.Valid, default, default),
            InChannels = _winograd.PartChannels,
            Filters = block.Width,
        };
        // The products are read again at once, whatever the output is.
        return new TileEmitter(pointwise, plan with { Input = plan.Input with { PixelFloats = _winograd.TilePitch }, StreamsOutput = false }, writer);
    }

    private static VectorBlock Padded(VectorBlock block)
    {
        return block with { Filters = block.Width };
    }
}
