using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the register tiles of a depthwise or grouped kernel: one vector of filters, or a few side by side, by so many neighbouring pixels.
/// The weights of a kernel row lie in registers, and each input vector is loaded once and added to the sums of all
/// pixels whose windows hold it.
/// </summary>
internal sealed class SlidingTileEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    /// <summary>The sums declared in one line.</summary>
    private const int SumsInLine = 5;

    private readonly KernelGeometry _geometry = new(spec, plan);
    private readonly SlidingMultiplyAdds _multiplyAdds = new(plan.Isa, writer);
    private readonly SlidingPrefetch _prefetch = new(spec, plan, writer);
    private readonly SlidingStores _stores = new(spec, plan, writer);

    private int Channels => spec.ChannelsPerGroup;

    private int Taps => _geometry.Shape.Kernel[2];

    public void Emit(ColumnTile tile, VectorBlock block)
    {
        string pixels = tile.Pixels == 1 ? "1 pixel" : $"{tile.Pixels} pixels";
        writer.Line($"/// <summary>{pixels} by {block.Filters} filters: {tile.Pixels} × {Vectors(block)} = {tile.Pixels * Vectors(block)} sums in registers{SlidingTileNames.Missing(tile)}.</summary>");
        Open(SlidingTileNames.Of(plan, tile, block), _geometry.TileParameters);
        EmitSums(tile.Pixels, block);
        _prefetch.Emit(tile, block);
        new TapLoops(_geometry, writer).Emit(_geometry.RowSteps * block.Width, (x, w) => EmitRow(tile, block, x, w));
        EmitLaneSums(tile.Pixels, block);
        _stores.Emit(tile.Pixels, block);
        writer.Close();
    }

    /// <summary>Writes the methods that the tiles written so far share.</summary>
    public void EmitShared()
    {
        _multiplyAdds.Emit();
    }

    public void EmitBorder(VectorBlock block)
    {
        LaneInputText input = new(spec, plan, Lanes(block));
        VectorDialect dialect = Dialect(block);
        writer.Line($"/// <summary>1 pixel at a border by {block.Filters} filters.</summary>");
        Open(SlidingTileNames.OfBorder(plan, block), _geometry.Parameters("float* x, float* w, float* bias, float* y, int widthTaps"));
        EmitSums(1, block);
        new TapLoops(_geometry, writer).Emit(_geometry.RowSteps * block.Width, (x, w) =>
        {
            writer.Line($"float* xTap = {x};");
            writer.Line($"float* wTap = {w};");
            EmitOptional(input.IndexDeclaration);
            writer.Line();
            writer.Open("for (int tap = 0; tap < widthTaps; tap++)");
            EmitChannels(input, block, "xTap", "wTap", 1, (address, channel) =>
            {
                for (int vector = 0; vector < Vectors(block); vector++)
                {
                    string weights = dialect.Load(AddressText.Plus("wTap", (channel * block.Width) + (vector * Lanes(block))));
                    string value = input.Value(address, input.Offset(vector), channel);
                    writer.Line($"acc0_{vector} = {dialect.MultiplyAdd(value, weights, $"acc0_{vector}")};");
                }
            });
            writer.Line(AddressText.Advance("xTap", _geometry.Floats(_geometry.TapStep)));
            writer.Close();
            writer.Line();
            writer.Line(AddressText.Advance(w, _geometry.RowSteps * block.Width));
        });
        EmitLaneSums(1, block);
        _stores.Emit(1, block);
        writer.Close();
    }

    private void Open(string name, string parameters)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        writer.Open($"private static void {name}({parameters})");
    }

    private void EmitSums(int pixels, VectorBlock block)
    {
        VectorDialect dialect = Dialect(block);

        if (_geometry.NamesPixel)
        {
            writer.Line(SharedSliding.DeclarePixel).Line();
        }

        int lanesOfFilter = Vectors(block) / block.Vectors;
        writer.Line(lanesOfFilter == 1 ? "// Every sum starts from its filter's bias." : "// Every filter has two lanes, for two channels: the first starts from its bias.");

        for (int vector = 0; vector < Vectors(block); vector++)
        {
            string start = $"acc0_{vector}";
            string bias = AddressText.Plus("bias", vector * Lanes(block) / lanesOfFilter);
            writer.Line($"{dialect.Type} {start} = {(lanesOfFilter == 1 ? dialect.Load(bias) : $"FilterLanes.Start({bias})")};");

            for (int first = 1; first < pixels; first += SumsInLine)
            {
                IEnumerable<string> sums = Enumerable.Range(first, Math.Min(SumsInLine, pixels - first)).Select(pixel => $"acc{pixel}_{vector} = {start}");
                writer.Line($"{dialect.Type} {string.Join(", ", sums)};");
            }
        }

        writer.Line();
    }

    /// <summary>Where filters have two lanes each, the sums of both.</summary>
    private void EmitLaneSums(int pixels, VectorBlock block)
    {
        if (Vectors(block) == block.Vectors)
        {
            return;
        }

        writer.Line("// The two lanes of each filter are added up.");

        for (int pixel = 0; pixel < pixels; pixel++)
        {
            string parts = string.Join(", ", Enumerable.Range(0, Vectors(block)).Select(vector => $"acc{pixel}_{vector}"));
            writer.Line($"acc{pixel}_0 = FilterLanes.Sum({parts});");
        }

        writer.Line();
    }

    /// <summary>The taps and channels of one row of the kernel; leaves w at the next row.</summary>
    private void EmitRow(ColumnTile tile, VectorBlock block, string x, string w)
    {
        LaneInputText input = new(spec, plan, Lanes(block));
        int together = SlidingPlanner.TapsTogether(spec, plan.Isa, Vectors(block));
        Declare(Math.Min(together, Taps), block);
        EmitOptional(input.IndexDeclaration);

        for (int first = 0; first < Taps; first += together)
        {
            int taps = Math.Min(together, Taps - first);
            int start = first;
            EmitChannels(input, block, x, w, taps, (address, channel) => EmitSteps(tile, block, input, new Step(address, w, channel, start, taps)));
        }
    }

    /// <summary>The channels of some taps, in a loop where one suits or one after the other; leaves w at the next taps.</summary>
    private void EmitChannels(LaneInputText input, VectorBlock block, string x, string w, int taps, Action<string, int> body)
    {
        if (input.FirstIndex is string first)
        {
            writer.Line(first).Line();
        }

        if (input.LoopsChannels)
        {
            writer.Line($"// The {Channels} channels of a group.");
            writer.Open(input.Loop(x));
            body(input.Address(x), 0);
            EmitOptional(input.NextIndex);
            writer.Line(AddressText.Advance(w, input.ChannelsAtOnce * block.Width));
            writer.Close();
            writer.Line();

            if (taps > 1)
            {
                writer.Line(AddressText.Advance(w, (taps - 1) * Channels * block.Width));
            }

            return;
        }

        for (int channel = 0; channel < Channels; channel += input.ChannelsAtOnce)
        {
            if (Channels > input.ChannelsAtOnce)
            {
                writer.Line($"// Channel {channel} of a group.");
            }

            body(x, channel);
        }

        writer.Line(AddressText.Advance(w, taps * Channels * block.Width));
    }

    private void Declare(int taps, VectorBlock block)
    {
        for (int vector = 0; vector < Vectors(block); vector++)
        {
            writer.Line($"{Dialect(block).Type} {string.Join(", ", Enumerable.Range(0, taps).Select(tap => Weight(block, tap, vector)))};");
        }

        writer.Line();
    }

    private void EmitOptional(string? line)
    {
        if (line is not null)
        {
            writer.Line(line);
        }
    }

    /// <summary>The taps of one channel: the weights, then each column of the input with all the sums that it belongs to.</summary>
    private void EmitSteps(ColumnTile tile, VectorBlock block, LaneInputText input, Step step)
    {
        for (int tap = 0; tap < step.Taps; tap++)
        {
            for (int vector = 0; vector < Vectors(block); vector++)
            {
                int offset = (((tap * Channels) + step.Channel) * block.Width) + (vector * Lanes(block));
                writer.Line($"{Weight(block, tap, vector)} = {Dialect(block).Load(AddressText.Plus(step.Weights, offset))};");
            }
        }

        foreach ((int column, IReadOnlyList<(int Pixel, int Tap)> uses) in Columns(tile, step))
        {
            for (int vector = 0; vector < Vectors(block); vector++)
            {
                string value = _geometry.NamesPixel
                    ? Dialect(block).Load(_geometry.PixelAddress(step.Input, column, block.Offset(vector)))
                    : input.Value(step.Input, (column * plan.Input.PixelFloats) + input.Offset(vector), step.Channel);
                writer.Line(_multiplyAdds.Call(Lanes(block), value, [.. uses.Select(use => (Weight(block, use.Tap, vector), $"acc{use.Pixel}_{vector}"))]));
            }
        }
    }

    /// <summary>The columns that a tile spans and that are there, each with the pixels and taps it meets.</summary>
    private IEnumerable<(int Column, IReadOnlyList<(int Pixel, int Tap)> Uses)> Columns(ColumnTile tile, Step step)
    {
        int stride = _geometry.Shape.Stride[2];
        int dilation = _geometry.Shape.Dilation[2];
        int end = (int)BlockShape.Span(tile.Pixels, _geometry.Shape.EffectiveKernel[2], stride) - tile.After;

        return ChannelVectors.Columns(tile.Pixels, step.Taps, stride, dilation)
            .Select(column => (Column: column.Key + (step.First * dilation), Uses: (IReadOnlyList<(int, int)>)[.. column]))
            .Where(column => column.Column >= tile.Before && column.Column < end);
    }

    /// <summary>The name of the weights of a tap for a vector of filters.</summary>
    private string Weight(VectorBlock block, int tap, int vector)
    {
        return Vectors(block) == 1 ? $"w{tap}" : $"w{tap}_{vector}";
    }

    /// <summary>The vectors of a pixel's sums: several for each of filters that have as many lanes.</summary>
    private int Vectors(VectorBlock block)
    {
        return block.Vectors * new LaneInputText(spec, plan, Lanes(block)).ChannelsAtOnce;
    }

    private VectorDialect Dialect(VectorBlock block)
    {
        return new VectorDialect(plan.Isa, Lanes(block));
    }

    /// <summary>The lanes of a block's vectors, which are all alike.</summary>
    private static int Lanes(VectorBlock block)
    {
        return block.Lanes[0];
    }

    /// <summary>Some taps of one channel.</summary>
    /// <param name="Input">The address of the tile's first column.</param>
    /// <param name="Weights">The address of the first tap's weights.</param>
    /// <param name="Channel">The channel of the group, counted from the addresses.</param>
    /// <param name="First">The first tap.</param>
    /// <param name="Taps">The number of taps.</param>
    private sealed record Step(string Input, string Weights, int Channel, int First, int Taps);
}
