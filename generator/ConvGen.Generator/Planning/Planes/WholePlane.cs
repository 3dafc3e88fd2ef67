using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>
/// Small planes of depthwise layers, whose sums are all in registers: a vector holds as many output rows as it has room for. Their input rows
/// lie one behind the other, are loaded once and permuted to the columns of each tap. Measured, 3x3 on 4x4 to 8x8 is 1.4 to 1.7 times as fast as with a row
/// for each vector, loaded with a mask for each tap, and a call for each plane.
/// </summary>
internal sealed class WholePlane
{
    /// <summary>The weights that stay in registers from the first row of a plane to the last.</summary>
    private const int MostWeights = 9;

    /// <summary>The registers beside sums, weights and input vectors: orders of columns, zeros, masks and a permuted vector.</summary>
    private const int Spare = 7;

    /// <summary>The multiply-adds that are written out.</summary>
    private const int MostUnrolled = 130;

    /// <summary>The sums below which multiply-adds wait for one another, where the taps of a column follow each other.</summary>
    private const int FewSums = 8;

    private static readonly int Lanes = Isa.Avx512.Lanes;

    private readonly Shape3 _shape;
    private readonly int _rows;

    /// <summary>Initializes the vectors of a plane with so many output rows each.</summary>
    public WholePlane(Shape3 shape, int rows)
    {
        _shape = shape;
        _rows = rows;
        Vectors = (shape.Output![1] + rows - 1) / rows;
        Sources = [.. FindSources()];
        Pieces = [.. Sources.SelectMany(static source => new[] { source.Low, source.High }).OfType<PlanePiece>().Distinct().OrderBy(static piece => piece.First)];
    }

    /// <summary>The vectors of sums.</summary>
    public int Vectors { get; }

    /// <summary>The input vectors in the order they lie in.</summary>
    public IReadOnlyList<PlanePiece> Pieces { get; }

    /// <summary>What is permuted: one or two input vectors.</summary>
    public IReadOnlyList<PlaneSource> Sources { get; }

    /// <summary>Whether the rows of a vector of outputs are taken from two input vectors.</summary>
    public bool TakesTwo => RowsOfPiece < _rows;

    /// <summary>Whether all weights of a plane stay in registers: an input vector is permuted to all columns before the next. Otherwise those of a column of taps do.</summary>
    public bool KeepsWeights => _shape.Kernel[1] * _shape.Kernel[2] <= MostWeights;

    /// <summary>Whether there are two sums of each output, for every second column of taps.</summary>
    public bool HasSecondSums => !KeepsWeights && Vectors < FewSums;

    private int MultiplyAdds => Sources.Sum(static source => source.Uses.Count) * _shape.Kernel[2];

    private int Permutations => Sources.Count * Enumerable.Range(0, _shape.Kernel[2]).Count(tap => Order(tap) is not null);

    /// <summary>The output rows whose input one vector holds.</summary>
    private int RowsOfPiece => Enumerable.Range(1, _rows).TakeWhile(rows => Floats(rows) <= Lanes).LastOrDefault();

    /// <summary>The tile of a plane, if it is small enough.</summary>
    public static IEnumerable<PlanarTile> Tiles(ConvSpec spec, Shape3 shape, Isa isa)
    {
        if (!isa.IsAvx512 || spec.Groups == 1 || spec.ChannelsPerGroup > 1 || shape.Input![2] > Lanes || shape.Output![2] > Lanes)
        {
            return [];
        }

        // As many rows to a vector as two input vectors hold.
        int most = Math.Min(shape.Output[1], Lanes / shape.Output[2]);
        return Enumerable.Range(1, most)
            .Reverse()
            .Select(rows => new WholePlane(shape, rows))
            .Where(static plane => plane._rows <= 2 * plane.RowsOfPiece && plane.Fits)
            .Take(1)
            .Select(plane => new PlanarTile(Lanes, 1, shape.Output[1], FlattensPlanes: false, PlaneRows: plane._rows));
    }

    /// <summary>The cycles of a plane.</summary>
    public static double Cost(Shape3 shape, PlanarTile tile)
    {
        WholePlane plane = new(shape, tile.PlaneRows);
        return CostModel.WholePlane(plane.MultiplyAdds, plane.Permutations + plane.Pieces.Count(static piece => piece.IsMasked));
    }

    /// <summary>The lanes of a source that a column of taps meets, of a second vector from 16 on; null where they are those of one vector as it is.</summary>
    public int[]? Order(int tap)
    {
        int width = _shape.Output![2];
        int most = Math.Max(1, RowsOfPiece);
        int[] order = [.. Enumerable.Range(0, Lanes).Select(Lane)];
        return Enumerable.Range(0, _rows * width).All(lane => order[lane] == lane) ? null : order;

        int Lane(int lane)
        {
            // A lane that is zero: one of the second vector where that is nothing but zeros, or the last one of the first.
            int zero = TakesTwo ? Lanes - 1 : Lanes;
            int row = lane / width;
            int column = (lane % width * _shape.Stride[2]) + (tap * _shape.Dilation[2]) - _shape.PaddingBegin[2];
            return row >= _rows || column < 0 || column >= _shape.Input![2] ? zero
                : row < most ? (row * _shape.Stride[1] * _shape.Input[2]) + column
                : Lanes + ((row - most) * _shape.Stride[1] * _shape.Input[2]) + column;
        }
    }

    private bool Fits
    {
        get
        {
            int weights = KeepsWeights ? _shape.Kernel[1] * _shape.Kernel[2] : _shape.Kernel[1];
            int inputs = KeepsWeights ? TakesTwo ? 3 : 1 : Pieces.Count;
            bool hasZero = !TakesTwo || Floats(RowsOfPiece) < Lanes;
            return hasZero
                && Sources.Count > 0
                && (Vectors * (HasSecondSums ? 2 : 1)) + weights + inputs + Spare <= Isa.Avx512.Registers
                && MultiplyAdds <= MostUnrolled;
        }
    }

    /// <summary>The floats from the first to the last input row of so many output rows.</summary>
    private int Floats(int rows)
    {
        return (((rows - 1) * _shape.Stride[1]) + 1) * _shape.Input![2];
    }

    private IEnumerable<PlaneSource> FindSources()
    {
        int most = Math.Max(1, RowsOfPiece);
        return Enumerable.Range(0, Vectors)
            .SelectMany(sum => Enumerable.Range(0, _shape.Kernel[1]).Select(tap => (Sum: sum, Tap: tap)))
            .GroupBy(use => (use.Sum * _rows * _shape.Stride[1]) + (use.Tap * _shape.Dilation[1]) - _shape.PaddingBegin[1])
            .OrderBy(static uses => uses.Key)
            .Select(uses => new PlaneSource(Piece(uses.Key, most), most < _rows ? Piece(uses.Key + (most * _shape.Stride[1]), _rows - most) : null, [.. uses]))
            .Where(static source => source.Low is not null || source.High is not null);
    }

    /// <summary>The vector with the input rows of so many output rows; null where all lie in the padding.</summary>
    private PlanePiece? Piece(int row, int rows)
    {
        int plane = _shape.Input![1] * _shape.Input[2];
        int first = row * _shape.Input[2];
        int end = Math.Min(first + Floats(rows), plane);

        // Where one vector holds all rows, what lies behind them in the plane meets no output that is stored.
        int whole = TakesTwo ? end : plane;
        return end <= 0 || first >= plane ? null : new PlanePiece(first, Math.Min(whole, first + Lanes), first < 0 || whole < first + Lanes);
    }
}
