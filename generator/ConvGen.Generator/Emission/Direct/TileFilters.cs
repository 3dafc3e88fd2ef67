using System;
using System.Collections.Generic;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the loops over groups and filters that the pixels of one tile meet, of a kernel whose next tile comes after them.
/// </summary>
/// <param name="spec">The layer.</param>
/// <param name="plan">Its plan.</param>
/// <param name="filters">The loops.</param>
/// <param name="tiles">The register tiles.</param>
/// <param name="next">The statements that move the operands on to the block of filters behind one.</param>
/// <param name="writer">Takes the text.</param>
internal sealed class TileFilters(ConvSpec spec, KernelPlan plan, FilterLoop filters, DirectTiles tiles, Func<BlockRun, IEnumerable<string>> next, SourceWriter writer)
{
    private readonly KernelGeometry _geometry = new(spec, plan);

    /// <summary>The name of the method for a tile of so many pixels.</summary>
    public static string Name(int pixels)
    {
        return pixels == 1 ? "FiltersOf1Pixel" : $"FiltersOf{pixels}Pixels";
    }

    /// <summary>Emits the method.</summary>
    public void Emit(int pixels)
    {
        writer.Line($"/// <summary>The filters asked for of {PlanText.Count(pixels, "pixel")}.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {Name(pixels)}({_geometry.Parameters("BlockArguments* block, float* input, float* weights, float* bias, float* output")})");
        filters.Emit(
            spec.Groups,
            run => $"{tiles.Name(pixels, run, RowEdge.None, 1)}({_geometry.TileArguments($"input, weights, bias, output, {plan.OutputPixel(spec)}")});",
            next,
            AddressText.Advance("input", spec.ChannelsPerGroup));
        writer.Close();
    }
}
