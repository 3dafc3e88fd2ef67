using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the multiplication of a block of filters: the loop over the points and the register tiles. Apart because it is no
/// more than a pointwise convolution whose pixels are tiles, the same in all layers of so many channels.
/// </summary>
internal sealed class WinogradMultiplyEmitter(KernelPlan plan, SharedClasses shared)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;

    /// <summary>The statement that multiplies all tiles with the filters of a block.</summary>
    public string Call(BlockRun run)
    {
        string together = _winograd.TakesTogether(run) ? $"{FilterLoop.Together}, " : string.Empty;
        return $"{Name(run, _winograd.Tiles)}.Multiply(points, weights, zeros, products, block->Tiles, {together}{_winograd.Points}, {_winograd.InputPointPitch}, {_winograd.OutputPointPitch});";
    }

    /// <summary>The statement that multiplies some tiles at some points, where not all tiles meet all points.</summary>
    /// <param name="run">The blocks of filters.</param>
    /// <param name="part">The points, in the order of <see cref="WinogradBlock.Tiles"/>.</param>
    /// <param name="count">The number of points, which follow each other.</param>
    /// <param name="first">The first tile; empty for the first of all.</param>
    /// <param name="tiles">The number of tiles.</param>
    public string Call(BlockRun run, int part, int count, string first, string tiles)
    {
        (BlockRun tiled, int most) = OfPart(run, part);
        string together = _winograd.TakesTogether(run) ? $"{FilterLoop.Together}, {_winograd.Points * _winograd.Channels * run.Block.Width}, {_winograd.Points * _winograd.OutputPointPitch}, " : string.Empty;
        string x = first.Length == 0 ? "u" : $"&u[{first} * {_winograd.TilePitch}]";
        string y = first.Length == 0 ? "m" : $"&m[{first} * {run.Block.Width}]";
        return $"{Name(tiled, most)}.Multiply({x}, w, zeros, {y}, {tiles}, {together}{count}, {_winograd.InputPointPitch}, {_winograd.OutputPointPitch});";
    }

    /// <summary>Emits a class for the blocks of each run; runs that differ only in the filters of their last vector share it.</summary>
    public void Emit()
    {
        for (int part = 0; part <= _winograd.LeftOut.Count; part++)
        {
            foreach (BlockRun run in plan.Runs)
            {
                (BlockRun tiled, int tiles) = OfPart(run, part);
                shared.Add(Name(tiled, tiles), $"Multiplies the points of minimal filtering, {PlanText.Count(_winograd.Channels, "channel")} of each tile with {PlanText.Count(run.Block.Width, "filter")}.", new Members(this, tiled, tiles));
            }
        }
    }

    /// <summary>A run with the register tile for some of the points, and the most tiles that meet them.</summary>
    private (BlockRun Run, int Tiles) OfPart(BlockRun run, int part)
    {
        return part == 0 ? (run, _winograd.Tiles)
            : (_winograd.LeftOut[part - 1].Runs[plan.Runs.ToList().IndexOf(run)], _winograd.LeftOut[part - 1].Tiles);
    }

    /// <summary>Such as <c>WinogradTiles14x2_64Channels_Avx512</c>: all that the text depends on.</summary>
    private string Name(BlockRun run, int most)
    {
        VectorBlock block = run.Block;
        string width = block.Width == block.Vectors * plan.Isa.Lanes ? string.Empty : $"_{block.Width}Filters";
        string parts = _winograd.Parts == 1 ? string.Empty : $"{_winograd.Parts}x";
        string pitch = _winograd.TilePitch == WinogradPlan.PitchOf(_winograd.Channels) ? string.Empty : $"_Pitch{_winograd.TilePitch}";
        string near = WeightFetches.Near(plan, run.Cover.Tiles[0].Pixels, block, _winograd.PartChannels) ? "_NearWeights" : string.Empty;
        string share = WeightFetches.TilesSharing(plan, run, most) is > 1 and int tiles ? $"By{tiles}" : string.Empty;
        string ahead = (WeightFetches.Far(plan) ? $"_FarWeights{share}" : string.Empty) + near;
        string several = !_winograd.TakesTogether(run) ? string.Empty : _winograd.LeftOut.Count == 0 ? "_Blocks" : "_BlocksApart";
        return $"WinogradTiles{run.Cover.Tiles[0].Pixels}x{block.Vectors}{width}_{parts}{_winograd.PartChannels}Channels{pitch}{ahead}{several}_{plan.Isa.Name}";
    }

    private void Emit(BlockRun run, int most, SourceWriter writer)
    {
        VectorBlock block = run.Block with { Filters = run.Block.Width };
        TileEmitter tiles = Tiles(run, most, block, writer);
        writer.Line("/// <summary>Multiplies every point of all tiles with the weights of a block of filters.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        bool several = _winograd.TakesTogether(run);
        bool apart = _winograd.LeftOut.Count > 0;
        int chunk = _winograd.Channels * run.Block.Width;
        writer.Open($"public static void Multiply(float* points, float* w, float* zeros, float* products, int tiles, {(!several ? string.Empty : apart ? "int blocks, int blockWeights, int blockProducts, " : "int blocks, ")}int count, int inputPitch, int outputPitch)");

        if (several && !apart)
        {
            writer.Line($"int blockWeights = count * {chunk};");
            writer.Line("int blockProducts = count * outputPitch;").Line();
        }

        writer.Open("for (int point = 0; point < count; point++)");

        if (several)
        {
            writer.Line("// The points of all tiles, which the first block brings near, meet the others too.");
            writer.Line("float* weights = w;");
            writer.Line("float* sums = products;").Line();
            writer.Open("for (int block = 0; block < blocks; block++)");
        }

        if (WeightFetches.TilesSharing(plan, run, most) is not null)
        {
            writer.Line(several
                ? "// The weights that come next are those of the next block or, behind the last, of the first at the next point."
                : "// The weights that come next are those of the next point or, behind the last, of the next block.");
            writer.Line($"float* ahead = {(several ? $"block + 1 < blocks ? &weights[blockWeights] : " : string.Empty)}&w[{chunk}];");
        }

        new AnyRow(run.Cover, "0", "tiles", pixels => Calls(run, most, TileEmitter.Name(plan, pixels, block)), writer).Emit();

        if (several)
        {
            writer.Line();
            writer.Line(AddressText.Advance("weights", "blockWeights"));
            writer.Line(AddressText.Advance("sums", "blockProducts"));
            writer.Close();
        }

        writer.Line();
        writer.Line(AddressText.Advance("points", "inputPitch"));
        writer.Line(AddressText.Advance("products", "outputPitch"));
        writer.Line(AddressText.Advance("w", chunk));
        writer.Close();
        writer.Close();

        foreach (TileRun tile in run.Cover.Tiles)
        {
            writer.Line();
            tiles.Emit(tile);
        }

        tiles.EmitShared();
    }

    /// <summary>The call of a tile; where the sum over channels has parts, one for the first and one for all others, which add to it.</summary>
    private string Calls(BlockRun run, int most, string tile)
    {
        bool several = _winograd.TakesTogether(run);
        string column = $"column * {_winograd.TilePitch}";
        string w = several ? "weights" : "w";
        string x = AddressText.At("points", column);
        string y = $"&{(several ? "sums" : "products")}[column * {run.Block.Width}]";
        int part = _winograd.PartChannels * run.Block.Width;
        int? share = WeightFetches.Share(plan, run, most);
        string first = $"{tile}({x}, {w}, zeros, {y}{(share is null ? string.Empty : ", ahead")});";
        string next = WeightFetches.TilesSharing(plan, run, most) > 1 ? "\n" + AddressText.Advance("ahead", share!.Value * _winograd.PartChannels) : string.Empty;
        return (_winograd.Parts == 1 ? first : $$"""
            {{first}}

            for (int part = 1; part < {{_winograd.Parts}}; part++)
            {
                {{tile}}({{AddressText.At("points", column, $"part * {_winograd.PartChannels}")}}, &{{w}}[part * {{part}}], {{y}}, {{y}}{{(share is null ? string.Empty : $", &ahead[part * {part}]")}});
            }
            """) + next;
    }

    /// <summary>The multiplication of a point is a pointwise convolution whose pixels are tiles; products past the last filter are kept, since nobody reads them.</summary>
    private TileEmitter Tiles(BlockRun run, int most, VectorBlock block, SourceWriter writer)
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
        // The points of tiles lie in as many streams, more than the processor foresees; the products are read again at once, whatever the output is.
        InputPlan points = plan.Input with { PixelFloats = _winograd.TilePitch, LinesComeLate = true };
        return new TileEmitter(pointwise, plan with { Input = points, StreamsOutput = false }, block, writer, WeightFetches.Share(plan, run, most));
    }

    /// <summary>The members of a class.</summary>
    private sealed class Members(WinogradMultiplyEmitter emitter, BlockRun run, int most) : ISharedMembers
    {
        public void Emit(SourceWriter writer)
        {
            emitter.Emit(run, most, writer);
        }
    }
}
