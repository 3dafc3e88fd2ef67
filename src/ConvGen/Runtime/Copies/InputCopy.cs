using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>
/// Copies a block of the input into scratch memory: channels last, the padding filled in along the width and, for
/// padding that is not zero, along height and depth. Rows and planes of zero padding are not copied, since the
/// kernels leave out their taps.
/// </summary>
internal static unsafe class InputCopy
{
    /// <summary>The pixels by which the copy of some channels is fetched ahead: the way from memory takes so long.</summary>
    private const int PixelsAhead = 40;

    /// <summary>
    /// Where a position of the padded input lies in the input; −1 for a zero. Padding wider than the mode allows has been
    /// refused; positions beyond the padding, which a kernel of several outputs at once reads past the last, are zeros.
    /// </summary>
    public static int Source(PaddingMode mode, int position, int extent)
    {
        if ((uint)position < (uint)extent)
        {
            return position;
        }

        int source = mode switch
        {
            PaddingMode.Reflect => position < 0 ? -position : (2 * (extent - 1)) - position,
            PaddingMode.Replicate => position < 0 ? 0 : extent - 1,
            PaddingMode.Circular => position < 0 ? position + extent : position - extent,
            _ => -1,
        };
        return (uint)source < (uint)extent ? source : -1;
    }

    /// <summary>Copies one row.</summary>
    /// <param name="mode">What stands in the padding.</param>
    /// <param name="map">The input channel of each channel of the copy; null when they are the same.</param>
    /// <param name="pixelFloats">The floats of a pixel of the copy.</param>
    /// <param name="channels">The channels of a pixel to copy.</param>
    /// <param name="row">The first pixel of the input's row.</param>
    /// <param name="pixelPitch">The floats between two pixels of the row.</param>
    /// <param name="channelPitch">The floats between two channels of a pixel.</param>
    /// <param name="inputWidth">The pixels of the row.</param>
    /// <param name="destination">The row to fill.</param>
    /// <param name="first">The first column, counted in the input: negative in the padding.</param>
    /// <param name="columns">The columns to fill.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(
        PaddingMode mode,
        int[]? map,
        int pixelFloats,
        int channels,
        float* row,
        nint pixelPitch,
        nint channelPitch,
        int inputWidth,
        float* destination,
        int first,
        int columns)
    {
        int begin = Math.Clamp(-first, 0, columns);
        int end = Math.Clamp(inputWidth - first, begin, columns);

        // The padding lies on either side of the pixels that are there.
        for (int column = 0; column < columns; column++)
        {
            if (column == begin && end > begin)
            {
                Pixels(map, pixelFloats, channels, row + ((first + begin) * pixelPitch), pixelPitch, channelPitch, destination + ((nint)begin * pixelFloats), end - begin);
                column = end - 1;
                continue;
            }

            float* pixel = destination + ((nint)column * pixelFloats);
            int source = mode == PaddingMode.Zeros ? -1 : Source(mode, first + column, inputWidth);

            if (source < 0)
            {
                Clear(pixel, channels);
            }
            else
            {
                Pixels(map, pixelFloats, channels, row + (source * pixelPitch), pixelPitch, channelPitch, pixel, 1);
            }
        }
    }

    /// <summary>Writes the zeros of a pixel, mostly too few for a call to pay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear(float* pixel, int channels)
    {
        int channel = 0;

        for (; channel + Vector256<float>.Count <= channels; channel += Vector256<float>.Count)
        {
            Vector256<float>.Zero.Store(pixel + channel);
        }

        for (; channel < channels; channel++)
        {
            pixel[channel] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pixels(
        int[]? map, int pixelFloats, int channels, float* source, nint pixelPitch, nint channelPitch, float* destination, int pixels)
    {
        if (map is not null)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                for (int channel = 0; channel < map.Length; channel++)
                {
                    destination[channel] = source[map[channel] * channelPitch];
                }

                source += pixelPitch;
                destination += pixelFloats;
            }
        }
        else if (channelPitch == 1 && pixelPitch != channels)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                Channels(source + (pixel * pixelPitch), source + ((pixel + PixelsAhead) * pixelPitch), destination + ((nint)pixel * pixelFloats), channels);
            }
        }
        else if (channelPitch == 1 || pixelFloats == 1)
        {
            nuint bytes = (nuint)pixels * (nuint)pixelFloats * sizeof(float);
            Buffer.MemoryCopy(source, destination, bytes, bytes);
        }
        else
        {
            Transposition.Copy(source, channelPitch, destination, pixelFloats, channels, pixels);
        }
    }

    /// <summary>
    /// Copies some of a pixel's channels, too few for a call to pay, and fetches those of a pixel ahead: the machine sees no
    /// stream in them. They go to the L2 cache, since pixels some kilobytes apart share sets of the L1 cache and would
    /// drive one another out before they are copied.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Channels(float* source, float* ahead, float* destination, int channels)
    {
        int channel = 0;

        for (; channel + MachineCosts.CacheLine <= channels; channel += MachineCosts.CacheLine)
        {
            if (Sse.IsSupported)
            {
                Sse.Prefetch1(ahead + channel);
            }

            Vector256.Load(source + channel).Store(destination + channel);
            Vector256.Load(source + channel + 8).Store(destination + channel + 8);
        }

        for (; channel < channels; channel++)
        {
            destination[channel] = source[channel];
        }
    }
}
