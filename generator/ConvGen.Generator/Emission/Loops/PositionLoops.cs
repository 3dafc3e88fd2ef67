using System;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the loops over the rows of a block of output positions: the planes, the rows, and for each row the addresses
/// of its input <c>x</c>, its weights <c>w</c> and its output <c>y</c>.
/// </summary>
/// <param name="spec">The layer.</param>
/// <param name="plan">Its plan.</param>
/// <param name="writer">Takes the text.</param>
/// <param name="knowsFilters">Whether the text may say how many filters the layer has.</param>
internal sealed class PositionLoops(ConvSpec spec, KernelPlan plan, SourceWriter writer, bool knowsFilters = true)
{
    private readonly KernelGeometry _geometry = new(spec, plan);

    private string OutputRow => IsOutputKnown ? _geometry.Floats(_geometry.Shape.Output![2] * spec.Filters) : "block->OutputRow";

    private string OutputPlane => IsOutputKnown
        ? _geometry.Floats(_geometry.Shape.Output![1] * _geometry.Shape.Output[2] * spec.Filters)
        : "block->OutputPlane";

    /// <summary>Whether the kernel writes to the output tensor itself and its extents are known.</summary>
    private bool IsOutputKnown => knowsFilters && spec.HasInput && spec.MemoryLayout == Layout.ChannelsLast;

    /// <summary>Emits the loops around <paramref name="body"/>; one row of the kernel has <paramref name="rowFloats"/> packed weights.</summary>
    public void Emit(int rowFloats, Action body)
    {
        if (_geometry.PassesRow || (spec.Rank > 1 && plan.Input.RowPitch == 0))
        {
            writer.Line("nint row = block->InputRow;");
        }

        if (_geometry.PassesPlane || (spec.Rank > 2 && plan.Input.PlanePitch == 0))
        {
            writer.Line("nint plane = block->InputPlane;");
        }

        bool overDepth = spec.Rank == 3;
        bool overHeight = spec.Rank >= 2;

        if (overDepth)
        {
            writer.Line().Open("for (int depth = block->DepthStart; depth < block->DepthEnd; depth++)");
            EmitPosition("depth", 0, _geometry.ClipsDepth);
        }

        if (plan.Input.RowsArePixels)
        {
            writer.Line("int height = block->HeightStart;");
            EmitPosition("height", 1, clips: false);
        }
        else if (overHeight)
        {
            writer.Line().Open("for (int height = block->HeightStart; height < block->HeightEnd; height++)");
            EmitPosition("height", 1, _geometry.ClipsHeight);
        }

        string x = AddressText.At(
            "input",
            overDepth ? $"{Tap("depth", 0, _geometry.ClipsDepth)} * {_geometry.PlanePitch}" : string.Empty,
            overHeight ? $"{Tap("height", 1, _geometry.ClipsHeight)} * {_geometry.RowPitch}" : string.Empty);
        string before = string.Empty;

        if (plan.Input.ColumnsBefore > 0)
        {
            // Where the padding would begin; the tile at the end of the row does not touch it.
            before = _geometry.Floats(-plan.Input.ColumnsBefore * plan.Input.PixelFloats);
        }
        else if (_geometry.ClipsWidth && !_geometry.Shape.PaddingKnown)
        {
            before = $"-block->PaddingWidth * {_geometry.Floats(plan.Input.PixelFloats)}";
        }

        string w = AddressText.At(
            "weights",
            _geometry.ClipsDepth ? $"depthFirst * {_geometry.Shape.Kernel[1] * rowFloats}" : string.Empty,
            _geometry.ClipsHeight ? $"heightFirst * {rowFloats}" : string.Empty);
        string y = AddressText.At(
            "output",
            overDepth ? $"depth * {OutputPlane}" : string.Empty,
            overHeight ? $"height * {OutputRow}" : string.Empty);
        writer.Line($"float* x = {x};");

        if (before.Length > 0)
        {
            writer.Line(AddressText.Advance("x", before));
        }

        writer.Line($"float* w = {w};").Line($"float* y = {y};").Line();

        body();

        if (overHeight && !plan.Input.RowsArePixels)
        {
            writer.Close();
        }

        if (overDepth)
        {
            writer.Close();
        }
    }

    /// <summary>The input position of the first tap of an output position, and the taps that meet data.</summary>
    private void EmitPosition(string axis, int index, bool clips)
    {
        Shape3 shape = _geometry.Shape;
        string scaled = Scaled(axis, shape.Stride[index]);
        string name = index == 0 ? "Depth" : "Height";

        if (!clips)
        {
            writer.Line($"int {axis}Position = {scaled};");
            return;
        }

        string padding = shape.PaddingKnown ? KernelGeometry.Number(shape.PaddingBegin[index]) : $"block->Padding{name}";
        string extent = shape.Input is { } input ? KernelGeometry.Number(input[index]) : $"block->Input{name}";
        int dilation = shape.Dilation[index];
        writer.Line($"int {axis}Position = {scaled} - {padding};");
        writer.Line($"int {axis}First = Taps.First({axis}Position, {dilation});");
        writer.Line($"int {axis}Taps = Taps.Count({axis}First, {axis}Position, {dilation}, {extent}, {shape.Kernel[index]});");
    }

    private string Tap(string axis, int index, bool clips)
    {
        return clips ? $"({axis}Position + {Scaled($"{axis}First", _geometry.Shape.Dilation[index])})" : $"{axis}Position";
    }

    private static string Scaled(string value, int factor)
    {
        return factor == 1 ? value : $"({value} * {factor})";
    }
}
