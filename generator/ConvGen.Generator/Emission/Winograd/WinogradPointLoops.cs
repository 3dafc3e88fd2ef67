using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the multiplication of the points in the order of the weights where smaller tiles leave out some: the points that the same tiles meet follow
/// each other along the inner axis with smaller tiles.
/// </summary>
internal sealed class WinogradPointLoops(KernelPlan plan, WinogradMultiplyEmitter multiply, WinogradOrderText order, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;
    private readonly int[] _tailAxes = [.. plan.Winograd!.TailAxes];
    private readonly WinogradTile _smallest = plan.Winograd!.Kinds.Last();

    /// <summary>Emits it for a block of filters.</summary>
    public void Emit(BlockRun run)
    {
        writer.Line(order.Declare());
        writer.Line("float* u = points;");
        writer.Line("float* w = weights;");
        writer.Line("float* m = products;").Line();
        Emit(run, axis: 0, part: 0, isEnd: true);
    }

    /// <summary>Emits the points along an axis and those behind it.</summary>
    /// <param name="run">The blocks of filters.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="part">What of the points is known by the axes before.</param>
    /// <param name="isEnd">Whether nothing comes behind them.</param>
    private void Emit(BlockRun run, int axis, int part, bool isEnd)
    {
        int all = _winograd.Inputs[axis];
        int met = _smallest.Inputs[axis];
        bool isLast = axis == _tailAxes[_tailAxes.Length - 1];

        (int Points, bool IsLeftOut)[] runs = met == all ? [(all, false)] : [(met, false), (all - met, true)];

        // The inner axis with smaller tiles is the lowest bit.
        foreach ((int points, bool isLeftOut) in runs)
        {
            bool isEndOfAll = isEnd && isLeftOut == runs[runs.Length - 1].IsLeftOut;
            int now = isLeftOut ? part | (isLast ? 1 : 2) : part;

            if (isLast)
            {
                EmitCall(run, now, points * _winograd.Inputs.Skip(axis + 1).Aggregate(1, static (product, inputs) => product * inputs), isEndOfAll);
                continue;
            }

            if (points > 1)
            {
                string index = ((string[])["i", "j", "k"])[axis];
                writer.Open($"for (int {index} = 0; {index} < {points}; {index}++)");
            }

            Emit(run, axis + 1, now, isEndOfAll && points == 1);

            if (points > 1)
            {
                writer.Close().Line();
            }
        }
    }

    private void EmitCall(BlockRun run, int part, int points, bool isEnd)
    {
        (string first, string tiles) = order.Meeting(part);
        writer.Line(part == 0 ? "// Points of all tiles." : "// Points that smaller tiles leave out.");
        writer.Line(multiply.Call(run, part, points, first, tiles));

        if (isEnd)
        {
            return;
        }

        writer.Line(AddressText.Advance("u", points * _winograd.InputPointPitch));
        writer.Line(AddressText.Advance("w", points * _winograd.Channels * run.Block.Width));
        writer.Line(AddressText.Advance("m", points * _winograd.OutputPointPitch)).Line();
    }
}
