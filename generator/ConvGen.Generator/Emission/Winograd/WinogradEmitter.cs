using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits a kernel of Winograd's minimal filtering: the tiles of a block are transformed, each point is multiplied as a
/// pointwise convolution over tiles, and the products of each block of filters are transformed back. Here is the class
/// and what it says of itself to the run-time half; each of its methods has an emitter of its own.
/// </summary>
internal sealed class WinogradEmitter(ConvSpec spec, KernelPlan plan, SharedClasses shared, SourceWriter writer)
{
    private readonly WinogradPlan _winograd = plan.Winograd!;

    public void Emit()
    {
        WinogradBlockLoops loops = new(spec, plan, shared);
        KernelClass.Open(plan, writer);
        EmitCode();
        writer.Line();
        new WinogradBlockEmitter(spec, plan, loops, writer).Emit();
        writer.Close();
        loops.EmitTiles();
    }

    private void EmitCode()
    {
        KernelClass.OpenCode(writer);
        writer.Line($"FilterBlocks = {KernelClass.FilterBlocks(spec.Groups, plan.Runs)},");
        new FilterLoop(spec, plan, writer).EmitUnits();
        InputPlanText.Emit(plan, writer);

        if (!plan.Input.IsInPlace)
        {
            writer.Line("PadsRows = true,");
        }

        InputPlanText.Flag("StoresPlanes", plan.StoresPlanes, writer);
        writer.Line($"OutputStep = [{string.Join(", ", _winograd.Steps)}],");
        writer.Line($"MostSteps = {_winograd.Tiles / _winograd.TilesOfStep},");
        writer.Line($"ScratchFloats = {new WinogradScratch(plan).Floats},");
        writer.Open("Winograd = new()");
        writer.Line($"Matrices = {Matrices()}.Filter,");

        if (_winograd.Planes > 1)
        {
            writer.Line($"Planes = {_winograd.Planes},");
        }

        writer.Close("},");
        writer.Close("};");
    }

    /// <summary>The name of the class with the matrices of the filters, the same for all layers of a form and all instruction sets.</summary>
    private string Matrices()
    {
        string name = $"WinogradMatrices{new WinogradPasses(_winograd, _winograd.Kinds.First()).Name()}";
        shared.Add(name, $"The transforms of the filters for {_winograd.Form}, which the run-time half applies once.", new MatricesMembers(_winograd));
        return name;
    }

    private static string Matrix(RootTwo[,] matrix)
    {
        IEnumerable<string> values = matrix.Cast<RootTwo>()
            .Select(static value => value.ToDouble().ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        return $"[{string.Join(", ", values)}]";
    }

    /// <summary>The member of the class with the matrices.</summary>
    private sealed class MatricesMembers(WinogradPlan winograd) : ISharedMembers
    {
        public void Emit(SourceWriter writer)
        {
            string matrices = string.Join(", ", winograd.Matrices.Select(static matrices => Matrix(matrices.Filter)));
            writer.Line("/// <summary>G along depth, height and width, row by row.</summary>");
            writer.Line($"public static readonly double[][] Filter = [{matrices}];");
        }
    }
}
