using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Small planes of depthwise layers with AVX2, summed in the order of memory: vectors of sums begin every so many floats, at rows or wherever one ends, and
/// their inputs are plain loads, since what lies beyond the end of a row is the next row and is blended to zero.
/// </summary>
internal sealed class LinearPlane
{
    /// <summary>The multiply-adds that are written out.</summary>
    private const int MostUnrolled = 160;

    /// <summary>The fewest sums in registers that are worth it: fewer wait for one another, and meet the same input again and again.</summary>
    private const int FewestSums = 4;

    /// <summary>The weights up to which planes follow each other fast enough to hide that the multiply-adds of a sum wait for one another.</summary>
    private const int FewWeights = 9;

    private static readonly int Lanes = Isa.Avx2.Lanes;

    private readonly Shape3 _shape;
    private readonly int _step;
    private readonly IReadOnlyList<ColumnGroup> _groups;

    /// <summary>Initializes a plane whose vectors of sums begin every so many floats.</summary>
    public LinearPlane(Shape3 shape, int step)
    {
        _shape = shape;
        _step = step;
        Vectors = (Floats + step - 1) / step;
        _groups = IsStrided ? ColumnGroup.Of(shape, Isa.Avx2, Tile) : [.. Enumerable.Range(0, shape.Kernel[2]).Select(Column)];
        Chains = shape.Kernel[1] * shape.Kernel[2] > FewWeights && 2 * Vectors <= MostSums ? 2 : 1;
        Parts = [.. FindParts()];
    }

    /// <summary>The vectors of sums.</summary>
    public int Vectors { get; }

    /// <summary>The sums that are in registers together, one run of them after the other.</summary>
    public IReadOnlyList<LinearPart> Parts { get; }

    /// <summary>The sums of each output, which taps take in turn: two where there are few vectors and many taps. Measured, 5x5 on 5x5 is 1.4 times as fast with them, 3x3 as fast.</summary>
    public int Chains { get; }

    private PlanarTile Tile => new(Lanes, 1, _shape.Output![1], FlattensPlanes: false, PlaneStep: _step, PlaneVectors: Vectors);

    private bool IsStrided => _shape.Stride[2] > 1;

    /// <summary>The outputs of a plane.</summary>
    private int Floats => _shape.Output![1] * _shape.Output[2];

    private int InputFloats => _shape.Input![1] * _shape.Input[2];

    /// <summary>The sums that have room beside the weights of a group of columns and an input vector, of which there are three at stride 2.</summary>
    private int MostSums => Isa.Avx2.Registers - (_groups.Max(static group => group.Taps.Count()) * _shape.Kernel[1]) - (IsStrided ? 3 : 1);

    private IEnumerable<LinearPass> Passes => Parts.SelectMany(static part => part.Passes);

    private int InputLoads => Passes.Sum(static pass => pass.InputLoads);

    private int MultiplyAdds => Passes.Sum(static pass => pass.MultiplyAdds);

    /// <summary>
    /// Whether the sums are worth it. Where vectors begin anywhere in a row none of their inputs is met by two rows of taps, and 10x10, in two parts, took as long as tiles of rows.
    /// </summary>
    private bool Fits => MostSums >= FewestSums && MultiplyAdds > 0 && MultiplyAdds <= MostUnrolled && (Parts.Count == 1 || _step % _shape.Output![2] == 0 || _shape.Output[1] == 1);

    /// <summary>The tiles of a plane, if it is small enough.</summary>
    public static IEnumerable<PlanarTile> Tiles(ConvSpec spec, Shape3 shape, Isa isa)
    {
        // Where the kernel is larger than the plane nearly all loads reach beyond it.
        bool isLarger = shape.Kernel[1] > shape.Input![1] || shape.Kernel[2] > shape.Input[2];

        if (isa != Isa.Avx2 || spec.Groups == 1 || spec.ChannelsPerGroup > 1 || isLarger)
        {
            return [];
        }

        return Steps(shape)
            .Where(step => shape.Output![1] * shape.Output[2] * shape.Kernel[1] * shape.Kernel[2] <= MostUnrolled * step * 2)
            .Select(step => new LinearPlane(shape, step))
            .Where(static plane => plane.Fits)
            .Select(static plane => plane.Tile);
    }

    /// <summary>The cycles of a plane.</summary>
    public static double Cost(Shape3 shape, PlanarTile tile)
    {
        LinearPlane plane = new(shape, tile.PlaneStep);
        return CostModel.LinearPlane(plane.MultiplyAdds, plane.InputLoads, plane.Passes.Sum(static pass => pass.WeightLoads), plane.Passes.Sum(static pass => pass.Moves), plane.Vectors);
    }

    /// <summary>From how many floats to how many a vector of sums may begin: some rows, or all lanes where the rows of input and output are as long or there is but one.</summary>
    private static IEnumerable<int> Steps(Shape3 shape)
    {
        int width = shape.Output![2];
        bool keepsOrder = shape.Stride[1] == 1 && shape.Stride[2] == 1 && (shape.Input![2] == width || shape.Output[1] == 1);
        int rows = width > Lanes ? 0 : keepsOrder ? Math.Min(Lanes / width, shape.Output[1]) : 1;
        IEnumerable<int> steps = Enumerable.Range(1, rows).Select(row => row * width);
        return keepsOrder ? steps.Append(Lanes).Distinct() : steps;
    }

    private ColumnGroup Column(int tap)
    {
        int first = (tap * _shape.Dilation[2]) - _shape.PaddingBegin[2];
        return new ColumnGroup(first, first, tap, null);
    }

    private IEnumerable<LinearPart> FindParts()
    {
        int most = Math.Max(1, MostSums);
        int parts = (Vectors + most - 1) / most;

        for (int part = 0; part < parts; part++)
        {
            int first = part * Vectors / parts;
            int end = (part + 1) * Vectors / parts;
            yield return new LinearPart(first, end, [.. _groups.Select(group => new LinearPass(group, [.. Sources(group, first, end)])).Where(static pass => pass.Sources.Count > 0)]);
        }
    }

    /// <summary>What a group of columns meets for a run of sums.</summary>
    private IEnumerable<LinearSource> Sources(ColumnGroup group, int first, int end)
    {
        return Enumerable.Range(first, end - first)
            .SelectMany(sum => Enumerable.Range(0, _shape.Kernel[1]).Select(tap => (Sum: sum, Tap: tap)))
            .Where(use => LanesOf(use, group, 0, _shape.Stride[2] * Lanes).Any(static lane => lane.IsInside))
            .GroupBy(use => Address(use, group))
            .OrderBy(static uses => uses.Key)
            .Select(uses => new LinearSource(Piece(uses, group, 0)!, IsStrided ? Piece(uses, group, Lanes) : null, [.. uses]));
    }

    /// <summary>The input vector from so many lanes behind an address on; null where no output meets it.</summary>
    private LinearPiece? Piece(IGrouping<int, (int Sum, int Tap)> uses, ColumnGroup group, int from)
    {
        (int Lane, bool IsInside)[] met = [.. uses.SelectMany(use => LanesOf(use, group, from, Lanes))];
        int first = uses.Key + from;
        bool isMasked = first < 0 || first + Lanes > InputFloats;
        int zeros = met.Where(lane => !lane.IsInside && first + lane.Lane >= 0 && first + lane.Lane < InputFloats).Aggregate(0, static (bits, lane) => bits | (1 << lane.Lane));
        return met.Length == 0 ? null : new LinearPiece(first, zeros, isMasked);
    }

    /// <summary>The float of the plane that the first of a vector of sums meets with a tap of the first column of a group.</summary>
    private int Address((int Sum, int Tap) use, ColumnGroup group)
    {
        (int row, int column) = Position(use.Sum * _step);
        return (InputRow(row, use.Tap) * _shape.Input![2]) + (column * _shape.Stride[2]) + group.First;
    }

    /// <summary>The lanes from one on that are met for an output, and whether there is input.</summary>
    private IEnumerable<(int Lane, bool IsInside)> LanesOf((int Sum, int Tap) use, ColumnGroup group, int from, int count)
    {
        for (int lane = from; lane < from + count; lane++)
        {
            int output = (use.Sum * _step) + (lane / _shape.Stride[2]);
            bool isMet = lane / _shape.Stride[2] < _step && output < Floats && (lane % _shape.Stride[2] == 0 ? group.Even : group.Odd) is not null;

            if (isMet)
            {
                (int row, int column) = Position(output);
                int inputRow = InputRow(row, use.Tap);
                int inputColumn = IsStrided ? group.First + lane : column + group.First;
                yield return (lane - from, inputRow >= 0 && inputRow < _shape.Input![1] && inputColumn >= 0 && inputColumn < _shape.Input[2]);
            }
        }
    }

    private (int Row, int Column) Position(int output)
    {
        return (output / _shape.Output![2], output % _shape.Output[2]);
    }

    private int InputRow(int row, int tap)
    {
        return (row * _shape.Stride[1]) + (tap * _shape.Dilation[1]) - _shape.PaddingBegin[1];
    }
}
