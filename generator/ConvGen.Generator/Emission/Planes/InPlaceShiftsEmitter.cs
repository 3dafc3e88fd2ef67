using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits what the columns of taps do in a tile that loads each vector of an input row once, at the ends of a row with a mask, and
/// shifts it to the columns of every tap.
/// </summary>
internal sealed class InPlaceShiftsEmitter(Shape3 shape, KernelPlan plan, PlanarSums sums, SourceWriter writer)
{
    private readonly PlanarTile _tile = plan.Planar!;
    private readonly PlaneEdges _edges = new(shape, plan.Planar!);
    private readonly VectorDialect _wide = new(plan.Isa, plan.Isa.Lanes);

    private int Pieces => ColumnShifts.Pieces(shape, _tile, _edges);

    /// <summary>Declares what the input vectors, their shifted columns and the weights are called.</summary>
    public void Declare()
    {
        writer.Line($"{_wide.Type} {string.Join(", ", Enumerable.Range(0, Pieces).Select(static piece => $"piece{piece}"))};");

        foreach (IGrouping<int, int> alike in Enumerable.Range(0, _tile.Vectors).GroupBy(_tile.LanesOf))
        {
            writer.Line($"{new VectorDialect(plan.Isa, alike.Key).Type} {string.Join(", ", alike.Select(static vector => $"value{vector}"))};");
        }

        for (int tap = 0; tap < shape.Kernel[2]; tap++)
        {
            sums.DeclareWeights(Prefix(tap));
        }
    }

    /// <summary>The input rows meet all taps.</summary>
    public void Emit(string x, string w)
    {
        writer.Line($"int first = column{(shape.PaddingBegin[2] == 0 ? string.Empty : $" - {shape.PaddingBegin[2]}")};");
        writer.Line($"float* xTap = &{x}[first];");

        for (int piece = 0; piece < Pieces; piece++)
        {
            if (LeavesRow(piece))
            {
                writer.Line($"{_wide.Type} mask{piece} = LaneMask.Of{plan.Isa.Lanes}({(piece == 0 ? "first" : $"first + {piece * _tile.Lanes}")}, {shape.Input![2]});");
            }
        }

        for (int tap = 0; tap < shape.Kernel[2]; tap++)
        {
            sums.LoadWeights(Prefix(tap), w, tap);
        }

        new InPlaceLines(shape, _tile, _edges, writer).Emit(line => EmitLine(line, w));
    }

    private void EmitLine(PlanarLines line, string w)
    {
        for (int piece = 0; piece < Pieces; piece++)
        {
            string address = AddressText.Plus("xTap", (line.Row * shape.Input![2]) + (piece * _tile.Lanes));
            writer.Line($"piece{piece} = {(LeavesRow(piece) ? $"LaneMask.Load({address}, mask{piece})" : _wide.Load(address))};");
        }

        for (int tap = 0; tap < shape.Kernel[2]; tap++)
        {
            for (int vector = 0; vector < _tile.Vectors; vector++)
            {
                writer.Line($"value{vector} = {new VectorDialect(plan.Isa, _tile.LanesOf(vector)).Narrow(Shifted(vector, tap), plan.Isa.Lanes)};");
            }

            sums.Add(line, "value", Prefix(tap), w, tap);
        }
    }

    /// <summary>The columns that a tap meets in the windows of a vector.</summary>
    private string Shifted(int vector, int tap)
    {
        // Lanes behind the last column that is stored may hold anything.
        int next = _tile.Lanes == plan.Isa.Lanes && vector + 1 < Pieces ? vector + 1 : vector;
        return tap == 0 ? $"piece{vector}" : $"ColumnShift.Right(piece{vector}, piece{next}, {tap * shape.Dilation[2]})";
    }

    private bool LeavesRow(int piece)
    {
        return _edges.LeavesRow((piece * _tile.Lanes) - shape.PaddingBegin[2], plan.Isa.Lanes);
    }

    /// <summary>What the names of the weights of a column of taps begin with.</summary>
    private static string Prefix(int tap)
    {
        return $"column{tap}w";
    }
}
