using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a register tile: the sums of so many neighbouring pixels and vectors of filters, kept in registers while a
/// loop runs over taps and channels.
/// </summary>
/// <param name="spec">The layer.</param>
/// <param name="plan">Its plan.</param>
/// <param name="block">The filters.</param>
/// <param name="writer">Takes the text.</param>
/// <param name="share">The floats of later weights that a step fetches from where a tile is told; null where it fetches none.</param>
/// <param name="isShared">Whether other classes call the tiles, which take the distance of two pixels of the output then: layers of other numbers of filters share them.</param>
internal sealed class TileEmitter(ConvSpec spec, KernelPlan plan, VectorBlock block, SourceWriter writer, int? share, bool isShared = false)
{
    /// <summary>The sums declared in one line, unless one pixel has more.</summary>
    private const int SumsInLine = 4;

    private readonly KernelGeometry _geometry = new(spec, plan);

    /// <summary>The floats between two pixels of the output.</summary>
    private string OutputPitch => isShared ? "pitch" : KernelGeometry.Number(spec.Filters);

    /// <summary>The name of a tile.</summary>
    /// <remarks>Such as <c>DirectTile14x2_Avx512</c>: family, pixels by vectors, instruction set; the filters too where the last vector is not full.</remarks>
    public static string Name(KernelPlan plan, int pixels, VectorBlock block, RowEdge edge = RowEdge.None, int blocks = 1)
    {
        string partial = block.Filters == block.Vectors * plan.Isa.Lanes ? string.Empty : $"_{block.Filters}Filters";
        string end = edge switch
        {
            RowEdge.None => string.Empty,
            RowEdge.Left or RowEdge.Right => $"_{edge}",
            _ => "_WholeRow",
        };
        string several = blocks == 1 ? string.Empty : $"_{blocks}Blocks";
        return $"{plan.Family}Tile{pixels}x{block.Vectors}{partial}{end}{several}_{plan.Isa.Name}";
    }

    /// <summary>Writes the method of a tile; at the ends of a row that is read where it lies it leaves out the taps in the padding.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="blocks">The blocks of filters that a tile of one pixel meets at once.</param>
    public void Emit(TileRun tile, int blocks = 1)
    {
        (int pixels, int chains) = (tile.Pixels, tile.Chains);
        string name = Name(plan, pixels, block, tile.Edge, blocks);
        string sums = $"{pixels} × {block.Vectors}{(chains * blocks == 1 ? string.Empty : $" × {chains * blocks}")} = {pixels * block.Vectors * chains * blocks}";
        string pointers = "float* x, float* w, float* bias, float* y" + (share is null ? string.Empty : ", float* following");
        writer.Line($"/// <summary>{PlanText.Count(pixels, "pixel")} by {(blocks == 1 ? string.Empty : $"{blocks} blocks of ")}{PlanText.Count(block.Filters, "filter")}: {sums} sums in registers.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open(isShared
            ? $"public static void {name}({_geometry.Parameters($"{pointers}, int pitch")})"
            : $"private static void {name}({_geometry.Parameters(pointers)})");
        EmitStart(pixels, chains, blocks);
        TileRowEmitter rows = new(spec, plan, tile, block, OutputPitch, share, writer, blocks);
        rows.Declare();
        TapLoops loops = new(_geometry, writer);
        int rowFloats = _geometry.RowSteps * block.Width;

        if (rows.StaggersStores)
        {
            EmitNext();
            writer.Line();
            loops.Emit(rowFloats, rows.Emit, (x, w) => rows.EmitLast(x, w, pixel => EmitStore(pixel)));
        }
        else
        {
            loops.Emit(rowFloats, rows.Emit);
            EmitStores(pixels, chains, blocks);
        }

        EmitActivation(pixels, blocks);
        writer.Close();
    }

    /// <summary>Writes the methods that the tiles share.</summary>
    public void EmitShared()
    {
        PixelEmitter pixel = new(spec, plan, block, writer);
        writer.Line();
        pixel.EmitMultiplyAdd();
        writer.Line();
        pixel.EmitStore(movesOn: isShared);
    }

    private void EmitStart(int pixels, int chains, int blocks)
    {
        writer.Line(plan.SumsParts ? "// The sums of this part of the channels; what they are added to is read when they are stored." : "// Every sum starts from its filter's bias.");

        foreach ((VectorDialect dialect, IReadOnlyList<int> vectors) in Alike())
        {
            string[] sums = [.. vectors.Select(vector => $"acc0_{vector} = {(plan.SumsParts ? $"{dialect.Type}.Zero" : dialect.Load(AddressText.Plus("bias", block.Offset(vector))))}")];
            writer.Line($"{dialect.Type} {string.Join(", ", sums)}{(pixels == 1 ? ";" : ",")}");

            // One declaration of many sums: each names its type for the compiler to find.
            int together = (SumsInLine + vectors.Count - 1) / vectors.Count;

            for (int other = 1; other < blocks; other++)
            {
                IEnumerable<string> others = vectors.Select(vector => $"acc{other}_{vector} = {dialect.Load(AddressText.Plus("bias", (other * block.Width) + block.Offset(vector)))}");
                writer.Line($"{dialect.Type} {string.Join(", ", others)};");
            }

            for (int first = 1; first < pixels; first += together)
            {
                int end = Math.Min(first + together, pixels);
                IEnumerable<string> copies = Enumerable.Range(first, end - first).SelectMany(pixel => vectors.Select(vector => $"acc{pixel}_{vector} = acc0_{vector}"));
                writer.Line($"    {string.Join(", ", copies)}{(end == pixels ? ";" : ",")}");
            }
        }

        foreach ((VectorDialect dialect, IReadOnlyList<int> vectors) in Alike())
        {
            if (chains > 1)
            {
                IEnumerable<string> zeros = Enumerable.Range(pixels, pixels).SelectMany(pixel => vectors.Select(vector => $"acc{pixel}_{vector} = {dialect.Type}.Zero"));
                writer.Line("// Every second step adds to sums of its own, which do not wait for the others.");
                writer.Line($"{dialect.Type} {string.Join(", ", zeros)};");
            }

            writer.Line($"{dialect.Type} {string.Join(", ", vectors.Select(static vector => $"w{vector}"))};");
        }
    }

    /// <summary>The vectors of the block, those of one width together.</summary>
    private IEnumerable<(VectorDialect Dialect, IReadOnlyList<int> Vectors)> Alike()
    {
        return Enumerable.Range(0, block.Vectors)
            .GroupBy(vector => block.Lanes[vector])
            .Select(group => (new VectorDialect(plan.Isa, group.Key), (IReadOnlyList<int>)[.. group]));
    }

    private void EmitStores(int pixels, int chains, int blocks)
    {
        for (int pixel = 0; pixel < pixels && chains > 1; pixel++)
        {
            writer.Line(string.Join(" ", Enumerable.Range(0, block.Vectors).Select(vector => $"acc{pixel}_{vector} += acc{pixels + pixel}_{vector};")));
        }

        EmitNext();

        for (int sum = 0; sum < pixels * blocks; sum++)
        {
            EmitStore(sum, blocks);
        }
    }

    /// <summary>Declares where tiles that do not know the distance of two pixels store next.</summary>
    private void EmitNext()
    {
        if (isShared)
        {
            writer.Line("float* next = y;");
        }
    }

    /// <summary>Stores a sum: a pixel's or, in a tile of several blocks, which has one pixel, a block's, which lie side by side.</summary>
    private void EmitStore(int sum, int blocks = 1)
    {
        string next = blocks > 1 ? KernelGeometry.Number(block.Filters) : OutputPitch;
        writer.Line(isShared ? PixelEmitter.StoreNext(block, sum, next) : PixelEmitter.Store(plan, block, sum * spec.Filters, sum));
    }

    /// <summary>Applies an activation that takes more than the store to the tile's outputs.</summary>
    private void EmitActivation(int pixels, int blocks)
    {
        if (!ActivationText.IsInline(spec.Activation))
        {
            writer.Line();
            writer.Line("// The tile is still in the L1 cache, the registers are free for the activation's own polynomial.");
            writer.Line(ActivationText.Pass(spec.Activation, ActivationText.Float(spec.Alpha), "y", KernelGeometry.Number(pixels), OutputPitch, blocks * block.Filters));
        }
    }
}
