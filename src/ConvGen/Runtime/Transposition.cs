using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
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
        nint row = 0;

        if (Avx.IsSupported)
        {
            for (; row + 8 <= rows; row += 8)
            {
                nint column = 0;

                for (; column + 8 <= columns; column += 8)
                {
                    Block8(source + (row * sourcePitch) + column, sourcePitch, destination + (column * destinationPitch) + row, destinationPitch);
                }

                if (column + 4 <= columns)
                {
                    for (nint half = row; half < row + 8; half += 4)
                    {
                        Block4(source + (half * sourcePitch) + column, sourcePitch, destination + (column * destinationPitch) + half, destinationPitch);
                    }

                    column += 4;
                }

                Edge(source, sourcePitch, destination, destinationPitch, row, row + 8, column, columns);
            }
        }

        if (Vector128.IsHardwareAccelerated)
        {
            for (; row + 4 <= rows; row += 4)
            {
                nint column = 0;

                for (; column + 4 <= columns; column += 4)
                {
                    Block4(source + (row * sourcePitch) + column, sourcePitch, destination + (column * destinationPitch) + row, destinationPitch);
                }

                Edge(source, sourcePitch, destination, destinationPitch, row, row + 4, column, columns);
            }
        }

        Edge(source, sourcePitch, destination, destinationPitch, row, rows, 0, columns);
    }

    /// <summary>As <see cref="Copy"/>, running along the rows of a few columns at a time: for a destination of many far streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyByColumns(
        float* source, nint sourcePitch, float* destination, nint destinationPitch, nint rows, nint columns)
    {
        const int Streams = 8;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block8(float* source, nint sourcePitch, float* destination, nint destinationPitch)
    {
        // Rows 0-3 beside rows 4-7, so that the shuffles, which stay within 128-bit halves, do both at once.
        Vector256<float> a0 = Vector256.Create(Vector128.Load(source), Vector128.Load(source + (4 * sourcePitch)));
        Vector256<float> a1 = Vector256.Create(Vector128.Load(source + sourcePitch), Vector128.Load(source + (5 * sourcePitch)));
        Vector256<float> a2 = Vector256.Create(Vector128.Load(source + (2 * sourcePitch)), Vector128.Load(source + (6 * sourcePitch)));
        Vector256<float> a3 = Vector256.Create(Vector128.Load(source + (3 * sourcePitch)), Vector128.Load(source + (7 * sourcePitch)));
        float* right = source + 4;
        Vector256<float> b0 = Vector256.Create(Vector128.Load(right), Vector128.Load(right + (4 * sourcePitch)));
        Vector256<float> b1 = Vector256.Create(Vector128.Load(right + sourcePitch), Vector128.Load(right + (5 * sourcePitch)));
        Vector256<float> b2 = Vector256.Create(Vector128.Load(right + (2 * sourcePitch)), Vector128.Load(right + (6 * sourcePitch)));
        Vector256<float> b3 = Vector256.Create(Vector128.Load(right + (3 * sourcePitch)), Vector128.Load(right + (7 * sourcePitch)));
        Columns4(a0, a1, a2, a3, destination, destinationPitch);
        Columns4(b0, b1, b2, b3, destination + (4 * destinationPitch), destinationPitch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns4(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3, float* destination, nint pitch)
    {
        Vector256<float> low01 = Avx.UnpackLow(r0, r1);
        Vector256<float> high01 = Avx.UnpackHigh(r0, r1);
        Vector256<float> low23 = Avx.UnpackLow(r2, r3);
        Vector256<float> high23 = Avx.UnpackHigh(r2, r3);
        Avx.Shuffle(low01, low23, 0b01_00_01_00).Store(destination);
        Avx.Shuffle(low01, low23, 0b11_10_11_10).Store(destination + pitch);
        Avx.Shuffle(high01, high23, 0b01_00_01_00).Store(destination + (2 * pitch));
        Avx.Shuffle(high01, high23, 0b11_10_11_10).Store(destination + (3 * pitch));
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
