using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using ConvGen.Generator.Planning;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Emits the sums of a plane that is met in the order of memory: plain loads, of which the floats beyond the end of a row are blended to zero, and loads
/// with a mask where a vector reaches beyond the plane.
/// </summary>
internal sealed class LinearPlaneEmitter(ConvSpec spec, KernelPlan plan, SourceWriter writer) : IPlaneSums
{
    private readonly Shape3 _shape = new(spec);
    private readonly LinearPlane _plane = new(new Shape3(spec), plan.Planar!.PlaneStep);
    private readonly VectorDialect _dialect = new(plan.Isa, plan.Planar!.Lanes);

    /// <inheritdoc/>
    public string Summary => $"{PlanText.Count(_plane.Vectors, "vector")} of {Lanes} sums in registers{(Parts > 1 ? $", up to {_plane.Parts.Max(static part => part.End - part.First)} at a time" : string.Empty)}, one every {PlanText.Count(plan.Planar!.PlaneStep, "float")}";

    /// <inheritdoc/>
    public int Parts => _plane.Parts.Count;

    private int Lanes => plan.Planar!.Lanes;

    private bool IsStrided => _shape.Stride[2] > 1;

    private int InputFloats => _shape.Input![1] * _shape.Input[2];

    private int PlaneFloats => _shape.Output![1] * _shape.Output[2];

    /// <inheritdoc/>
    public void EmitConstants()
    {
        // Masks are loaded where they are needed: registers are few.
    }

    /// <inheritdoc/>
    public void Declare(int part)
    {
        foreach (int sum in Sums(part))
        {
            for (int chain = 0; chain < _plane.Chains; chain++)
            {
                writer.Line($"{_dialect.Type} {Sum(sum, chain)} = {(chain == 0 ? _dialect.Broadcast("bias[0]") : $"{_dialect.Type}.Zero")};");
            }
        }
    }

    /// <inheritdoc/>
    public void EmitTaps(int part, string x, string w)
    {
        foreach (LinearPass pass in _plane.Parts[part].Passes)
        {
            int[] taps = [.. pass.Group.Taps];
            writer.Line($"// {(taps.Length > 1 ? "Columns" : "Column")} {string.Join(", ", taps)} of the kernel.").Open();

            foreach (int column in taps)
            {
                foreach (int row in pass.Rows)
                {
                    writer.Line($"{_dialect.Type} {Weight(row, column)} = {_dialect.Broadcast($"{w}[{(row * _shape.Kernel[2]) + column}]")};");
                }
            }

            EmitSources(pass, x);
            writer.Close();
        }
    }

    /// <inheritdoc/>
    public void EmitStores(int part, string y)
    {
        foreach (int sum in Sums(part))
        {
            for (int chain = 1; chain < _plane.Chains; chain++)
            {
                writer.Line($"{Sum(sum, 0)} += {Sum(sum, chain)};");
            }

            // Lanes behind the rows of a vector are overwritten by the next one.
            int first = sum * plan.Planar!.PlaneStep;
            string value = ActivationText.Inline(spec, IsStrided ? $"ColumnPairs.InOrder({Sum(sum, 0)})" : Sum(sum, 0));
            int count = Math.Min(PlaneFloats - first, Lanes);

            if (count < Lanes && value != Sum(sum, 0))
            {
                writer.Line($"{Sum(sum, 0)} = {value};");
                value = Sum(sum, 0);
            }

            writer.Line(_dialect.Store(value, y, first, count));
        }
    }

    private IEnumerable<int> Sums(int part)
    {
        return Enumerable.Range(_plane.Parts[part].First, _plane.Parts[part].End - _plane.Parts[part].First);
    }

    private void EmitSources(LinearPass pass, string x)
    {
        string[] names = [.. Names(pass)];

        if (names.Length > 0)
        {
            writer.Line($"{_dialect.Type} {string.Join(", ", names)};");
        }

        foreach (LinearSource source in pass.Sources)
        {
            if (IsStrided)
            {
                EmitPairs(pass.Group, source, x);
            }
            else if (source.Uses.Count > 1)
            {
                writer.Line($"row = {Load(source.Low, x)};");
                EmitUses(source, "row", pass.Group.Even!.Value);
            }
            else
            {
                EmitUses(source, Load(source.Low, x), pass.Group.Even!.Value);
            }
        }
    }

    /// <summary>The variables of a pass beside weights.</summary>
    private IEnumerable<string> Names(LinearPass pass)
    {
        (string Name, bool IsThere)[] all = IsStrided
            ?
            [
                ("low", true),
                ("high", pass.Sources.Any(static source => source.High is not null)),
                ("even", pass.Group.Even is not null),
                ("odd", pass.Group.Odd is not null),
            ]
            : [("row", pass.Sources.Any(static source => source.Uses.Count > 1))];
        return all.Where(static entry => entry.IsThere).Select(static entry => entry.Name);
    }

    /// <summary>The even and the odd columns of two vectors.</summary>
    private void EmitPairs(ColumnGroup group, LinearSource source, string x)
    {
        string high = source.High is null ? "low" : "high";
        writer.Line($"low = {Load(source.Low, x)};");

        if (source.High is { } second)
        {
            writer.Line($"high = {Load(second, x)};");
        }

        if (group.Even is { } even)
        {
            writer.Line($"even = ColumnPairs.Even(low, {high});");
            EmitUses(source, "even", even);
        }

        if (group.Odd is { } odd)
        {
            writer.Line($"odd = ColumnPairs.Odd(low, {high});");
            EmitUses(source, "odd", odd);
        }
    }

    private void EmitUses(LinearSource source, string value, int column)
    {
        foreach ((int sum, int tap) in source.Uses)
        {
            string total = Sum(sum, ((tap * _shape.Kernel[2]) + column) % _plane.Chains);
            writer.Line($"{total} = {_dialect.MultiplyAdd(value, Weight(tap, column), total)};");
        }
    }

    private string Load(LinearPiece piece, string x)
    {
        string address = AddressText.Plus(x, piece.First);
        string load = piece.IsMasked ? $"LaneMask.Load({address}, LaneMask.Of{Lanes}({piece.First}, {InputFloats}))" : _dialect.Load(address);
        return piece.Zeros == 0 ? load : $"LaneMask.Keep({load}, 0b{Convert.ToString(~piece.Zeros & 0xFF, 2).PadLeft(Lanes, '0')})";
    }

    /// <summary>A sum, one of several of an output where it has a second number.</summary>
    private static string Sum(int sum, int chain)
    {
        return chain == 0 ? $"sum{sum}" : $"sum{sum}_{chain}";
    }

    private static string Weight(int tap, int column)
    {
        return $"w{tap}_{column}";
    }
}
