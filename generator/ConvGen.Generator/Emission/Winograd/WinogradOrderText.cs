using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// How a kernel numbers the tiles of a block where those that end the output are smaller, and knows which these are. Apart because inputs, points and
/// outputs are met in the same order, which the run-time half's <c>TileOrder</c> knows.
/// </summary>
internal sealed class WinogradOrderText(ConvSpec spec, WinogradPlan winograd)
{
    private readonly int[] _tailAxes = [.. winograd.TailAxes];
    private readonly WinogradTile[] _kinds = [.. winograd.Kinds];

    /// <summary>Whether all tiles are alike, so that they are numbered as they are met.</summary>
    public bool IsPlain => _tailAxes.Length == 0;

    /// <summary>The statement that counts the tiles of a block.</summary>
    public string Declare()
    {
        IEnumerable<string> others = Enumerable.Range(3 - spec.Rank, spec.Rank)
            .Where(axis => !_tailAxes.Contains(axis))
            .Select(axis => winograd.Outputs[axis] == 1 ? $"({Extent(axis)})" : $"TileOrder.Tiles({Extent(axis)}, {winograd.Outputs[axis]})")
            .DefaultIfEmpty("1");
        IEnumerable<string> axes = _tailAxes.Select(axis => $", {Extent(axis)}, {winograd.Outputs[axis]}, {winograd.Tails[axis]}");
        return $"TileOrder order = new({string.Join(" * ", others)}{string.Concat(axes)});";
    }

    /// <summary>Declares whether a tile ends the output along each axis with smaller tiles.</summary>
    public void DeclareEnds(SourceWriter writer)
    {
        foreach (int axis in _tailAxes)
        {
            writer.Line($"bool {Ends(axis)} = {WinogradTileLoops.Ends[axis]} - {WinogradTileLoops.Axes[axis]}Start <= {winograd.Tails[axis]};");
        }
    }

    /// <summary>The number of the tile, the next of its kind.</summary>
    /// <param name="order">The variable that counts.</param>
    public string Next(string order)
    {
        return $"{order}.Next({string.Join(", ", _tailAxes.Select(Ends))})";
    }

    /// <summary>The inputs of the tile along an axis, times <paramref name="planes"/>.</summary>
    public string Inputs(int axis, int planes)
    {
        string whole = KernelGeometry.Number(winograd.Inputs[axis] * planes);
        return _tailAxes.Contains(axis) ? $"{Ends(axis)} ? {_kinds[_kinds.Length - 1].Inputs[axis] * planes} : {whole}" : whole;
    }

    /// <summary>Emits what differs between the kinds of tiles.</summary>
    /// <param name="writer">Takes the text.</param>
    /// <param name="emit">Emits it for the kind with an index.</param>
    public void EmitKinds(SourceWriter writer, Action<int> emit)
    {
        if (IsPlain)
        {
            emit(0);
            return;
        }

        for (int kind = _kinds.Length - 1; kind >= 0; kind--)
        {
            string condition = string.Join(" && ", _kinds[kind].TailAxes.Select(Ends));
            string otherwise = kind == _kinds.Length - 1 ? string.Empty : "else ";
            writer.Open(kind == 0 ? "else" : $"{otherwise}if ({condition})");
            emit(kind);
            writer.Close();
        }

        writer.Line();
    }

    /// <summary>The first of the tiles that meet points, empty for the first of all, and their number.</summary>
    /// <param name="part">The points, in the order of <see cref="WinogradBlock.Tiles"/>.</param>
    public (string First, string Tiles) Meeting(int part)
    {
        // The only axis with smaller tiles is the outer one there.
        bool outer = _tailAxes.Length == 1 ? part > 0 : part >= 2;
        bool inner = _tailAxes.Length == 2 && part % 2 > 0;
        return (inner ? "order.FirstInnerWhole" : string.Empty, (outer, inner) switch
        {
            (true, true) => "order.Whole",
            (true, false) => "order.OuterWhole",
            (false, true) => "order.InnerWhole",
            _ => "order.Count",
        });
    }

    private static string Extent(int axis)
    {
        string start = axis switch { 0 => " - block->DepthStart", 1 => " - block->HeightStart", _ => string.Empty };
        return WinogradTileLoops.Ends[axis] + start;
    }

    private static string Ends(int axis)
    {
        return axis switch { 0 => "endsDepth", 1 => "endsHeight", _ => "endsWidth" };
    }
}
