using System;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the end of a tile that slides along the row: its sums are activated and stored, past the caches where that is planned.</summary>
internal sealed class SlidingStores(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly KernelGeometry _geometry = new(spec, plan);

    public void Emit(int pixels, VectorBlock block)
    {
        int lanes = block.Lanes[0];
        VectorDialect dialect = new(plan.Isa, lanes);

        if (_geometry.NamesPixel)
        {
            EmitWhole(pixels, block, dialect);
            return;
        }

        (string Sum, int Offset)[] stores = [.. Enumerable.Range(0, pixels).SelectMany(pixel => Enumerable.Range(0, block.Vectors)
            .Select(vector => ($"acc{pixel}_{vector}", (pixel * plan.OutputPixel(spec)) + block.Offset(vector))))];

        if (lanes == plan.Isa.Lanes && block.Width % MachineCosts.CacheLine == 0 && StreamedStore.Applies(spec, plan))
        {
            StreamedStore.Emit(stores.Select(store => (ActivationText.Inline(spec, store.Sum), store.Offset)), writer);
        }

        foreach ((string sum, int offset) in stores)
        {
            string stored = ActivationText.Inline(spec, sum);

            if (stored != sum && block.Filters != block.Width)
            {
                // A vector that is stored in parts is activated once.
                writer.Line($"{sum} = {stored};");
                stored = sum;
            }

            writer.Line(dialect.Store(stored, "y", offset, Math.Min(block.Filters, lanes)));
        }

        if (!ActivationText.IsInline(spec.Activation))
        {
            writer.Line();
            writer.Line("// The tile is still in the L1 cache, the registers are free for the activation's own polynomial.");
            writer.Line(ActivationText.Pass(spec, plan, "y", KernelGeometry.Number(pixels), block.Filters));
        }
    }

    /// <summary>The stores where the text does not know what a pixel has: vectors that are full.</summary>
    private void EmitWhole(int pixels, VectorBlock block, VectorDialect dialect)
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int vector = 0; vector < block.Vectors; vector++)
            {
                string value = ActivationText.Inline(spec, $"acc{pixel}_{vector}");
                writer.Line(dialect.StoreWhole(value, _geometry.PixelAddress("y", pixel, block.Offset(vector))));
            }
        }
    }
}
