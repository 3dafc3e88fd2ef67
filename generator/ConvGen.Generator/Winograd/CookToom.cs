using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

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
    // Exact numbers are slow, and every plan weighs several tiles.
    private static readonly ConcurrentDictionary<(int Outputs, int Taps, int Of), CookToom> Known = new();

    private readonly Lazy<double> _amplification;

    public CookToom(RootTwo[,] input, RootTwo[,] filter, RootTwo[,] output)
    {
        Input = input;
        Filter = filter;
        Output = output;
        _amplification = new Lazy<double>(Amplify);
    }

    /// <summary>Bᵀ, (m + r − 1) × (m + r − 1): transforms the inputs.</summary>
    public RootTwo[,] Input { get; }

    /// <summary>G, (m + r − 1) × r: transforms the taps.</summary>
    public RootTwo[,] Filter { get; }

    /// <summary>Aᵀ, m × (m + r − 1): transforms the products back.</summary>
    public RootTwo[,] Output { get; }

    /// <summary>
    /// How much larger the error of a point's product is in the worst output than that of a term of the direct sum: the
    /// root of Σ A² |G|² |B|² over the points, divided by the taps. Along several axes it multiplies.
    /// </summary>
    public double Amplification => _amplification.Value;

    /// <summary>F(<paramref name="outputs"/>, <paramref name="taps"/>); outputs + taps − 1 must be 4 to 8, or taps 1.</summary>
    public static CookToom Create(int outputs, int taps)
    {
        return Tail(outputs, taps, outputs);
    }

    /// <summary>
    /// F(<paramref name="outputs"/>, <paramref name="taps"/>) at the first points of F(<paramref name="of"/>, <paramref name="taps"/>), for a smaller
    /// tile beside larger ones: its G is as many rows of theirs, so that both meet the same transformed taps.
    /// </summary>
    /// <remarks>A row of G is divided by the differences of its point and all others. The points that are left out are some of them, and so the row of Bᵀ is multiplied by theirs.</remarks>
    public static CookToom Tail(int outputs, int taps, int of)
    {
        return Known.GetOrAdd((outputs, taps, of), static key => Construct(key.Outputs, key.Taps, key.Of));
    }

    private static CookToom Construct(int outputs, int taps, int of)
    {
        if (taps == 1)
        {
            return Scaling(outputs);
        }

        int size = outputs + taps - 1;
        RootTwo[] all = Points(of + taps - 1);
        RootTwo[] points = [.. all.Take(size)];
        RootTwo[,] input = new RootTwo[size, size];
        RootTwo[,] filter = new RootTwo[size, taps];
        RootTwo[,] output = new RootTwo[outputs, size];

        for (int row = 0; row < points.Length; row++)
        {
            RootTwo point = points[row];
            RootTwo leftOut = Differences(point, all.Skip(size));
            RootTwo scale = Differences(point, points.Where((_, other) => other != row)) * leftOut;
            Fill(input, row, [.. Product(points, skip: row).Select(coefficient => coefficient * leftOut)]);
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

                power *= point;
            }
        }

        if (points.Length < size)
        {
            // The last point is infinity: the highest coefficients.
            Fill(input, size - 1, Product(points, skip: -1));
            filter[size - 1, taps - 1] = RootTwo.One;
            output[outputs - 1, size - 1] = RootTwo.One;
        }

        return new CookToom(input, filter, output);
    }

    private double Amplify()
    {
        double worst = 0;

        for (int k = 0; k < Output.GetLength(0); k++)
        {
            int output = k;
            worst = Math.Max(worst, Enumerable.Range(0, Input.GetLength(0))
                .Sum(point => Square(Output[output, point]) * SquaredNorm(Filter, point) * SquaredNorm(Input, point)));
        }

        return Math.Sqrt(worst / Filter.GetLength(1));
    }

    /// <summary>One tap multiplies each input and nothing is to be saved.</summary>
    private static CookToom Scaling(int outputs)
    {
        RootTwo[,] identity = new RootTwo[outputs, outputs];
        RootTwo[,] filter = new RootTwo[outputs, 1];

        for (int i = 0; i < outputs; i++)
        {
            identity[i, i] = RootTwo.One;
            filter[i, 0] = RootTwo.One;
        }

        return new CookToom(identity, filter, identity);
    }

    /// <summary>
    /// The finite points: 0 and pairs ±p, near those of the least amplification. With an even number infinity is one more;
    /// an odd number does without it, since 0 is then the only point without its negative.
    /// </summary>
    private static RootTwo[] Points(int size)
    {
        RootTwo[] pairs = size switch
        {
            4 => [RootTwo.One],
            5 => [new(13, 0, 16), new(5, 0, 2)],
            6 => [new(0, 1, 2), new(0, 1, 1)],
            7 => [new(5, 0, 8), new(9, 0, 8), new(25, 0, 8)],
            8 => [new(9, 0, 16), RootTwo.One, new(29, 0, 16)],
            _ => throw new ArgumentOutOfRangeException(nameof(size), size, "Points are chosen for 4 to 8 inputs."),
        };
        return [RootTwo.Zero, .. pairs.SelectMany(static p => (RootTwo[])[p, -p])];
    }

    private static RootTwo Differences(RootTwo point, IEnumerable<RootTwo> others)
    {
        return others.Aggregate(RootTwo.One, (product, other) => product * (point - other));
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

    private static double SquaredNorm(RootTwo[,] matrix, int row)
    {
        return Enumerable.Range(0, matrix.GetLength(1)).Sum(column => Square(matrix[row, column]));
    }

    private static double Square(RootTwo value)
    {
        double number = value.ToDouble();
        return number * number;
    }

    private static void Fill(RootTwo[,] matrix, int row, RootTwo[] values)
    {
        for (int column = 0; column < matrix.GetLength(1); column++)
        {
            matrix[row, column] = column < values.Length ? values[column] : RootTwo.Zero;
        }
    }
}
