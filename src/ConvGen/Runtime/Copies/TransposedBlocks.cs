using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>Some rows by a few columns that are transposed in the registers.</summary>
internal unsafe interface ITransposedBlock
{
    /// <summary>Writes destination[column·<paramref name="destinationPitch"/> + row] = source[row·<paramref name="sourcePitch"/> + column].</summary>
    static abstract void Transpose(float* source, nint sourcePitch, float* destination, nint destinationPitch);
}

/// <summary>4 rows by 4 columns.</summary>
internal readonly unsafe struct Block4x4 : ITransposedBlock
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* source, nint sourcePitch, float* destination, nint destinationPitch)
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

/// <summary>8 rows by 4 columns. The shuffles stay within halves of 128 bits: each half holds one of two rows in turn.</summary>
internal readonly unsafe struct Block8x4 : ITransposedBlock
{
    /// <summary>A shuffle's choice of the first two floats of either operand.</summary>
    public const byte FirstPairs = 0b01_00_01_00;

    /// <summary>A shuffle's choice of the last two floats of either operand.</summary>
    public const byte SecondPairs = 0b11_10_11_10;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* source, nint sourcePitch, float* destination, nint destinationPitch)
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
}

/// <summary>16 rows by 4 columns.</summary>
internal readonly unsafe struct Block16x4 : ITransposedBlock
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(float* source, nint sourcePitch, float* destination, nint destinationPitch)
    {
        if (Avx512F.IsSupported && Processor.PrefersAvx512)
        {
            Vector512<float> r0 = EveryFourth(source, sourcePitch);
            Vector512<float> r1 = EveryFourth(source + sourcePitch, sourcePitch);
            Vector512<float> r2 = EveryFourth(source + (2 * sourcePitch), sourcePitch);
            Vector512<float> r3 = EveryFourth(source + (3 * sourcePitch), sourcePitch);
            Vector512<float> low01 = Avx512F.UnpackLow(r0, r1);
            Vector512<float> high01 = Avx512F.UnpackHigh(r0, r1);
            Vector512<float> low23 = Avx512F.UnpackLow(r2, r3);
            Vector512<float> high23 = Avx512F.UnpackHigh(r2, r3);
            Avx512F.Shuffle(low01, low23, Block8x4.FirstPairs).Store(destination);
            Avx512F.Shuffle(low01, low23, Block8x4.SecondPairs).Store(destination + destinationPitch);
            Avx512F.Shuffle(high01, high23, Block8x4.FirstPairs).Store(destination + (2 * destinationPitch));
            Avx512F.Shuffle(high01, high23, Block8x4.SecondPairs).Store(destination + (3 * destinationPitch));
            return;
        }

        Block8x4.Transpose(source, sourcePitch, destination, destinationPitch);
        Block8x4.Transpose(source + (8 * sourcePitch), sourcePitch, destination + 8, destinationPitch);
    }

    /// <summary>Four floats each of this row and of the fourth, eighth and twelfth behind it: inserted from memory, which takes no shuffle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> EveryFourth(float* source, nint pitch)
    {
        Vector512<float> rows = Vector128.Load(source).ToVector256Unsafe().ToVector512Unsafe();
        rows = Avx512F.InsertVector128(rows, Vector128.Load(source + (4 * pitch)), 1);
        rows = Avx512F.InsertVector128(rows, Vector128.Load(source + (8 * pitch)), 2);
        return Avx512F.InsertVector128(rows, Vector128.Load(source + (12 * pitch)), 3);
    }
}
