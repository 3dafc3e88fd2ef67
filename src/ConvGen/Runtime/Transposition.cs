using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>Transposes matrices of floats in blocks that fit the registers: the copy between channels-first and channels-last.</summary>
internal static unsafe class Transposition
{
    /// <summary>A shuffle's choice of the first two floats of either operand.</summary>
    private const byte FirstPairs = 0b01_00_01_00;

    /// <summary>A shuffle's choice of the last two floats of either operand.</summary>
    private const byte SecondPairs = 0b11_10_11_10;

    /// <summary>
    /// Writes destination[column·<paramref name="destinationPitch"/> + row] = source[row·<paramref name="sourcePitch"/> + column],
    /// running along the columns of a few rows at a time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(
        float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows, nint columns)
    {
        nint row = 0;

        if (Avx.IsSupported)
        {
            // Sixteen rows at a time: whole cache lines of the destination are written one after the other.
            for (; row + 16 <= rows; row += 16)
            {
                nint column = 0;

                for (; column + 4 <= columns; column = NextFour(column, columns))
                {
                    Block16(source + (row * sourcePitch) + column, sourcePitch, destination + (column * destinationPitch) + row, destinationPitch);
                }

                Edge(source, sourcePitch, destination, destinationPitch, row, row + 16, column, columns);
            }

            for (; row + 8 <= rows; row += 8)
            {
                nint column = 0;

                for (; column + 4 <= columns; column = NextFour(column, columns))
                {
                    Block8(source + (row * sourcePitch) + column, sourcePitch, destination + (column * destinationPitch) + row, destinationPitch);
                }

                Edge(source, sourcePitch, destination, destinationPitch, row, row + 8, column, columns);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; row + 4 <= rows; row += 4)
            {
                nint column = 0;

                for (; column + 4 <= columns; column = NextFour(column, columns))
                {
                    Block4(source + (row * sourcePitch) + column, sourcePitch, destination + (column * destinationPitch) + row, destinationPitch);
                }

                Edge(source, sourcePitch, destination, destinationPitch, row, row + 4, column, columns);
            }
        }

        Edge(source, sourcePitch, destination, destinationPitch, row, rows, 0, columns);
    }

    /// <summary>The first of the four columns behind those at <paramref name="column"/>: the last four overlap those before. The end when there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint NextFour(nint column, nint columns)
    {
        return column + 4 == columns ? columns : nint.Min(column + 4, columns - 4);
    }

    /// <summary>As <see cref="Copy"/>, running along the rows of a few columns at a time: for a destination of many far streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyByColumns(
        float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows, nint columns)
    {
        const int Streams = 16;

        for (nint column = 0; column < columns; column += Streams)
        {
            Copy(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch, rows, nint.Min(Streams, columns - column));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Edge(
        float* source, nint sourcePitch, float* destination, nint destinationPitch, nint row, nint rows, nint column, nint columns)
    {
        for (nint c = column; c < columns; c++)
        {
            for (nint r = row; r < rows; r++)
            {
                destination[(c * destinationPitch) + r] = source[(r * sourcePitch) + c];
            }
        }
    }

    /// <summary>16 rows by 4 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block16(float* source, nint sourcePitch, float* destination, nint destinationPitch)
    {
        if (!Avx512F.IsSupported)
        {
            Block8(source, sourcePitch, destination, destinationPitch);
            Block8(source + (8 * sourcePitch), sourcePitch, destination + 8, destinationPitch);
            return;
        }

        // The shuffles stay within quarters of 128 bits: each quarter holds one of four rows in turn.
        nint quarter = 4 * sourcePitch;
        Vector512<float> r0 = Quarters(source, quarter);
        Vector512<float> r1 = Quarters(source + sourcePitch, quarter);
        Vector512<float> r2 = Quarters(source + (2 * sourcePitch), quarter);
        Vector512<float> r3 = Quarters(source + (3 * sourcePitch), quarter);
        Vector512<float> low01 = Avx512F.UnpackLow(r0, r1);
        Vector512<float> high01 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> low23 = Avx512F.UnpackLow(r2, r3);
        Vector512<float> high23 = Avx512F.UnpackHigh(r2, r3);
        Avx512F.Shuffle(low01, low23, FirstPairs).Store(destination);
        Avx512F.Shuffle(low01, low23, SecondPairs).Store(destination + destinationPitch);
        Avx512F.Shuffle(high01, high23, FirstPairs).Store(destination + (2 * destinationPitch));
        Avx512F.Shuffle(high01, high23, SecondPairs).Store(destination + (3 * destinationPitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* source, nint pitch)
    {
        Vector512<float> rows = Vector128.Load(source).ToVector256Unsafe().ToVector512Unsafe();
        rows = Avx512F.InsertVector128(rows, Vector128.Load(source + pitch), 1);
        rows = Avx512F.InsertVector128(rows, Vector128.Load(source + (2 * pitch)), 2);
        return Avx512F.InsertVector128(rows, Vector128.Load(source + (3 * pitch)), 3);
    }

    /// <summary>8 rows by 4 columns, in halves of 128 bits as <see cref="Block16"/> is in quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block8(float* source, nint sourcePitch, float* destination, nint destinationPitch)
    {
        Vector256<float> r0 = Vector256.Create(Vector128.Load(source), Vector128.Load(source + (4 * sourcePitch)));
        Vector256<float> r1 = Vector256.Create(Vector128.Load(source + sourcePitch), Vector128.Load(source + (5 * sourcePitch)));
        Vector256<float> r2 = Vector256.Create(Vector128.Load(source + (2 * sourcePitch)), Vector128.Load(source + (6 * sourcePitch)));
        Vector256<float> r3 = Vector256.Create(Vector128.Load(source + (3 * sourcePitch)), Vector128.Load(source + (7 * sourcePitch)));
        Vector256<float> low01 = Avx.UnpackLow(r0, r1);
        Vector256<float> high01 = Avx.UnpackHigh(r0, r1);
        Vector256<float> low23 = Avx.UnpackLow(r2, r3);
        Vector256<float> high23 = Avx.UnpackHigh(r2, r3);
        Avx.Shuffle(low01, low23, FirstPairs).Store(destination);
        Avx.Shuffle(low01, low23, SecondPairs).Store(destination + destinationPitch);
        Avx.Shuffle(high01, high23, FirstPairs).Store(destination + (2 * destinationPitch));
        Avx.Shuffle(high01, high23, SecondPairs).Store(destination + (3 * destinationPitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4(float* source, nint sourcePitch, float* destination, nint destinationPitch)
    {
        Vector128<float> r0 = Vector128.Load(source);
        Vector128<float> r1 = Vector128.Load(source + sourcePitch);
        Vector128<float> r2 = Vector128.Load(source + (2 * sourcePitch));
        Vector128<float> r3 = Vector128.Load(source + (3 * sourcePitch));

        // Zipping rows 0 with 2 and 1 with 3, then the results with each other, is a transposition.
        Vector128<float> low02 = ZipLow(r0, r2);
        Vector128<float> high02 = ZipHigh(r0, r2);
        Vector128<float> low13 = ZipLow(r1, r3);
        Vector128<float> high13 = ZipHigh(r1, r3);
        ZipLow(low02, low13).Store(destination);
        ZipHigh(low02, low13).Store(destination + destinationPitch);
        ZipLow(high02, high13).Store(destination + (2 * destinationPitch));
        ZipHigh(high02, high13).Store(destination + (3 * destinationPitch));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b)
    {
        return Sse.IsSupported ? Sse.UnpackLow(a, b)
            : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
            : Vector128.Create(a[0], b[0], a[1], b[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b)
    {
        return Sse.IsSupported ? Sse.UnpackHigh(a, b)
            : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
            : Vector128.Create(a[2], b[2], a[3], b[3]);
    }
}
