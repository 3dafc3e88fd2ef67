using System.Collections.Generic;

namespace ConvGen.Generator.Models;

/// <summary>
/// Arithmetic on non-negative counts that stops at the largest value instead of wrapping, so that a spec too large to
/// run is found by one comparison.
/// </summary>
internal static class SaturatingMath
{
    public static long Multiply(long left, long right)
    {
        return left != 0 && right > long.MaxValue / left ? long.MaxValue : left * right;
    }

    public static long Add(long left, long right)
    {
        return right > long.MaxValue - left ? long.MaxValue : left + right;
    }

    public static long Product(IEnumerable<int> factors)
    {
        long product = 1;

        foreach (int factor in factors)
        {
            product = Multiply(product, factor);
        }

        return product;
    }

    public static int ToInt(long value)
    {
        return value > int.MaxValue ? int.MaxValue : value < int.MinValue ? int.MinValue : (int)value;
    }
}
