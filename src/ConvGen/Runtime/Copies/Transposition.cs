using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>Transposes matrices of floats in blocks that fit the registers: the copy between channels-first and channels-last.</summary>
internal static unsafe class Transposition
{
    /// <summary>
    /// Writes destination[column·<paramref name="destinationPitch"/> + row] = source[row·<paramref name="sourcePitch"/> + column],
    /// running along the columns of a few rows at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(
        float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows, nint columns)
    {
        if (columns < 4 || rows < 4 || !Vector128.IsHardwareAccelerated)
        {
            FloatByFloat(source, sourcePitch, destination, destinationPitch, rows, columns);
            return;
        }

        nint row = 0;

        if (Avx.IsSupported)
        {
            // Sixteen rows at a time: whole cache lines of the destination are written one after the other.
            for (; row + 16 <= rows; row += 16)
            {
                Rows<Block16x4>(source + (row * sourcePitch), sourcePitch, destination + row, destinationPitch, columns);
            }

            for (; row + 8 <= rows; row += 8)
            {
                Rows<Block8x4>(source + (row * sourcePitch), sourcePitch, destination + row, destinationPitch, columns);
            }
        }

        for (; row < rows; row += 4)
        {
            // The last rows, as the last columns, overlap those before where they are fewer.
            nint first = nint.Min(row, rows - 4);
            Rows<Block4x4>(source + (first * sourcePitch), sourcePitch, destination + first, destinationPitch, columns);
        }
    }

    /// <summary>
    /// As <see cref="Copy"/>, running along the rows of sixteen columns at a time: for a destination of many far streams, whose lines are fetched
    /// while the sixteen before are written, as each store would wait for its own.
    /// </summary>
    /// <param name="source">The matrix.</param>
    /// <param name="sourcePitch">The floats between two of its rows.</param>
    /// <param name="destination">Takes its columns.</param>
    /// <param name="destinationPitch">The floats between two of them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="next">Where the first columns of the matrix that is transposed next will come to lie.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyByColumns(
        float* source,
        nint sourcePitch,
        float* destination,
        nint destinationPitch,
        nint rows,
        nint columns,
        float* next)
    {
        nint column = 0;

        if (Avx.IsSupported && rows >= 8)
        {
            bool wide = Processor.PrefersAvx512 && rows >= 16;

            for (; column + 16 <= columns; column += 16)
            {
                float* first = destination + (column * destinationPitch);
                float* ahead = column + 32 <= columns ? first + (MachineCosts.CacheLine * destinationPitch) : next;

                if (wide)
                {
                    Columns16<Block16x4>(source + column, sourcePitch, first, destinationPitch, rows, 16, ahead);
                }
                else
                {
                    Columns16<Block8x4>(source + column, sourcePitch, first, destinationPitch, rows, 8, ahead);
                }
            }
        }

        if (column < columns)
        {
            Copy(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch, rows, columns - column);
        }
    }

    /// <summary>Transposes the rows of one block after the other along the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TBlock>(float* source, nint sourcePitch, float* destination, nint destinationPitch, nint columns)
        where TBlock : struct, ITransposedBlock
    {
        // The last four columns overlap those before where they do not end with them.
        for (nint column = 0; column < columns - 4; column += 4)
        {
            TBlock.Transpose(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch);
        }

        TBlock.Transpose(source + columns - 4, sourcePitch, destination + ((columns - 4) * destinationPitch), destinationPitch);
    }

    /// <summary>The rows of one block of sixteen columns after the other: whole cache lines of the source are read one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns16<TBlock>(
        float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows, nint together, float* next)
        where TBlock : struct, ITransposedBlock
    {
        // The last rows overlap those before where they do not end with them.
        for (nint row = 0; row < rows - together; row += together)
        {
            Line<TBlock>(source + (row * sourcePitch), sourcePitch, destination + row, destinationPitch, next + row);
        }

        Line<TBlock>(source + ((rows - together) * sourcePitch), sourcePitch, destination + rows - together, destinationPitch, next + rows - together);
    }

    /// <summary>Sixteen columns of a block's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line<TBlock>(float* source, nint sourcePitch, float* destination, nint destinationPitch, float* next)
        where TBlock : struct, ITransposedBlock
    {
        for (nint column = 0; column < MachineCosts.CacheLine; column += 4)
        {
            for (int i = 0; i < 4 && Sse.IsSupported; i++, next += destinationPitch)
            {
                Sse.Prefetch0(next);
            }

            TBlock.Transpose(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FloatByFloat(float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows, nint columns)
    {
        for (nint c = 0; c < columns; c++)
        {
            for (nint r = 0; r < rows; r++)
            {
                destination[(c * destinationPitch) + r] = source[(r * sourcePitch) + c];
            }
        }
    }
}
