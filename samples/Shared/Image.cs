using System;

namespace Samples.Shared;

/// <summary>An image of 8-bit samples: gray (one channel) or RGB (three), rows from top to bottom.</summary>
public sealed class Image
{
    /// <summary>Makes an image of the given pixels.</summary>
    /// <param name="width">The width in pixels, at least 1.</param>
    /// <param name="height">The height in pixels, at least 1.</param>
    /// <param name="channels">1 (gray) or 3 (RGB).</param>
    /// <param name="pixels">height·width·channels samples, the channels of a pixel side by side.</param>
    /// <exception cref="ArgumentException">The number of samples is not height·width·channels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is not positive, or the channels are neither 1 nor 3.</exception>
    public Image(int width, int height, int channels, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (channels is not (1 or 3))
        {
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "An image has 1 or 3 channels.");
        }

        long expected = (long)width * height * channels;
        if (pixels.Length != expected)
        {
            throw new ArgumentException(
                $"Expected {expected} samples ({height} x {width} x {channels}), got {pixels.Length}.", nameof(pixels));
        }

        Width = width;
        Height = height;
        Channels = channels;
        Pixels = pixels;
    }

    /// <summary>Gets the width in pixels.</summary>
    public int Width { get; }

    /// <summary>Gets the height in pixels.</summary>
    public int Height { get; }

    /// <summary>Gets the number of channels: 1 (gray) or 3 (RGB).</summary>
    public int Channels { get; }

    /// <summary>Gets the samples, height x width x channels.</summary>
    public byte[] Pixels { get; }

    /// <summary>Makes an image of values from 0 (black) to 1 (white); values beyond are clamped.</summary>
    /// <param name="values">height·width·channels values, the channels of a pixel side by side.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="channels">1 (gray) or 3 (RGB).</param>
    /// <returns>The image.</returns>
    public static Image FromFloats(ReadOnlySpan<float> values, int width, int height, int channels)
    {
        byte[] pixels = new byte[values.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)MathF.Round(255 * Math.Clamp(values[i], 0, 1));
        }

        return new Image(width, height, channels, pixels);
    }

    /// <summary>Gives the samples as values from 0 to 1, as RGB whatever the image has.</summary>
    /// <returns>height·width·3 values.</returns>
    public float[] ToRgbFloats()
    {
        float[] values = new float[checked(Width * Height * 3)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Pixels[Channels == 3 ? i : i / 3] / 255f;
        }

        return values;
    }
}
