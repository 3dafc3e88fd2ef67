using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Planning;

/// <summary>A kind of tile of a plan: the whole one, or one that is smaller along the axes where it is the last.</summary>
internal sealed class WinogradTile
{
    private readonly WinogradPlan _plan;

    public WinogradTile(WinogradPlan plan, IEnumerable<int> tailAxes)
    {
        _plan = plan;
        TailAxes = new EquatableArray<int>(tailAxes);
        Outputs = new EquatableArray<int>(plan.Outputs.Select((outputs, axis) => TailAxes.Contains(axis) ? plan.Tails[axis] : outputs));
        Inputs = new EquatableArray<int>(Outputs.Select((outputs, axis) => Polyphase.Inputs(outputs, plan.Taps[axis], plan.Strides[axis])));
    }

    /// <summary>The axes along which it is smaller, outermost first.</summary>
    public EquatableArray<int> TailAxes { get; }

    /// <summary>Its outputs along depth, height and width.</summary>
    public EquatableArray<int> Outputs { get; }

    /// <summary>Its inputs, and points, along depth, height and width: a smaller tile has the first of the whole one's points.</summary>
    public EquatableArray<int> Inputs { get; }

    /// <summary>Whether it is as large as any.</summary>
    public bool IsWhole => TailAxes.Count == 0;

    /// <summary>The multiplications for each channel and filter.</summary>
    public int Points => Inputs.Aggregate(1, static (product, inputs) => product * inputs);

    /// <summary>The transforms along depth, height and width.</summary>
    public IEnumerable<CookToom> Matrices => Enumerable.Range(0, 3).Select(axis => TailAxes.Contains(axis)
        ? CookToom.Tail(Outputs[axis], _plan.Taps[axis], _plan.Outputs[axis])
        : Polyphase.Create(Outputs[axis], _plan.Taps[axis], _plan.Strides[axis]));

    /// <summary>Such as <c>F(2x4, 3x3)</c>.</summary>
    public string Form => _plan.FormOf(Outputs);

    /// <summary>The same, and whose points they are where the tile is smaller than others.</summary>
    public string FormText => IsWhole ? Form : $"{Form} at the first points of {_plan.Form}";
}
