using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the sums of a plane whose rows are loaded once and permuted to the columns of every tap. The orders of columns and the masks stay in
/// registers from plane to plane.
/// </summary>
internal sealed class PermutedPlaneEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer) : IPlaneSums
{
    private readonly Shape3 _shape = new(spec);
    private readonly WholePlane _plane = new(new Shape3(spec), plan.Planar!.PlaneRows);
    private readonly VectorDialect _dialect = new(plan.Isa, plan.Planar!.Lanes);

    /// <inheritdoc/>
    public string Summary => $"{PlanText.Count(_plane.Vectors, "vector")} of {Lanes} sums in registers, each of {PlanText.Count(plan.Planar!.PlaneRows, "row")}";

    /// <inheritdoc/>
    public int Parts => 1;

    private int Lanes => plan.Planar!.Lanes;

    private int Taps => _shape.Kernel[2];

    /// <summary>The outputs of a vector; lanes behind them hold nothing.</summary>
    private int FloatsOfVector => plan.Planar!.PlaneRows * _shape.Output![2];

    private int PlaneFloats => _shape.Output![1] * _shape.Output[2];

    /// <summary>The sums of an output: those of every second column of taps are its second ones.</summary>
    private int Chains => _plane.HasSecondSums ? 2 : 1;

    /// <inheritdoc/>
    public void EmitConstants()
    {
        if (_plane.Sources.Any(source => source.High is null && _plane.TakesTwo) || _plane.Sources.Any(static source => source.Low is null))
        {
            writer.Line($"{_dialect.Type} padding = {_dialect.Type}.Zero;");
        }

        for (int tap = 0; tap < Taps; tap++)
        {
            if (_plane.Order(tap) is { } order)
            {
                writer.Line($"Vector{Lanes * 32}<int> order{tap} = Vector{Lanes * 32}.Create({string.Join(", ", order)});");
            }
        }

        foreach (PlanePiece piece in _plane.Pieces.Where(static piece => piece.IsMasked).GroupBy(Mask).Select(static alike => alike.First()))
        {
            writer.Line($"{_dialect.Type} {Mask(piece)} = LaneMask.Of{Lanes}({piece.First}, {piece.End});");
        }

        int left = PlaneFloats - ((_plane.Vectors - 1) * FloatsOfVector);

        if (left < Lanes)
        {
            writer.Line($"{_dialect.Type} stored = LaneMask.Of{Lanes}(0, {left});");
        }
    }

    /// <inheritdoc/>
    public void Declare(int part)
    {
        for (int sum = 0; sum < _plane.Vectors; sum++)
        {
            writer.Line($"{_dialect.Type} {Sum(sum, 0)} = {_dialect.Broadcast("bias[0]")};");
        }

        for (int sum = 0; sum < _plane.Vectors && Chains > 1; sum++)
        {
            writer.Line($"{_dialect.Type} {Sum(sum, 1)} = {_dialect.Type}.Zero;");
        }
    }

    /// <inheritdoc/>
    public void EmitTaps(int part, string x, string w)
    {
        if (_plane.KeepsWeights)
        {
            for (int tap = 0; tap < Taps; tap++)
            {
                EmitWeights(w, tap);
            }

            HashSet<PlanePiece> loaded = [];

            foreach (PlaneSource source in _plane.Sources)
            {
                EmitPieces(new[] { source.Low, source.High }.OfType<PlanePiece>().Where(loaded.Add), x);

                for (int tap = 0; tap < Taps; tap++)
                {
                    EmitUses(source, tap);
                }
            }

            return;
        }

        EmitPieces(_plane.Pieces, x);

        for (int tap = 0; tap < Taps; tap++)
        {
            EmitWeights(w, tap);

            foreach (PlaneSource source in _plane.Sources)
            {
                EmitUses(source, tap);
            }
        }
    }

    /// <inheritdoc/>
    public void EmitStores(int part, string y)
    {
        for (int sum = 0; sum < _plane.Vectors; sum++)
        {
            if (Chains > 1)
            {
                writer.Line($"{Sum(sum, 0)} += {Sum(sum, 1)};");
            }

            // Lanes behind the rows of a vector are overwritten by the next one.
            int first = sum * FloatsOfVector;
            string address = AddressText.Plus(y, first);
            string value = ActivationText.Inline(spec, Sum(sum, 0));
            int left = PlaneFloats - first;
            bool isLast = sum == _plane.Vectors - 1;
            writer.Line(left >= Lanes ? _dialect.StoreWhole(value, address)
                : isLast ? $"LaneMask.Store({value}, {address}, stored);"
                : $"LaneMask.Store({value}, {address}, LaneMask.Of{Lanes}(0, {left}));");
        }
    }

    /// <summary>The weights of a column of taps that meet the plane at all.</summary>
    private void EmitWeights(string w, int column)
    {
        foreach (int tap in _plane.Sources.SelectMany(static source => source.Uses).Select(static use => use.Tap).Distinct().OrderBy(static tap => tap))
        {
            writer.Line($"{_dialect.Type} {Weight(tap, column)} = {_dialect.Broadcast($"{w}[{(tap * Taps) + column}]")};");
        }
    }

    private void EmitPieces(IEnumerable<PlanePiece> pieces, string x)
    {
        foreach (PlanePiece piece in pieces)
        {
            string address = AddressText.Plus(x, piece.First);
            writer.Line($"{_dialect.Type} {PieceName(piece)} = {(piece.IsMasked ? $"LaneMask.Load({address}, {Mask(piece)})" : _dialect.Load(address))};");
        }
    }

    /// <summary>The columns of a source that a column of taps meets are added to all sums that they count for.</summary>
    private void EmitUses(PlaneSource source, int column)
    {
        string value = PieceName(source.Low);

        if (_plane.Order(column) is not null)
        {
            value = $"columns{_plane.Sources.ToList().IndexOf(source)}_{column}";
            string from = _plane.TakesTwo ? $"{PieceName(source.Low)}, order{column}, {PieceName(source.High)}" : $"{PieceName(source.Low)}, order{column}";
            writer.Line($"{_dialect.Type} {value} = ColumnOrder.Take({from});");
        }

        foreach ((int sum, int tap) in source.Uses)
        {
            string total = Sum(sum, column % Chains);
            writer.Line($"{total} = {_dialect.MultiplyAdd(value, Weight(tap, column), total)};");
        }
    }

    private static string Sum(int sum, int chain)
    {
        return chain == 0 ? $"sum{sum}" : $"second{sum}";
    }

    private static string Weight(int tap, int column)
    {
        return $"w{tap}_{column}";
    }

    /// <summary>A piece's name: what it begins with.</summary>
    private string PieceName(PlanePiece? piece)
    {
        return piece is null ? "padding" : $"rows{_plane.Pieces.ToList().IndexOf(piece)}";
    }

    /// <summary>The mask of a piece, named after the lanes that it leaves.</summary>
    private string Mask(PlanePiece piece)
    {
        return $"mask{System.Math.Max(0, -piece.First)}To{System.Math.Min(Lanes, piece.End - piece.First)}";
    }
}
