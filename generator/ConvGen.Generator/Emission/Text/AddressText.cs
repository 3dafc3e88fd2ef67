using System.Linq;

namespace ConvGen.Generator.Emission;

/// <summary>
/// How addresses are written. The compiler takes ten times as long for <c>x + 16</c> as for <c>&amp;x[16]</c>: to a sum or
/// a comparison of pointers, or of native integers with literals, it tries all operators there are, while elements and
/// sums of two ints need no search. Offsets are ints, since those of a span's elements are.
/// </summary>
internal static class AddressText
{
    /// <summary>The address so many floats behind that of a variable: <c>&amp;x[16]</c>.</summary>
    public static string Plus(string variable, int offset)
    {
        return offset == 0 ? variable : $"&{variable}[{KernelGeometry.Number(offset)}]";
    }

    /// <summary>The address at the sum of some offsets, those that are empty left out: <c>&amp;x[(depth * 640) + (height * 64)]</c>.</summary>
    public static string At(string variable, params string[] offsets)
    {
        string[] terms = [.. offsets.Where(static offset => offset.Length > 0)];
        return terms.Length switch
        {
            0 => variable,
            1 => $"&{variable}[{terms[0]}]",
            _ => $"&{variable}[{string.Join(" + ", terms.Select(static term => term.Contains(' ') ? $"({term})" : term))}]",
        };
    }

    /// <summary>The statement that moves a variable on: <c>x = &amp;x[16];</c>.</summary>
    public static string Advance(string variable, string offset)
    {
        return $"{variable} = &{variable}[{offset}];";
    }

    /// <inheritdoc cref="Advance(string, string)"/>
    public static string Advance(string variable, int offset)
    {
        return Advance(variable, KernelGeometry.Number(offset));
    }
}
