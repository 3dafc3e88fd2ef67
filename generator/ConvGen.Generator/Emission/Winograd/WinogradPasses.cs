using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// The passes of a transform, one along each axis of the kernel: the loops of a pass and the addresses in it. Apart
/// because the transforms of inputs and of products are made of the same passes; what lies between two of them stays in
/// the L1 cache.
/// </summary>
/// <param name="winograd">The plan.</param>
/// <param name="tile">The kind of tile: points stand as far apart in a smaller one as in a whole one.</param>
internal sealed class WinogradPasses(WinogradPlan winograd, WinogradTile tile)
{
    /// <summary>The axes along which the kernel is longer than 1, innermost first.</summary>
    public IEnumerable<int> ActiveAxes => ((int[])[2, 1, 0]).Where(axis => winograd.Taps[axis] > 1);

    /// <summary>Emits the loops over all other axes around one step along <paramref name="axis"/>.</summary>
    public void Emit(SourceWriter body, int axis, EquatableArray<int> extents, Action step, bool clipped = false)
    {
        body.Line().Line($"// Along the {WinogradTileLoops.Axes[axis]}.");
        int opened = 0;

        for (int other = 0; other < 3; other++)
        {
            if (other != axis && winograd.Taps[other] > 1)
            {
                string end = clipped ? WinogradTileLoops.Axes[other] : KernelGeometry.Number(extents[other]);
                body.Open($"for (int {Index(other)} = 0; {Index(other)} < {end}; {Index(other)}++)");
                opened++;
            }
        }

        if (opened == 0)
        {
            body.Open();
            opened = 1;
        }

        step();

        for (; opened > 0; opened--)
        {
            body.Close();
        }
    }

    /// <summary>The address at the indices of all axes but one.</summary>
    public string Start(string pointer, Func<int, string> pitch, int axis)
    {
        return AddressText.At(pointer, [.. Enumerable.Range(0, 3)
            .Where(other => other != axis && winograd.Taps[other] > 1)
            .Select(other => $"{Index(other)} * {pitch(other)}")]);
    }

    /// <summary>The address so many steps along the axis of the pass.</summary>
    public static string At(string pointer, int step, int index)
    {
        return AddressText.Plus(pointer, step * index);
    }

    /// <summary>The floats between two neighbours along an axis where a pass leaves its results to the next.</summary>
    public int TemporaryPitch(int axis, int lanes)
    {
        return PointStep(axis) * lanes;
    }

    /// <summary>The points between two neighbours along an axis.</summary>
    public int PointStep(int axis)
    {
        return axis switch
        {
            0 => winograd.Inputs[1] * winograd.Inputs[2],
            1 => winograd.Inputs[2],
            _ => 1,
        };
    }

    /// <summary>
    /// Such as <c>6x4_3x3</c> for F(6x4, 3x3): the outputs and taps of the axes from the first that has several taps, the strides unless they are 1, and the
    /// outputs of a smaller tile, as <c>6x4_3x3_Tail2x4</c>.
    /// </summary>
    public string Name()
    {
        int first = ActiveAxes.Last();
        IEnumerable<EquatableArray<int>> extents = winograd.Strides.Skip(first).All(static stride => stride == 1)
            ? [winograd.Outputs, winograd.Taps]
            : [winograd.Outputs, winograd.Taps, winograd.Strides];
        string tail = tile.IsWhole ? string.Empty : $"_Tail{string.Join("x", tile.Outputs.Skip(first))}";
        return string.Join("_", extents.Select(extent => string.Join("x", extent.Skip(first)))) + tail;
    }

    /// <summary>The distances along the axes of the passes, outermost first.</summary>
    /// <param name="pitches">Those along depth, height and width.</param>
    public string Pitches(params string[] pitches)
    {
        return string.Join(", ", ActiveAxes.Reverse().Select(axis => pitches[axis]));
    }

    /// <summary>The address that a pass goes on to with the next of its vectors; the first is where it starts.</summary>
    public static string Next(string pointer, string step, int index)
    {
        return index == 0 ? pointer : $"{pointer} = &{pointer}[{step}]";
    }

    /// <summary>The names of so many vectors.</summary>
    public static string[] Names(string prefix, int count)
    {
        return [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];
    }

    private static string Index(int axis)
    {
        return ((string[])["i", "j", "k"])[axis];
    }
}
