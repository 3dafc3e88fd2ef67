using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;

namespace ConvGen.Generator.Planning;

/// <summary>Blocks of an output that hold as many tiles of each kind.</summary>
/// <param name="Count">The number of such blocks.</param>
/// <param name="Tiles">
/// The tiles that meet points: those that no tile leaves out and, in the order of <see cref="WinogradPlan.LeftOut"/>, those that smaller ones leave out.
/// </param>
internal sealed record WinogradBlock(double Count, EquatableArray<int> Tiles)
{
    /// <summary>The blocks an output is cut into. The last one along an axis may hold fewer tiles, and only it a smaller one.</summary>
    public static List<WinogradBlock> Of(WinogradPlan winograd, int[] output, BlockShape block)
    {
        int[] extents = [block.Depth, block.Height, block.Width];
        List<WinogradBlock> blocks = [new(1, new EquatableArray<int>(1))];

        // The inner axes last, so that they are the lower bits.
        for (int axis = 0; axis < 3; axis++)
        {
            bool hasTail = winograd.Tails[axis] > 0;
            int rest = output[axis] % extents[axis];
            int whole = output[axis] / extents[axis];
            (double Count, int Tiles, int Whole)[] along =
            [
                (whole, winograd.TilesAlong(axis, extents[axis]), winograd.TilesAlong(axis, extents[axis])),
                (rest > 0 ? 1 : 0, winograd.TilesAlong(axis, rest), rest / winograd.Outputs[axis]),
            ];
            blocks =
            [
                .. from outer in blocks
                   from inner in along
                   where inner.Count > 0
                   select new WinogradBlock(
                       outer.Count * inner.Count,
                       new EquatableArray<int>(outer.Tiles.SelectMany(tiles => hasTail ? (int[])[tiles * inner.Tiles, tiles * inner.Whole] : [tiles * inner.Tiles]))),
            ];
        }

        return blocks;
    }
}
