using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>The registers of a tile whose lanes are columns: its sums, filters × rows × vectors, and the weights they meet.</summary>
internal sealed class PlanarSums(ConvSpec spec, PlanarTile tile, Isa isa, int filters, int vectors, SourceWriter writer)
{
    private readonly VectorDialect _dialect = new(isa, tile.Lanes);
    private readonly Shape3 _shape = new(spec);

    /// <summary>The vectors of a row.</summary>
    public int Vectors => vectors;

    /// <summary>The packed weights from one tap of a row to the next.</summary>
    public int TapWeights => spec.ChannelsPerGroup * filters;

    /// <summary>Declares the sums, which start from the bias of their filters.</summary>
    public void Declare()
    {
        IEnumerable<(int Filter, int Row, int Vector)> sums =
            from filter in Enumerable.Range(0, filters)
            from row in Enumerable.Range(0, tile.Rows)
            from vector in Enumerable.Range(0, vectors)
            select (filter, row, vector);

        foreach ((int filter, int row, int vector) in sums)
        {
            VectorDialect dialect = new(isa, tile.LanesOf(vector));
            writer.Line($"{dialect.Type} {Sum(filter, row, vector)} = {dialect.Broadcast($"bias[{filter}]")};");
        }
    }

    /// <summary>Declares the weights of a column of taps, or the one that is fetched where it is needed.</summary>
    /// <param name="prefix">What their names begin with.</param>
    public void DeclareWeights(string prefix)
    {
        IEnumerable<string> names = tile.KeepsWeights
            ? Enumerable.Range(0, _shape.Kernel[1]).SelectMany(tap => Enumerable.Range(0, filters).Select(filter => Weight(prefix, tap, filter)))
            : [Lone(prefix)];
        writer.Line($"{_dialect.Type} {string.Join(", ", names)};");
    }

    /// <summary>Fetches the weights of a column of taps if they are kept.</summary>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="w">The address of the weights.</param>
    /// <param name="column">The column of taps, from there on.</param>
    public void LoadWeights(string prefix, string w, int column = 0)
    {
        for (int tap = 0; tap < _shape.Kernel[1] && tile.KeepsWeights; tap++)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                writer.Line($"{Weight(prefix, tap, filter)} = {_dialect.Broadcast(WeightAt(w, column, tap, filter))};");
            }
        }
    }

    /// <summary>The vectors of an input row, named so and numbered, meet each tap and output row that they count for.</summary>
    public void Add(PlanarLines line, string value, string prefix, string w, int column = 0)
    {
        foreach ((int row, int tap) in line.Uses)
        {
            for (int filter = 0; filter < filters; filter++)
            {
                string weight = tile.KeepsWeights ? Weight(prefix, tap, filter) : Lone(prefix);

                if (!tile.KeepsWeights)
                {
                    writer.Line($"{weight} = {_dialect.Broadcast(WeightAt(w, column, tap, filter))};");
                }

                for (int vector = 0; vector < vectors; vector++)
                {
                    string sum = Sum(filter, row, vector);
                    VectorDialect dialect = new(isa, tile.LanesOf(vector));
                    writer.Line($"{sum} = {dialect.MultiplyAdd($"{value}{vector}", dialect.Narrow(weight, tile.Lanes), sum)};");
                }
            }
        }
    }

    /// <summary>The accumulator of a filter's row and vector.</summary>
    public static string Sum(int filter, int row, int vector)
    {
        return $"acc{filter}_{row}_{vector}";
    }

    private string WeightAt(string w, int column, int tap, int filter)
    {
        return $"{w}[{(((tap * _shape.Kernel[2]) + column) * TapWeights) + filter}]";
    }

    private static string Weight(string prefix, int tap, int filter)
    {
        return $"{prefix}{tap}_{filter}";
    }

    private static string Lone(string prefix)
    {
        return $"{prefix}Lone";
    }
}
