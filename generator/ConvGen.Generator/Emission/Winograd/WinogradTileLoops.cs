using System;
using System.Collections.Generic;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the loops over the tiles of a block: <c>depthStart</c>, <c>heightStart</c> and <c>widthStart</c> are a tile's
/// first output. Apart because inputs and outputs are met in the same order, which numbers the tiles.
/// </summary>
internal sealed class WinogradTileLoops(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;

    /// <summary>The axes, after which variables are named.</summary>
    public static IReadOnlyList<string> Axes { get; } = ["depth", "height", "width"];

    /// <summary>The ends of a block along the axes.</summary>
    public static IReadOnlyList<string> Ends { get; } = ["block->DepthEnd", "block->HeightEnd", "block->Width"];

    /// <summary>Emits the loops around <paramref name="tile"/>, and what follows when a row of tiles without dilation is done.</summary>
    public void Emit(Action tile, Action? row = null)
    {
        string[] starts = ["block->DepthStart", "block->HeightStart", "0"];
        int opened = 0;

        for (int axis = 3 - spec.Rank; axis < 3; axis++)
        {
            int dilation = _winograd.Dilations[axis];
            string start = Axes[axis] + "Start";
            string step = dilation == 1 ? start : Axes[axis] + "Step";
            writer.Open($"for (int {step} = {starts[axis]}; {step} < {Ends[axis]}; {step} += {_winograd.Steps[axis]})");
            opened++;

            if (dilation > 1)
            {
                // The tiles of a step interleave: each takes every so many positions.
                writer.Open($"for (int {start} = {step}; {start} < global::System.Math.Min({step} + {dilation}, {Ends[axis]}); {start}++)");
                opened++;
            }
        }

        tile();

        if (row is not null)
        {
            writer.Close().Line();
            opened--;
            row();
        }

        for (; opened > 0; opened--)
        {
            writer.Close();
        }
    }
}
