using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ConvGen.Runtime;

/// <summary>Stores what lies within the output of a tile that reaches beyond its end, for kernels whose lanes are columns.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PartialTile
{
    /// <summary>Copies the first rows and columns of each filter's part of a tile.</summary>
    /// <param name="tile">filters × rows × columns floats.</param>
    /// <param name="filters">The tile's filters, all of which are there.</param>
    /// <param name="rows">The tile's rows.</param>
    /// <param name="columns">The tile's columns.</param>
    /// <param name="y">The first column of the first row of the first filter.</param>
    /// <param name="outputChannel">The floats between two filters of the output.</param>
    /// <param name="outputRow">The floats between two rows of the output.</param>
    /// <param name="rowsLeft">The rows of the output from <paramref name="y"/> on.</param>
    /// <param name="columnsLeft">The columns of the output from <paramref name="y"/> on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(
        float* tile, int filters, int rows, int columns, float* y, nint outputChannel, nint outputRow, int rowsLeft, int columnsLeft)
    {
        int rowsThere = Math.Min(rows, rowsLeft);
        int columnsThere = Math.Min(columns, columnsLeft);

        for (int filter = 0; filter < filters; filter++)
        {
            for (int row = 0; row < rowsThere; row++)
            {
                PlaneCopy.Copy(tile + (row * columns), y + (filter * outputChannel) + (row * outputRow), columnsThere);
            }

            tile += rows * columns;
        }
    }
}
