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
                Rows16(source + (row * sourcePitch), sourcePitch, destination + row, destinationPitch, columns);
            }

            for (; row + 8 <= rows; row += 8)
            {
                Rows8(source + (row * sourcePitch), sourcePitch, destination + row, destinationPitch, columns);
            }
        }

        for (; row < rows; row += 4)
        {
            // The last rows, as the last columns, overlap those before where they are fewer.
            nint first = nint.Min(row, rows - 4);
            Rows4(source + (first * sourcePitch), sourcePitch, destination + first, destinationPitch, columns);
        }
    }

    /// <summary>As <see cref="Copy"/>, running along the rows of sixteen columns at a time: for a destination of many far streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyByColumns(
        float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows, nint columns)
    {
        nint column = 0;

        if (Avx.IsSupported && rows >= 8)
        {
            for (; column + 16 <= columns; column += 16)
            {
                Columns16(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch, rows);
            }
        }

        if (column < columns)
        {
            Copy(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch, rows, columns - column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows16(float* source, nint sourcePitch, float* destination, nint destinationPitch, nint columns)
    {
        // The last four columns overlap those before where they do not end with them.
        for (nint column = 0; column < columns - 4; column += 4)
        {
            Block16(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch);
        }

        Block16(source + columns - 4, sourcePitch, destination + ((columns - 4) * destinationPitch), destinationPitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8(float* source, nint sourcePitch, float* destination, nint destinationPitch, nint columns)
    {
        for (nint column = 0; column < columns - 4; column += 4)
        {
            Block8(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch);
        }

        Block8(source + columns - 4, sourcePitch, destination + ((columns - 4) * destinationPitch), destinationPitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(float* source, nint sourcePitch, float* destination, nint destinationPitch, nint columns)
    {
        for (nint column = 0; column < columns - 4; column += 4)
        {
            Block4(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch);
        }

        Block4(source + columns - 4, sourcePitch, destination + ((columns - 4) * destinationPitch), destinationPitch);
    }

    /// <summary>Eight rows of sixteen columns at a time: whole cache lines of the source are read one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns16(float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows)
    {
        for (nint row = 0; row < rows - 8; row += 8)
        {
            Block8x16(source + (row * sourcePitch), sourcePitch, destination + row, destinationPitch);
        }

        Block8x16(source + ((rows - 8) * sourcePitch), sourcePitch, destination + rows - 8, destinationPitch);
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

    /// <summary>8 rows by 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block8x16(float* source, nint sourcePitch, float* destination, nint destinationPitch)
    {
        for (nint column = 0; column < 16; column += 4)
        {
            Block8(source + column, sourcePitch, destination + (column * destinationPitch), destinationPitch);
        }
    }

    /// <summary>16 rows by 4 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block16(float* source, nint sourcePitch, float* destination, nint destinationPitch)
    {
        Block8(source, sourcePitch, destination, destinationPitch);
        Block8(source + (8 * sourcePitch), sourcePitch, destination + 8, destinationPitch);
    }

    /// <summary>8 rows by 4 columns. The shuffles stay within halves of 128 bits: each half holds one of two rows in turn.</summary>
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
