using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the stores of a tile that writes rows of planes: vectors of columns, the last one masked where a row has no room for it.</summary>
internal sealed class InPlaceStoresEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer)
{
    private readonly Shape3 _shape = new(spec);
    private readonly PlanarTile _tile = plan.Planar!;
    private readonly PlaneEdges _edges = new(new Shape3(spec), plan.Planar!);

    private int OutputRow => _shape.Output![2];

    private bool IsStrided => _shape.Stride[2] > 1;

    /// <summary>Writes the stores of so many filters.</summary>
    public void Emit(int filters)
    {
        int left = _edges.ColumnsOfLastVector;
        int lanes = _tile.LanesOf(_tile.Vectors - 1);
        bool masks = left < lanes && plan.Isa.IsAvx512;

        if (masks)
        {
            writer.Line($"{Dialect(_tile.Vectors - 1).Type} stored = LaneMask.Of{lanes}(0, {left});");
        }

        for (int filter = 0; filter < filters; filter++)
        {
            for (int row = 0; row < _tile.Rows; row++)
            {
                for (int vector = 0; vector < _tile.Vectors; vector++)
                {
                    string sum = PlanarSums.Sum(filter, row, vector);
                    string value = ActivationText.Inline(spec, IsStrided ? $"ColumnPairs.InOrder({sum})" : sum);
                    int offset = (row * OutputRow) + (vector * _tile.Lanes);
                    bool isPart = vector == _tile.Vectors - 1 && left < lanes;

                    if (isPart && masks)
                    {
                        writer.Line($"LaneMask.Store({value}, {AddressText.Plus("y", offset)}, stored);");
                        continue;
                    }

                    if (isPart && value != sum)
                    {
                        writer.Line($"{sum} = {value};");
                        value = sum;
                    }

                    writer.Line(Dialect(vector).Store(value, "y", offset, isPart ? left : _tile.LanesOf(vector)));
                }
            }

            if (filter < filters - 1)
            {
                writer.Line(AddressText.Advance("y", "block->OutputChannel"));
            }
        }
    }

    private VectorDialect Dialect(int vector)
    {
        return new VectorDialect(plan.Isa, _tile.LanesOf(vector));
    }
}
