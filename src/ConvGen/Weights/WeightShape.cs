using System;

namespace ConvGen;

/// <summary>Counts the elements of a shape that a file claims.</summary>
internal static class WeightShape
{
    /// <summary>Multiplies the extents; the shape of a scalar, which is empty, has one element.</summary>
    /// <param name="shape">The extents, none of them negative.</param>
    /// <param name="count">The number of elements.</param>
    /// <returns>False when the product leaves the range of a long.</returns>
    public static bool TryCount(ReadOnlySpan<int> shape, out long count)
    {
        count = 1;
        foreach (int extent in shape)
        {
            Int128 product = (Int128)count * extent;
            if (product > long.MaxValue)
            {
                return false;
            }

            count = (long)product;
        }

        return true;
    }
}
