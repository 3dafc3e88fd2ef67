using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits what a group of columns of taps does in a tile that reads planes where they lie: its input vectors are loaded, at
/// the ends of a row with a mask and at stride 2 two at a time for the even and the odd columns, and meet the weights.
/// </summary>
internal sealed class InPlaceTapsEmitter(Shape3 shape, KernelPlan plan, PlanarSums sums, SourceWriter writer)
{
    private readonly PlanarTile _tile = plan.Planar!;
    private readonly PlaneEdges _edges = new(shape, plan.Planar!);
    private readonly VectorDialect _dialect = new(plan.Isa, plan.Planar!.Lanes);

    private int InputRow => shape.Input![2];

    private bool IsStrided => shape.Stride[2] > 1;

    /// <summary>The input rows meet the taps of a group.</summary>
    public void Emit(ColumnGroup group, string x, string w)
    {
        writer.Line($"float* xTap = &{x}[first];");

        foreach (int piece in _edges.Masked(group))
        {
            int offset = piece * _tile.Lanes;
            int lanes = _edges.LanesOfPiece(piece);
            writer.Line($"{new VectorDialect(plan.Isa, lanes).Type} mask{piece} = LaneMask.Of{lanes}({AtFirst(offset)}, {InputRow});");
        }

        if (group.HasNeighbour)
        {
            writer.Line($"{_dialect.Type} maskNext = LaneMask.Of{_tile.Lanes}({AtFirst(Neighbour(group))}, {InputRow});");
        }

        foreach ((string _, string weights, int column) in Columns(group))
        {
            sums.LoadWeights(weights, w, column);
        }

        new InPlaceLines(shape, _tile, _edges, writer).Emit(line => EmitLine(group, line, w));
    }

    private void EmitLine(ColumnGroup group, PlanarLines line, string w)
    {
        HashSet<int> masked = [.. _edges.Masked(group)];

        string Load(int piece)
        {
            string address = AddressText.Plus("xTap", (line.Row * InputRow) + (piece * _tile.Lanes));
            return masked.Contains(piece) ? $"LaneMask.Load({address}, mask{piece})" : new VectorDialect(plan.Isa, _edges.LanesOfPiece(piece)).Load(address);
        }

        for (int vector = 0; vector < _tile.Vectors; vector++)
        {
            if (!IsStrided)
            {
                writer.Line($"value{vector} = {Load(vector)};");
                continue;
            }

            writer.Line($"low = {Load(2 * vector)};").Line($"high = {Load((2 * vector) + 1)};");

            if (group.Even is not null)
            {
                writer.Line($"even{vector} = ColumnPairs.Even(low, high);");
            }

            if (group.Odd is not null)
            {
                writer.Line($"odd{vector} = ColumnPairs.Odd(low, high);");
            }
        }

        if (group.HasNeighbour)
        {
            EmitNeighbours(group, line);
        }

        foreach ((string values, string weights, int column) in Columns(group))
        {
            sums.Add(line, values, weights, w, column);
        }
    }

    /// <summary>The columns one place further left or right: those that are there, and one from beyond the tile.</summary>
    private void EmitNeighbours(ColumnGroup group, PlanarLines line)
    {
        int last = _tile.Vectors - 1;
        writer.Line($"low = LaneMask.Load({AddressText.Plus("xTap", (line.Row * InputRow) + Neighbour(group))}, maskNext);");

        for (int vector = 0; vector <= last; vector++)
        {
            writer.Line(group.Before is not null
                ? $"next{vector} = ColumnPairs.Before({(vector == 0 ? "low" : $"odd{vector - 1}")}, odd{vector});"
                : $"next{vector} = ColumnPairs.After(even{vector}, {(vector == last ? "low" : $"even{vector + 1}")});");
        }
    }

    /// <summary>Where the vector begins whose last or first lane is the column beyond the tile.</summary>
    private int Neighbour(ColumnGroup group)
    {
        return group.Before is not null ? -_tile.Lanes : 2 * _tile.Columns;
    }

    /// <summary>The columns of taps of a group: what the input vectors and weights that meet are called.</summary>
    private IEnumerable<(string Values, string Weights, int Column)> Columns(ColumnGroup group)
    {
        if (!IsStrided)
        {
            // A loop over several taps goes on to the weights of each.
            return [("value", "w", group.Count > 1 ? 0 : group.Even!.Value)];
        }

        (string, string, int?)[] all = [("even", "w", group.Even), ("odd", "v", group.Odd), ("next", "u", group.Before ?? group.After)];
        return all.Where(static entry => entry.Item3 is not null).Select(static entry => (entry.Item1, entry.Item2, entry.Item3!.Value));
    }

    private static string AtFirst(int offset)
    {
        return offset == 0 ? "first" : offset < 0 ? $"first - {-offset}" : $"first + {offset}";
    }
}
