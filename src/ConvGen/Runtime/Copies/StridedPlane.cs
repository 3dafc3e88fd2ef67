using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>The positions of a plane that a 1x1 kernel with a stride meets, side by side.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class StridedPlane
{
    /// <summary>The floats from a plane's first to the one that an output position meets.</summary>
    /// <param name="position">The position, counted along the rows of the output.</param>
    /// <param name="width">The positions of a row of the output.</param>
    /// <param name="rowStep">The floats from one row to the next that is met.</param>
    /// <param name="columnStep">The same of columns.</param>
    public static int Offset(int position, int width, int rowStep, int columnStep)
    {
        (int row, int column) = Math.DivRem(position, width);
        return (row * rowStep) + (column * columnStep);
    }

    /// <summary>Copies some of them.</summary>
    /// <param name="plane">The plane, which has no padding.</param>
    /// <param name="extent">The input's extents, of which the width counts.</param>
    /// <param name="stride">The strides, of which those of height and width count.</param>
    /// <param name="first">The first output position of the plane.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">Takes them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Gather(float* plane, in Extent3 extent, int[] stride, int first, int count, float* destination)
    {
        int width = ((extent[2] - 1) / stride[2]) + 1;
        (int row, int column) = Math.DivRem(first, width);

        while (count > 0)
        {
            int columns = Math.Min(width - column, count);
            Row(plane + ((nint)row * stride[1] * extent[2]) + ((nint)column * stride[2]), stride[2], destination, columns);
            destination += columns;
            count -= columns;
            column = 0;
            row++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(float* source, int stride, float* destination, int count)
    {
        const byte Evens = 0b10_00_10_00;
        const byte EvensThenOdds = 0b11_01_10_00;

        if (stride == 1)
        {
            PlaneCopy.Copy(source, destination, count);
        }
        else if (stride == 2 && count >= 8 && Avx2.IsSupported)
        {
            for (int i = 0; i + 8 < count; i += 8)
            {
                InOrder(Avx.Shuffle(Vector256.Load(source + (2 * i)), Vector256.Load(source + (2 * i) + 8), Evens)).Store(destination + i);
            }

            // The last eight overlap those before, and nothing behind the last is read.
            float* last = source + (2 * (count - 8));
            InOrder(Avx.Shuffle(Vector256.Load(last), Vector256.Load(last + 7), EvensThenOdds)).Store(destination + count - 8);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                destination[i] = source[i * stride];
            }
        }
    }

    /// <summary>A shuffle of two vectors within their halves, its pairs put in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> InOrder(Vector256<float> pairs)
    {
        return Avx2.Permute4x64(pairs.AsDouble(), 0b11_01_10_00).AsSingle();
    }
}
