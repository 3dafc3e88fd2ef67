using System;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>Emits the input rows of a tile that reads planes where they lie; those that may lie above or below the plane under a condition.</summary>
internal sealed class InPlaceLines(Shape3 shape, PlanarTile tile, PlaneEdges edges, SourceWriter writer)
{
    /// <summary>Writes what <paramref name="emit"/> does with each row.</summary>
    public void Emit(Action<PlanarLines> emit)
    {
        foreach (PlanarLines line in PlanarLines.Of(shape, tile.Rows).Where(line => !edges.IsPadding(line.Row)))
        {
            string? inside = edges.MayLieAbove(line.Row) ? $"above <= {line.Row}" : null;
            string? end = edges.MayLieBelow(line.Row) ? $"below > {line.Row}" : null;

            if (inside is not null || end is not null)
            {
                writer.Line().Open($"if ({string.Join(" && ", new[] { inside, end }.OfType<string>())})");
            }

            emit(line);

            if (inside is not null || end is not null)
            {
                writer.Close().Line();
            }
        }
    }
}
