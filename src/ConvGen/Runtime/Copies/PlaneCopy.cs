using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>
/// Copies planes of single channels with their padding, for kernels whose lanes are columns. Of a strided layer the columns
/// of each phase come to lie side by side: those that one tap meets in neighbouring windows.
/// </summary>
internal static unsafe class PlaneCopy
{
    /// <summary>The floats that a row's end may be written beyond it: what follows is written later, or room that is left.</summary>
    public const int Slack = 16;

    /// <summary>
    /// The floats from one phase of a row to the next: whole cache lines, an odd number of them, so that the same column
    /// of many rows does not fall into a few sets of the cache.
    /// </summary>
    public static int PhasePitch(long columns, int stride)
    {
        long lines = (((columns + stride - 1) / stride) + MachineCosts.CacheLine - 1) / MachineCosts.CacheLine;
        return checked((int)(lines | 1) * MachineCosts.CacheLine);
    }

    /// <summary>Copies rows of a plane.</summary>
    /// <param name="mode">What stands in the padding.</param>
    /// <param name="plane">The plane's first row; null for a plane of zeros.</param>
    /// <param name="rowPitch">The floats between two rows of the input.</param>
    /// <param name="extent">The plane's extents, of which height and width count.</param>
    /// <param name="rows">The first row to copy, negative in the padding, and how many.</param>
    /// <param name="columns">The first column to copy, negative in the padding, and how many.</param>
    /// <param name="destination">Takes the rows; <see cref="Slack"/> floats behind the last may be written.</param>
    /// <param name="destinationPitch">The floats between two rows there: as many phases as the stride.</param>
    /// <param name="stride">The stride along the width.</param>
    /// <param name="whole">Room for a row, where the stride is above 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Plane(
        PaddingMode mode,
        float* plane,
        nint rowPitch,
        in Extent3 extent,
        (int First, int Count) rows,
        (int First, int Count) columns,
        float* destination,
        nint destinationPitch,
        int stride,
        float* whole)
    {
        int height = extent[1];
        int width = extent[2];
        int begin = Math.Clamp(-columns.First, 0, columns.Count);
        int end = Math.Clamp(width - columns.First, begin, columns.Count);

        for (int row = rows.First; row < rows.First + rows.Count; row++, destination += destinationPitch)
        {
            int source = (uint)row < (uint)height ? row : InputCopy.Source(mode, row, height);

            if (plane == null || source < 0)
            {
                new Span<float>(destination, (int)destinationPitch).Clear();
                continue;
            }

            float* from = plane + (source * rowPitch);
            float* to = stride == 1 ? destination : whole;
            Clear(to, 0, begin);
            Copy(from + columns.First + begin, to + begin, end - begin);
            Clear(to, end, columns.Count);

            if (mode != PaddingMode.Zeros)
            {
                Fill(mode, from, width, to, columns.First, 0, begin);
                Fill(mode, from, width, to, columns.First, end, columns.Count);
            }

            if (stride > 1)
            {
                SplitPhases(whole, columns.Count, stride, destination, destinationPitch / stride);
            }
        }
    }

    /// <summary>Copies so few floats that a call would cost more than they do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(float* source, float* destination, int count)
    {
        if (count >= 8)
        {
            for (int i = 0; i + 8 <= count; i += 8)
            {
                Vector256.Load(source + i).Store(destination + i);
            }

            Vector256.Load(source + count - 8).Store(destination + count - 8);
        }
        else if (count >= 4)
        {
            Vector128<float> last = Vector128.Load(source + count - 4);
            Vector128.Load(source).Store(destination);
            last.Store(destination + count - 4);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                destination[i] = source[i];
            }
        }
    }

    /// <summary>Writes zeros from one column to another, up to 7 behind them too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(float* row, int begin, int end)
    {
        for (int column = begin; column < end; column += 8)
        {
            Vector256<float>.Zero.Store(row + column);
        }
    }

    private static void Fill(PaddingMode mode, float* source, int width, float* row, int first, int begin, int end)
    {
        for (int column = begin; column < end; column++)
        {
            int from = InputCopy.Source(mode, first + column, width);
            row[column] = from < 0 ? 0 : source[from];
        }
    }

    /// <summary>Writes column c of a row to place c / stride of phase c % stride.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitPhases(float* row, int columns, int stride, float* destination, nint phasePitch)
    {
        if (stride == 2 && Avx2.IsSupported)
        {
            const byte Even = 0b10_00_10_00;
            const byte Odd = 0b11_01_11_01;
            const byte Quarters = 0b11_01_10_00;

            // Both the row and the phases have room for whole vectors.
            for (int column = 0; column < columns; column += 16)
            {
                Vector256<float> low = Vector256.Load(row + column);
                Vector256<float> high = Vector256.Load(row + column + 8);
                float* target = destination + (column / 2);
                Avx2.Permute4x64(Avx.Shuffle(low, high, Even).AsDouble(), Quarters).AsSingle().Store(target);
                Avx2.Permute4x64(Avx.Shuffle(low, high, Odd).AsDouble(), Quarters).AsSingle().Store(target + phasePitch);
            }

            return;
        }

        for (int phase = 0; phase < stride; phase++)
        {
            for (int place = 0, column = phase; column < columns; place++, column += stride)
            {
                destination[(phase * phasePitch) + place] = row[column];
            }
        }
    }
}
