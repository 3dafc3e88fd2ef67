namespace ConvGen.Generator.Emission;

/// <summary>How addresses are written.</summary>
internal static class AddressText
{
    /// <summary>The address so many floats behind that of a variable: <c>&amp;x[16]</c>, which the compiler binds more quickly than a sum of pointers.</summary>
    public static string Plus(string variable, int offset)
    {
        return offset == 0 ? variable : $"&{variable}[{offset}]";
    }
}
