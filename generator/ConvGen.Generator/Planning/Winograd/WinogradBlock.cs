using System.Collections.Generic;
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
            int rest = output[axis] % extents[axis];
            int whole = output[axis] / extents[axis];
            List<WinogradBlock> outer = blocks;
            blocks = [];

            foreach (WinogradBlock several in outer)
            {
                if (whole > 0)
                {
                    int tiles = winograd.TilesAlong(axis, extents[axis]);
                    blocks.Add(several.Along(whole, tiles, tiles, winograd.Tails[axis] > 0));
                }

                if (rest > 0)
                {
                    blocks.Add(several.Along(1, winograd.TilesAlong(axis, rest), rest / winograd.Outputs[axis], winograd.Tails[axis] > 0));
                }
            }
        }

        return blocks;
    }

    /// <summary>So many of these blocks along one more axis, where each has so many tiles, or whole ones where the last may be smaller.</summary>
    private WinogradBlock Along(double count, int tiles, int whole, bool hasTail)
    {
        int kinds = hasTail ? 2 : 1;
        int[] along = new int[Tiles.Count * kinds];

        for (int i = 0; i < along.Length; i++)
        {
            along[i] = Tiles[i / kinds] * (i % kinds == 0 ? tiles : whole);
        }

        return new WinogradBlock(Count * count, new EquatableArray<int>(along));
    }
}
