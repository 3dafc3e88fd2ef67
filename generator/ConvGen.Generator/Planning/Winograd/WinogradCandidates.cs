using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Planning;

/// <summary>
/// The ways to apply minimal filtering to a layer, of which the fastest is kept: there are hundreds, so that nothing is
/// planned for one of them that its prediction does not need.
/// </summary>
/// <param name="spec">The layer, of one group.</param>
/// <param name="shape">Its extents.</param>
/// <param name="isa">The vectors.</param>
/// <param name="groups">The groups like it, each of which is computed from a copy of its channels.</param>
internal sealed class WinogradCandidates(ConvSpec spec, Shape3 shape, Isa isa, int groups)
{
    /// <summary>The numbers of tiles worth transforming at a time: enough for a register tile, few enough for the cache.</summary>
    private static readonly int[] TilesAtATime = [6, 9, 12, 16, 20, 28, 36, 50, 64, 100];

    private const int EnoughTiles = 12;

    /// <summary>More tiles than that only spare ways of weights that the L2 cache does not hold.</summary>
    private const int ManyTiles = 28;

    private readonly int[] _output = shape.Output
        ?? [spec.Rank > 2 ? CostModel.TypicalExtent / 4 : 1, spec.Rank > 1 ? CostModel.TypicalExtent : 1, CostModel.TypicalExtent];

    private readonly EquatableArray<int> _taps = new(shape.Kernel);
    private readonly EquatableArray<int> _strides = new(shape.Stride);
    private readonly EquatableArray<int> _dilations = new(shape.TapDilation);
    private readonly WinogradCost _cost = new(spec, shape, isa, groups);

    /// <summary>Tiles of any size are multiplied alike, and to plan that takes longest.</summary>
    private readonly Dictionary<int, BlockRun[]> _multiplies = [];

    private readonly List<WinogradCandidate> _candidates = [];

    private readonly ConvSpec _pointwise = Pointwise(spec);
    private readonly Shape3 _pointShape = new(Pointwise(spec));
    private InputPlan? _pointInput;

    /// <summary>Weighs a tile of so many outputs, for each number of tiles that may be taken at a time.</summary>
    /// <param name="outputs">The outputs along each axis.</param>
    /// <param name="parts">The parts of the channels that are summed on their own.</param>
    public void Weigh(int[] outputs, int parts)
    {
        EquatableArray<int> tile = new(outputs);
        int[] steps = [.. outputs.Zip(shape.TapDilation, static (count, dilation) => count * dilation)];
        int points = Enumerable.Range(0, 3).Aggregate(1, (product, axis) => product * Polyphase.Inputs(outputs[axis], shape.Kernel[axis], shape.Stride[axis]));
        int last = 0;

        IEnumerable<int> worth = TilesAtATime.Where(most => IsWorth(most, points));
        foreach (int most in worth)
        {
            int mostSteps = Math.Max(1, most / shape.InterleavedTiles);
            BlockShape block = BlockShape.ChooseSteps(_output, steps, mostSteps);
            int tiles = block.Depth / steps[0] * (block.Height / steps[1]) * (block.Width / steps[2]) * shape.InterleavedTiles;

            // Blocks grow with what they may hold: the same tiles are the same block.
            if (tiles != last || !spec.HasInput)
            {
                Weigh(tile, parts, block, tiles, spec.HasInput ? tiles : mostSteps * shape.InterleavedTiles);
            }

            last = tiles;
        }
    }

    /// <summary>The plan of the fastest way; null where none was weighed.</summary>
    public KernelPlan? Fastest()
    {
        if (_candidates.Count == 0)
        {
            return null;
        }

        (WinogradPlan plan, BlockRun[] runs, BlockShape block, _) = spec.HasInput ? new WinogradTails(spec, shape, isa, _cost, _output).Fastest(_candidates) : WinogradCandidate.Fastest(_candidates);
        return new KernelPlan
        {
            Isa = isa,
            Family = KernelFamily.Winograd,
            Runs = new EquatableArray<BlockRun>(runs),
            Winograd = plan,
            StreamsOutput = OutputTraffic.Streams(spec, isa),
            Input = WinogradInputPlanner.Plan(spec, shape, block, plan, mustCopy: groups > 1),
            PredictedFraction = _cost.PredictLayer(plan, runs, _output, block),
        };
    }

    private void Weigh(EquatableArray<int> outputs, int parts, BlockShape block, int tiles, int mostTiles)
    {
        if (!_multiplies.TryGetValue(tiles, out BlockRun[] runs))
        {
            runs = PlanMultiply(tiles);
            _multiplies.Add(tiles, runs);
        }

        WinogradPlan plan = new(
            outputs,
            _taps,
            _strides,
            _dilations,
            spec.InChannels,
            Planes: 1,
            isa.Covered(spec.InChannels),
            parts,
            mostTiles,
            runs.Max(static run => run.Block.Width));
        plan = plan with { BlocksOfPoint = BlocksOfPoint(plan, runs) };
        _candidates.Add(new WinogradCandidate(plan, runs, block, _cost.Predict(plan, runs, _output, block)));
    }

    /// <summary>The blocks of filters that meet a point together: several where weights come from afar, as many as their products stay in the L2 cache.</summary>
    private int BlocksOfPoint(WinogradPlan plan, BlockRun[] runs)
    {
        if (!CostModel.AreFar(plan.Weights(runs)))
        {
            return 1;
        }

        // Even shares: five blocks as three and two.
        int most = CostModel.BlocksOfPoint(plan.Points * plan.OutputPointPitch);
        int blocks = runs.Max(static run => run.Count);
        int times = (blocks + most - 1) / most;
        return (blocks + times - 1) / times;
    }

    /// <summary>The blocks of filters of the multiplication of a point: a pointwise convolution over the tiles of a block.</summary>
    private BlockRun[] PlanMultiply(int tiles)
    {
        _pointInput ??= InputPlanner.Plan(_pointwise, _pointShape, KernelFamily.Direct, isa.IsNarrow) with { PixelFloats = WinogradPlan.PitchOf(spec.InChannels) };
        return
        [
            .. TilePlanner.Plan(_pointwise, _pointShape, isa, KernelFamily.Winograd, _pointInput with { RowWidth = tiles }).Runs
                .Select(static run => run with { Cover = RowCover.Any(run.Cover.Tiles[0].Pixels) }),
        ];
    }

    private static ConvSpec Pointwise(ConvSpec spec)
    {
        return spec with
        {
            Kernel = new EquatableArray<int>(1),
            Stride = new EquatableArray<int>(1),
            Dilation = new EquatableArray<int>(1),
            Padding = new PaddingSpec(PaddingKind.Valid, default, default),
            Input = default,
        };
    }

    /// <summary>Whether so many tiles may be taken at a time: more than share the weights well only where their points stay near.</summary>
    private bool IsWorth(int most, int points)
    {
        // The tiles of a step are taken together.
        if (most < shape.InterleavedTiles)
        {
            return most == TilesAtATime[0];
        }

        long floats = (long)most * points * spec.InChannels;
        double weights = (double)points * spec.InChannels * spec.Filters;

        if (CostModel.AreFar(weights))
        {
            return most <= EnoughTiles || floats <= CostModel.FarWeightsPoints;
        }

        // In three dimensions few channels have more weights than the L2 cache holds beside few floats of points; in two more tiles are no faster, measured.
        bool arePaid = most <= ManyTiles || (spec.Rank > 2 && CostModel.IsBeyondSecondLevel(weights));
        return most <= EnoughTiles || (arePaid && floats <= CostModel.NearPoints);
    }
}
