using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits what a tile that slides along the row fetches ahead for another one.</summary>
internal sealed class SlidingPrefetch(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly KernelGeometry _geometry = new(spec, plan);

    public void Emit(ColumnTile tile, VectorBlock block)
    {
        if (plan.FetchesAhead == FetchAhead.NextTile)
        {
            EmitNextTile(tile.Pixels, block);
        }
        else if (plan.FetchesAhead is FetchAhead.NextRow or FetchAhead.NextRowAndOutput)
        {
            EmitNextRow(tile, block);
        }
    }

    /// <summary>What the next tile of the row writes, and of what it reads the columns and rows that no tile before it has met.</summary>
    private void EmitNextTile(int pixels, VectorBlock block)
    {
        writer.Line("// What the next tile writes and reads comes from afar: it is fetched meanwhile.");
        IEnumerable<string> outputs = Lines(block).Select(line => AddressText.At("y", $"pixel * {plan.OutputPixel(spec)}", line > 0 ? KernelGeometry.Number(line) : string.Empty));
        IEnumerable<string> inputs = NewInputs().SelectMany(offset => Lines(block).Select(line => AddressText.At("x", $"pixel * {_geometry.PixelStep}", KernelGeometry.Number(offset + line))));
        PrefetchText.Emit("pixel", pixels, 2 * pixels, [.. outputs, .. inputs], writer);
        writer.Line();
    }

    /// <summary>The rows that the tile below meets first, of the last plane. They are no stream: the processor does not foresee them.</summary>
    private void EmitNextRow(ColumnTile tile, VectorBlock block)
    {
        Shape3 shape = _geometry.Shape;
        int end = (int)BlockShape.Span(tile.Pixels, shape.EffectiveKernel[2], shape.Stride[2]) - tile.After;
        int rows = Math.Min(shape.Stride[1], shape.EffectiveKernel[1]);
        int last = ((shape.Kernel[0] - 1) * shape.Dilation[0] * plan.Input.PlanePitch) + ((shape.EffectiveKernel[1] - 1 + shape.Stride[1]) * plan.Input.RowPitch);
        writer.Line($"// What the tile below meets first{(plan.FetchesAhead == FetchAhead.NextRowAndOutput ? " and what it writes" : string.Empty)} comes from beyond the L2 cache, into which it is fetched meanwhile.");

        for (int column = tile.Before; column < end; column++)
        {
            foreach (int line in Lines(block))
            {
                for (int row = 0; row < rows; row++)
                {
                    int offset = last - (row * plan.Input.RowPitch) + (column * plan.Input.PixelFloats) + line;
                    writer.Line($"Sse.Prefetch1({AddressText.Plus("x", offset)});");
                }
            }
        }

        if (plan.FetchesAhead == FetchAhead.NextRowAndOutput)
        {
            EmitNextOutput(tile.Pixels, block);
        }

        writer.Line();
    }

    /// <summary>What the tile below writes.</summary>
    private void EmitNextOutput(int pixels, VectorBlock block)
    {
        int row = _geometry.Shape.Output![2] * plan.OutputPixel(spec);

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            foreach (int line in Lines(block))
            {
                writer.Line($"Sse.Prefetch1({AddressText.Plus("y", row + (pixel * plan.OutputPixel(spec)) + line)});");
            }
        }
    }

    /// <summary>The offsets, from a pixel's first input, of those that neither the pixel before it nor the one above it reads.</summary>
    private IEnumerable<int> NewInputs()
    {
        Shape3 shape = _geometry.Shape;

        for (int plane = 0; plane < shape.Kernel[0]; plane++)
        {
            for (int row = Math.Min(shape.Stride[1], shape.EffectiveKernel[1]); row > 0; row--)
            {
                for (int column = Math.Min(shape.Stride[2], shape.EffectiveKernel[2]); column > 0; column--)
                {
                    yield return (plane * shape.Dilation[0] * plan.Input.PlanePitch)
                        + ((shape.EffectiveKernel[1] - row) * plan.Input.RowPitch)
                        + ((shape.EffectiveKernel[2] - column) * plan.Input.PixelFloats);
                }
            }
        }
    }

    /// <summary>The first floats of the cache lines that the vectors of a block span.</summary>
    private static IEnumerable<int> Lines(VectorBlock block)
    {
        return Enumerable.Range(0, MachineCosts.Lines(block.Width)).Select(static line => line * MachineCosts.CacheLine);
    }
}
