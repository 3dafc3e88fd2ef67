using System;

namespace ConvGen.Generator.Winograd;

/// <summary>
/// The matrices of one-dimensional minimal filtering F(m, r): m outputs of a correlation with r taps from
/// m + r − 1 inputs with as many multiplications, y = Aᵀ((G g) ⊙ (Bᵀ d)).
/// </summary>
/// <remarks>
/// Constructed by Cook and Toom's interpolation: the correlation is the transpose of a product of polynomials, which
/// is evaluated at the points, multiplied there and interpolated. Source: S. Winograd, Arithmetic Complexity of
/// Computations, 1980; A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks, 2015.
/// </remarks>
internal sealed class CookToom
{
    private CookToom(RootTwo[,] input, RootTwo[,] filter, RootTwo[,] output)
    {
        Input = input;
        Filter = filter;
        Output = output;
    }

    /// <summary>Bᵀ, (m + r − 1) × (m + r − 1): transforms the inputs.</summary>
    public RootTwo[,] Input { get; }

    /// <summary>G, (m + r − 1) × r: transforms the taps.</summary>
    public RootTwo[,] Filter { get; }

    /// <summary>Aᵀ, m × (m + r − 1): transforms the products back.</summary>
    public RootTwo[,] Output { get; }

    /// <summary>Constructs F(<paramref name="outputs"/>, <paramref name="taps"/>); outputs + taps − 1 must be 4 or 6, or both 1.</summary>
    public static CookToom Create(int outputs, int taps)
    {
        int size = outputs + taps - 1;
        RootTwo[] points = Points(size);
        RootTwo[,] input = new RootTwo[size, size];
        RootTwo[,] filter = new RootTwo[size, taps];
        RootTwo[,] output = new RootTwo[outputs, size];

        for (int row = 0; row < points.Length; row++)
        {
            Fill(input, row, Product(points, skip: row));
            RootTwo scale = RootTwo.One;

            for (int other = 0; other < points.Length; other++)
            {
                scale = other == row ? scale : scale * (points[row] - points[other]);
            }

            RootTwo power = RootTwo.One;

            for (int k = 0; k < Math.Max(taps, outputs); k++)
            {
                if (k < taps)
                {
                    filter[row, k] = power / scale;
                }

                if (k < outputs)
                {
                    output[k, row] = power;
                }

                power *= points[row];
            }
        }

        // The last point is infinity: the highest coefficients.
        Fill(input, size - 1, Product(points, skip: -1));
        filter[size - 1, taps - 1] = RootTwo.One;
        output[outputs - 1, size - 1] = RootTwo.One;
        return new CookToom(input, filter, output);
    }

    /// <summary>
    /// The finite points: 0 and pairs ±p. ±√2/2 and ±√2 have half the error of the textbook's ±1 and ±2, since their
    /// powers lie closer to one another.
    /// </summary>
    private static RootTwo[] Points(int size)
    {
        RootTwo halfRoot = new(0, 1, 2);
        RootTwo root = new(0, 1, 1);
        return size switch
        {
            1 => [],
            4 => [RootTwo.Zero, RootTwo.One, -RootTwo.One],
            6 => [RootTwo.Zero, halfRoot, -halfRoot, root, -root],
            _ => throw new ArgumentOutOfRangeException(nameof(size), size, "Points are chosen for 1, 4 and 6 inputs."),
        };
    }

    /// <summary>The coefficients of the product of (x − point), lowest first.</summary>
    private static RootTwo[] Product(RootTwo[] points, int skip)
    {
        RootTwo[] polynomial = [RootTwo.One];

        for (int i = 0; i < points.Length; i++)
        {
            if (i == skip)
            {
                continue;
            }

            RootTwo[] next = new RootTwo[polynomial.Length + 1];

            for (int k = 0; k < next.Length; k++)
            {
                RootTwo shifted = k > 0 ? polynomial[k - 1] : RootTwo.Zero;
                RootTwo scaled = k < polynomial.Length ? polynomial[k] * points[i] : RootTwo.Zero;
                next[k] = shifted - scaled;
            }

            polynomial = next;
        }

        return polynomial;
    }

    private static void Fill(RootTwo[,] matrix, int row, RootTwo[] values)
    {
        for (int column = 0; column < matrix.GetLength(1); column++)
        {
            matrix[row, column] = column < values.Length ? values[column] : RootTwo.Zero;
        }
    }
}
