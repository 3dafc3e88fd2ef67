using System;
using System.Globalization;
using System.Linq;

namespace ConvGen.Testing;

/// <summary>The tests' own reading and writing of extents such as <c>"3x3"</c>; it shares nothing with the product's.</summary>
public static class Extents
{
    /// <summary>Reads an extent; a single number stands for every dimension.</summary>
    /// <exception cref="FormatException">The text has neither one number nor one a dimension.</exception>
    public static int[] Parse(string text, int rank)
    {
        int[] values = [.. text.Split('x').Select(part => int.Parse(part, CultureInfo.InvariantCulture))];

        if (values.Length == rank)
        {
            return values;
        }

        return values.Length == 1
            ? [.. Enumerable.Repeat(values[0], rank)]
            : throw new FormatException($"'{text}' is not an extent of {rank} dimensions.");
    }

    /// <summary>Writes an extent, outermost dimension first.</summary>
    public static string Format(ReadOnlySpan<int> extent)
    {
        return string.Join('x', extent.ToArray().Select(value => value.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Gets an extent as three dimensions, 1 standing for the outer ones that are missing.</summary>
    public static int[] ToThree(ReadOnlySpan<int> extent, int fill = 1)
    {
        int[] three = [fill, fill, fill];
        extent.CopyTo(three.AsSpan(3 - extent.Length));
        return three;
    }

    /// <summary>Gets the number of elements.</summary>
    public static int Product(ReadOnlySpan<int> extent)
    {
        int product = 1;

        foreach (int value in extent)
        {
            product = checked(product * value);
        }

        return product;
    }
}
