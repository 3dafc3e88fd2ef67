using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the kernel of one instruction set: the loops over groups, filters, rows and tiles, and the tiles.</summary>
internal sealed class KernelEmitter
{
    private readonly KernelPlan _plan;
    private readonly SourceWriter _writer;
    private readonly ConvSpec _spec;
    private readonly KernelGeometry _geometry;
    private readonly FewFiltersTileEmitter? _own;
    private readonly DirectRows? _shared;
    private readonly TileFilters? _tileFilters;
    private readonly FilterLoop _filters;

    public KernelEmitter(ConvSpec spec, KernelPlan plan, SharedClasses shared, SourceWriter writer)
    {
        _spec = spec;
        _plan = plan;
        _writer = writer;
        _geometry = new KernelGeometry(spec, plan);
        _own = plan.Family == KernelFamily.FewFilters ? new FewFiltersTileEmitter(spec, plan, writer) : null;
        _filters = new FilterLoop(spec, plan, writer);
        _tileFilters = plan.IsTileByTile ? new TileFilters(spec, plan, _filters, new DirectTiles(spec, plan, shared), Next, writer) : null;
        _shared = _own is null && _tileFilters is null ? new DirectRows(spec, plan, shared) : null;
    }

    /// <summary>The weights' groups: lanes of several groups make one of all filters.</summary>
    private int Groups => _plan.Family == KernelFamily.Lanewise ? 1 : _spec.Groups;

    public void Emit()
    {
        KernelClass.Open(_plan, _writer);
        EmitCode();
        _writer.Line();
        EmitRun();

        if (_own is not null)
        {
            EmitOwn(_own);
        }

        if (_tileFilters is not null)
        {
            EmitTileByTile(_tileFilters);
        }

        _writer.Close();
    }

    /// <summary>The rows and tiles of a kernel for few filters, which no other layer calls.</summary>
    private void EmitOwn(FewFiltersTileEmitter tiles)
    {
        RowEmitter rows = new(_spec, _plan, (pixels, _, edge, _) => tiles.Name(pixels, edge), isShared: false, _writer);

        foreach (BlockRun run in _plan.Runs)
        {
            _writer.Line();
            rows.Emit(run);
        }

        IEnumerable<(TileRun Tile, VectorBlock Block)> all = _plan.Runs
            .SelectMany(static run => run.Cover.Tiles.Select(tile => (tile with { Count = 1 }, run.Block)));

        foreach ((TileRun tile, VectorBlock block) in all.Distinct())
        {
            _writer.Line();
            tiles.Emit(tile, block);
        }
    }

    /// <summary>The rows of a kernel whose tiles meet all filters before the next, and the filters of each size of tile.</summary>
    private void EmitTileByTile(TileFilters filters)
    {
        BlockRun first = _plan.Runs[0];
        _writer.Line();
        new RowEmitter(_spec, _plan, static (pixels, _, _, _) => TileFilters.Name(pixels), isShared: false, _writer).Emit(first);

        foreach (int pixels in first.Cover.Tiles.Select(static tile => tile.Pixels).Distinct())
        {
            _writer.Line();
            filters.Emit(pixels);
        }
    }

    private void EmitCode()
    {
        KernelClass.OpenCode(_writer);
        _writer.Line($"FilterBlocks = {KernelClass.FilterBlocks(Groups, _plan.Runs)},");
        _filters.EmitUnits();

        if (_plan.Channels is { } channels)
        {
            _writer.Line("WeightPacking = WeightPacking.ChannelLanes,");
            _writer.Line($"ChannelLanes = {channels.Lanes},");

            if (channels.Taps < _geometry.Shape.Kernel[2])
            {
                _writer.Line("MergesRowTaps = true,");
            }
        }

        InputPlanText.Emit(_plan, _writer);
        _writer.Close("};");
    }

    private void EmitRun()
    {
        _filters.EmitSummary();
        _writer.Open("public static void Run(BlockArguments* block)");
        _writer.Line("float* input = block->Input;");
        _writer.Line("float* weights = block->Weights;");
        _writer.Line("float* bias = block->Bias;");
        _writer.Line("float* output = block->Output;");

        if (_plan.IsTileByTile)
        {
            _writer.Line().Line(OwnRows(_plan.Runs[0]));
        }
        else
        {
            _filters.Emit(
                _plan.Input.GroupsTogether ?? Groups,
                run => _shared?.Call(run) ?? OwnRows(run),
                Next,
                AddressText.Advance("input", _spec.ChannelsPerGroup),
                _plan.BlocksAtOnce);
        }

        _writer.Close();
    }

    private string OwnRows(BlockRun run)
    {
        return $"{RowEmitter.Name(_plan, run)}(block, input, weights, bias, output);";
    }

    private IEnumerable<string> Next(BlockRun run)
    {
        yield return Advance("weights", _geometry.Weights(run.Block));
        yield return Advance("bias", run.Block.Width);
        yield return Advance("output", run.Block.Filters);

        if (_plan.Family == KernelFamily.Lanewise)
        {
            yield return AddressText.Advance("input", run.Block.Filters);
        }

        string Advance(string operand, int floats)
        {
            return FilterLoop.Advance(operand, KernelGeometry.Number(floats), _plan.TakesTogether(run));
        }
    }
}
