using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Winograd;

namespace ConvGen.Generator.Emission;

/// <summary>
/// Writes the product of a constant matrix with a few vectors. Rows and columns that belong to points ±p share their
/// even and odd parts, which halves the arithmetic.
/// </summary>
/// <param name="dialect">The vectors.</param>
/// <param name="writer">Takes the statements.</param>
/// <param name="constants">The constants of a method: those that are there have been declared.</param>
internal sealed class LinearText(VectorDialect dialect, SourceWriter writer, List<float> constants)
{
    private readonly int _declared = constants.Count;

    /// <summary>Declares the constants that are new in the products written since; to be written before them, and no earlier: registers are few.</summary>
    public void DeclareConstants(SourceWriter target)
    {
        for (int i = _declared; i < constants.Count; i++)
        {
            target.Line($"{dialect.Type} c{i} = {dialect.Broadcast(ActivationText.Float(constants[i]))};");
        }
    }

    /// <summary>Assigns to each of <paramref name="results"/> a row of the matrix times <paramref name="values"/>: rows of points ±p are neighbours.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="values">The vectors.</param>
    /// <param name="results">The names of the results.</param>
    /// <param name="store">Writes what becomes of a result as soon as it is there, so that it needs its register no longer.</param>
    public void Transform(RootTwo[,] matrix, string[] values, string[] results, Action<int> store)
    {
        double[][] rows = Rows(matrix);

        for (int row = 0; row < rows.Length; row++)
        {
            if (row + 1 < rows.Length && IsMirrored(rows[row], rows[row + 1]))
            {
                EmitPair(rows[row], rows[row + 1], values, results[row], results[row + 1]);
                store(row);
                row++;
            }
            else
            {
                writer.Line($"{dialect.Type} {results[row]} = {Sum(Terms(rows[row], values))};");
            }

            store(row);
        }
    }

    /// <summary>As <see cref="Transform"/>, where neighbouring columns belong to points ±p.</summary>
    public void TransformBack(RootTwo[,] matrix, string[] values, string[] results)
    {
        double[][] columns = Rows(Transposed(matrix));
        List<(double[] Column, string Value)> even = [];
        List<(double[] Column, string Value)> odd = [];

        for (int column = 0; column < columns.Length; column++)
        {
            if (column + 1 < columns.Length && IsMirrored(columns[column], columns[column + 1]))
            {
                string sum = $"{values[column]}p";
                string difference = $"{values[column]}m";
                writer.Line($"{dialect.Type} {sum} = {values[column]} + {values[column + 1]};");
                writer.Line($"{dialect.Type} {difference} = {values[column]} - {values[column + 1]};");
                even.Add(([.. columns[column].Select(static (c, k) => k % 2 == 0 ? c : 0)], sum));
                odd.Add(([.. columns[column].Select(static (c, k) => k % 2 == 1 ? c : 0)], difference));
                column++;
            }
            else
            {
                even.Add((columns[column], values[column]));
            }
        }

        for (int row = 0; row < results.Length; row++)
        {
            IEnumerable<(double, string)> terms = even.Concat(odd)
                .Where(term => term.Column[row] != 0)
                .Select(term => (term.Column[row], term.Value));
            writer.Line($"{dialect.Type} {results[row]} = {Sum([.. terms])};");
        }
    }

    private void EmitPair(double[] plus, double[] minus, string[] values, string plusResult, string minusResult)
    {
        // plus = even + odd and minus = even − odd, the odd part scaled so that its last coefficient is 1.
        double[] even = [.. plus.Zip(minus, static (a, b) => a == b ? a : 0)];
        double[] odd = [.. plus.Zip(minus, static (a, b) => a == b ? 0 : a)];
        double scale = odd.Last(static c => c != 0);
        string evenName = plusResult + "e";
        string oddName = plusResult + "o";
        writer.Line($"{dialect.Type} {evenName} = {Sum(Terms(even, values))};");
        writer.Line($"{dialect.Type} {oddName} = {Sum(Terms([.. odd.Select(c => c / scale)], values))};");
        writer.Line($"{dialect.Type} {plusResult} = {Sum([(1, evenName), (scale, oddName)])};");
        writer.Line($"{dialect.Type} {minusResult} = {Sum([(1, evenName), (-scale, oddName)])};");
    }

    private static (double, string)[] Terms(double[] coefficients, string[] values)
    {
        return [.. coefficients.Zip(values, static (c, v) => (c, v)).Where(static term => term.c != 0)];
    }

    /// <summary>A sum of products; terms with coefficient ±1 come first and cost an addition.</summary>
    private string Sum((double Coefficient, string Value)[] terms)
    {
        (double Coefficient, string Value)[] ordered =
            [.. terms.OrderBy(static term => term.Coefficient == 1 ? 0 : term.Coefficient == -1 ? 1 : 2)];
        string sum = ordered[0].Coefficient switch
        {
            1 => ordered[0].Value,
            -1 => $"-{ordered[0].Value}",
            _ => $"({ordered[0].Value} * {Constant(ordered[0].Coefficient)})",
        };

        foreach ((double coefficient, string value) in ordered.Skip(1))
        {
            sum = coefficient switch
            {
                1 => $"({sum} + {value})",
                -1 => $"({sum} - {value})",
                < 0 when dialect.SubtractsProducts => dialect.MultiplySubtract(value, Constant(-coefficient), sum),
                _ => dialect.MultiplyAdd(value, Constant(coefficient), sum),
            };
        }

        return sum.StartsWith("(") && sum.EndsWith(")") && ordered.Length == 2 ? sum.Substring(1, sum.Length - 2) : sum;
    }

    private string Constant(double value)
    {
        float rounded = (float)value;
        int index = constants.IndexOf(rounded);

        if (index < 0)
        {
            index = constants.Count;
            constants.Add(rounded);
        }

        return $"c{index}";
    }

    private static bool IsMirrored(double[] a, double[] b)
    {
        bool differs = false;

        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] == -b[i])
            {
                differs |= a[i] != 0;
            }
            else if (a[i] != b[i])
            {
                return false;
            }
        }

        return differs && a.Where((c, i) => c == b[i] && c != 0).Any();
    }

    private static double[][] Rows(RootTwo[,] matrix)
    {
        return [.. Enumerable.Range(0, matrix.GetLength(0)).Select(row =>
            Enumerable.Range(0, matrix.GetLength(1)).Select(column => matrix[row, column].ToDouble()).ToArray())];
    }

    private static RootTwo[,] Transposed(RootTwo[,] matrix)
    {
        RootTwo[,] transposed = new RootTwo[matrix.GetLength(1), matrix.GetLength(0)];

        for (int row = 0; row < matrix.GetLength(0); row++)
        {
            for (int column = 0; column < matrix.GetLength(1); column++)
            {
                transposed[column, row] = matrix[row, column];
            }
        }

        return transposed;
    }
}
