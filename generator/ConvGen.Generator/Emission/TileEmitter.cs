using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a register tile: the sums of so many neighbouring pixels and vectors of filters, kept in registers while a
/// loop runs over taps and channels.
/// </summary>
internal sealed class TileEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer) : ITileEmitter
{
    private readonly KernelGeometry _geometry = new(spec, plan);

    /// <inheritdoc/>
    /// <remarks>Such as <c>DirectTile14x2_Avx512</c>: family, pixels by vectors, instruction set; the filters too where the last vector is not full.</remarks>
    public string Name(int pixels, VectorBlock block, RowEdge edge = RowEdge.None)
    {
        string partial = block.Filters == block.Vectors * plan.Isa.Lanes ? string.Empty : $"_{block.Filters}Filters";
        return $"{plan.Family}Tile{pixels}x{block.Vectors}{partial}_{plan.Isa.Name}";
    }

    /// <inheritdoc/>
    public void Emit(int pixels, VectorBlock block, RowEdge edge = RowEdge.None)
    {
        string sums = $"{pixels} × {block.Vectors} = {pixels * block.Vectors}";
        writer.Line($"/// <summary>{Count(pixels, "pixel")} by {Count(block.Filters, "filter")}: {sums} sums in registers.</summary>");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Line("[SkipLocalsInit]");
        writer.Open($"private static void {Name(pixels, block, edge)}({_geometry.TileParameters})");
        EmitStart(pixels, block);
        new TapLoops(_geometry, writer).Emit(_geometry.RowSteps * block.Width, (x, w) => EmitRow(pixels, block, x, w));
        EmitStores(pixels, block);
        writer.Close();
    }

    private void EmitStart(int pixels, VectorBlock block)
    {
        writer.Line("// Every sum starts from its filter's bias.");

        for (int vector = 0; vector < block.Vectors; vector++)
        {
            VectorDialect dialect = new(plan.Isa, block.Lanes[vector]);
            writer.Line($"{dialect.Type} acc0_{vector} = {dialect.Load(Plus("bias", block.Offset(vector)))};");
        }

        for (int pixel = 1; pixel < pixels; pixel++)
        {
            for (int vector = 0; vector < block.Vectors; vector++)
            {
                writer.Line($"{new VectorDialect(plan.Isa, block.Lanes[vector]).Type} acc{pixel}_{vector} = acc0_{vector};");
            }
        }

        for (int vector = 0; vector < block.Vectors; vector++)
        {
            writer.Line($"{new VectorDialect(plan.Isa, block.Lanes[vector]).Type} w{vector};");
        }

        if (SharesBroadcast(block))
        {
            writer.Line($"{new VectorDialect(plan.Isa, block.Lanes[0]).Type} value;");
        }

        writer.Line();
    }

    /// <summary>The taps and channels of one row of the kernel; leaves x where it was and w at the next row.</summary>
    private void EmitRow(int pixels, VectorBlock block, string x, string w)
    {
        RowLoop loop = RowLoop.Choose(spec, _geometry.MergesRowTaps, pixels * block.Vectors);
        int taps = _geometry.Shape.Kernel[2];
        int channels = spec.ChannelsPerGroup;

        if (loop.Taps == 1 && loop.Channels == 1)
        {
            for (int step = 0; step < loop.Steps; step++)
            {
                int offset = (step / channels * _geometry.TapStep) + (step % channels * _geometry.ChannelStep);
                writer.Line($"// Column {step / channels} of the kernel, channel {step % channels}.");
                EmitStep(pixels, block, x, offset, w, step);
            }

            writer.Line($"{w} += {loop.Steps * block.Width};");
            return;
        }

        string tap = x;

        if (loop.Taps > 1)
        {
            tap = "xTap";
            int length = _geometry.TapStep * taps;
            writer.Open($"for (float* {tap} = {x}, tapEnd = {x} + {length}; {tap} < tapEnd; {tap} += {_geometry.TapStep})");
        }

        if (Prefetches(loop))
        {
            writer.Line("// The next tile's pixels follow this one's: fetched a little with every step, they are there in time.");
            writer.Line($"float* ahead = {x} + {pixels * _geometry.PixelStep};").Line();
        }

        if (loop.Channels > 1)
        {
            int length = loop.Channels * loop.Steps * _geometry.ChannelStep;
            string what = _geometry.MergesRowTaps && taps > 1
                ? $"The {taps} columns of a kernel row and their {channels} channels lie one after the other: {length} steps."
                : $"The {channels} channels of a tap.";
            writer.Line($"// {what}");
            writer.Open($"for (float* xStep = {tap}, end = {tap} + {length}; xStep < end; xStep += {loop.Steps * _geometry.ChannelStep})");
            tap = "xStep";
        }

        for (int step = 0; step < loop.Steps; step++)
        {
            EmitStep(pixels, block, tap, step * _geometry.ChannelStep, w, step);
        }

        if (Prefetches(loop))
        {
            EmitPrefetch(pixels * loop.Steps);
        }

        writer.Line($"{w} += {loop.Steps * block.Width};");

        if (loop.Channels > 1)
        {
            writer.Close();
        }

        if (loop.Taps > 1)
        {
            writer.Close();
        }

        writer.Line();
    }

    private bool Prefetches(RowLoop loop)
    {
        return plan.Input.IsFlat && loop.Channels > 1 && (plan.Isa == Isa.Avx512 || plan.Isa == Isa.Avx2);
    }

    private void EmitPrefetch(int floats)
    {
        const int CacheLine = 16;

        for (int offset = 0; offset < floats; offset += CacheLine)
        {
            writer.Line($"Sse.Prefetch0({Plus("ahead", offset)});");
        }

        writer.Line($"ahead += {floats};");
    }

    private void EmitStep(int pixels, VectorBlock block, string x, int offset, string w, int step)
    {
        for (int vector = 0; vector < block.Vectors; vector++)
        {
            VectorDialect dialect = new(plan.Isa, block.Lanes[vector]);
            writer.Line($"w{vector} = {dialect.Load(Plus(w, (step * block.Width) + block.Offset(vector)))};");
        }

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            int position = offset + (pixel * _geometry.PixelStep);

            if (SharesBroadcast(block))
            {
                writer.Line($"value = {new VectorDialect(plan.Isa, block.Lanes[0]).Broadcast($"{x}[{position}]")};");
            }

            for (int vector = 0; vector < block.Vectors; vector++)
            {
                VectorDialect dialect = new(plan.Isa, block.Lanes[vector]);
                string value = plan.Family == KernelFamily.Lanewise ? dialect.Load(Plus(x, position + block.Offset(vector)))
                    : SharesBroadcast(block) ? dialect.Narrow("value", block.Lanes[0])
                    : dialect.Broadcast($"{x}[{position}]");
                string sum = $"acc{pixel}_{vector}";
                writer.Line($"{sum} = {dialect.MultiplyAdd(value, $"w{vector}", sum)};");
            }
        }
    }

    private void EmitStores(int pixels, VectorBlock block)
    {
        for (int pixel = 0; pixel < pixels; pixel++)
        {
            for (int vector = 0; vector < block.Vectors; vector++)
            {
                VectorDialect dialect = new(plan.Isa, block.Lanes[vector]);
                string value = $"acc{pixel}_{vector}";
                string stored = ActivationText.Inline(spec, value);

                if (stored != value && block.FiltersOf(vector) != block.Lanes[vector])
                {
                    // A vector that is stored in parts is activated once.
                    writer.Line($"{value} = {stored};");
                    stored = value;
                }

                writer.Line(dialect.Store(stored, "y", (pixel * spec.Filters) + block.Offset(vector), block.FiltersOf(vector)));
            }
        }

        if (!ActivationText.IsInline(spec.Activation))
        {
            writer.Line();
            writer.Line("// The tile is still in the L1 cache, the registers are free for the activation's own polynomial.");
            writer.Line(ActivationText.Pass(spec, "y", KernelGeometry.Number(pixels), block.Filters));
        }
    }

    /// <summary>Whether an input value is broadcast to a register: for one vector the broadcast is the multiply-add's operand.</summary>
    private bool SharesBroadcast(VectorBlock block)
    {
        return plan.Family != KernelFamily.Lanewise && block.Vectors > 1;
    }

    private static string Plus(string address, int offset)
    {
        return offset == 0 ? address : $"{address} + {offset}";
    }

    private static string Count(int count, string noun)
    {
        return count == 1 ? $"1 {noun}" : $"{count} {noun}s";
    }
}
