using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>The rows of positions that a 1x1 kernel with a stride meets in planes of single channels, copied to lie side by side.</summary>
/// <param name="rowStep">The floats from one row to the next that is met.</param>
/// <param name="columnStep">The same of columns.</param>
/// <param name="width">The positions of a row of the output.</param>
internal readonly unsafe struct StridedRows(nint rowStep, int columnStep, int width)
{
    /// <summary>The floats that may be written behind what is copied of a plane.</summary>
    public const int Slack = 7;

    /// <summary>Copies some positions of a few planes.</summary>
    /// <param name="planes">The first position that is met in the first plane.</param>
    /// <param name="planePitch">The floats from one plane to the next.</param>
    /// <param name="count">The planes.</param>
    /// <param name="first">The first output position.</param>
    /// <param name="positions">How many.</param>
    /// <param name="destination">Takes those of the first plane, and <see cref="Slack"/> floats more.</param>
    /// <param name="destinationPitch">The floats from there to those of the next plane.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Gather(float* planes, nint planePitch, int count, int first, int positions, float* destination, nint destinationPitch)
    {
        (int row, int column) = Math.DivRem(first, width);

        while (positions > 0)
        {
            int columns = Math.Min(width - column, positions);
            Row(planes + (row * rowStep) + ((nint)column * columnStep), planePitch, count, columns, destination, destinationPitch);
            destination += columns;
            positions -= columns;
            column = 0;
            row++;
        }
    }

    /// <summary>Copies a part of one row of each plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Row(float* source, nint sourcePitch, int count, int columns, float* destination, nint destinationPitch)
    {
        const int Lanes = 8;

        // Nothing behind the last position is read; what is written there is not met.
        int spanned = ((columns - 1) % Lanes * columnStep) + 1;
        bool isPaired = columnStep == 2 && Avx2.IsSupported;
        Vector256<float> low = isPaired ? LaneMask.Of8(0, spanned) : default;
        Vector256<float> high = isPaired ? LaneMask.Of8(Lanes, spanned) : default;

        for (int plane = 0; plane < count; plane++, source += sourcePitch, destination += destinationPitch)
        {
            if (columnStep == 1)
            {
                PlaneCopy.Copy(source, destination, columns);
            }
            else if (isPaired)
            {
                int i = 0;

                for (; i + Lanes < columns; i += Lanes)
                {
                    Evens(Vector256.Load(source + (2 * i)), Vector256.Load(source + (2 * i) + Lanes)).Store(destination + i);
                }

                float* last = source + (2 * i);
                Evens(LaneMask.Load(last, low), LaneMask.Load(last + Lanes, high)).Store(destination + i);
            }
            else
            {
                for (int i = 0; i < columns; i++)
                {
                    destination[i] = source[i * columnStep];
                }
            }
        }
    }

    /// <summary>Every second float of two vectors, from the first on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Evens(Vector256<float> low, Vector256<float> high)
    {
        // A shuffle takes them from the halves of both in turn.
        return Avx2.Permute4x64(Avx.Shuffle(low, high, 0b10_00_10_00).AsDouble(), 0b11_01_10_00).AsSingle();
    }
}
