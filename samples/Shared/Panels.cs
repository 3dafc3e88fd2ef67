using System;
using System.Collections.Generic;
using System.IO;

namespace Samples.Shared;

/// <summary>Lays images side by side, each below its label.</summary>
public static class Panels
{
    private const int Gap = 8;
    private const int TextScale = 2;
    private const int MaxSamples = 1 << 30;
    private const byte Background = 48;
    private const int LabelHeight = (PixelFont.Height * TextScale) + Gap;

    /// <summary>Draws the images in a row on dark gray, enlarged, with white labels.</summary>
    /// <param name="scale">How many pixels a pixel becomes in each direction, at least 1.</param>
    /// <param name="panels">The labels and images, gray or RGB.</param>
    /// <returns>An RGB image.</returns>
    /// <exception cref="InvalidDataException">The result would have more than 2^30 samples.</exception>
    public static Image SideBySide(int scale, IReadOnlyList<(string Label, Image Image)> panels)
    {
        long width = Gap;
        long height = 0;
        foreach ((_, Image image) in panels)
        {
            width += ((long)image.Width * scale) + Gap;
            height = Math.Max(height, (long)image.Height * scale);
        }

        height += LabelHeight + (2 * Gap);
        if (width > MaxSamples || width * height > MaxSamples / 3)
        {
            throw new InvalidDataException($"The images side by side, {width} x {height} pixels, are too large.");
        }

        Image canvas = new((int)width, (int)height, 3, new byte[width * height * 3]);
        Array.Fill(canvas.Pixels, Background);
        int x = Gap;
        foreach ((string label, Image image) in panels)
        {
            DrawText(canvas, label, x, Gap, x + (image.Width * scale));
            DrawImage(canvas, image, x, Gap + LabelHeight, scale);
            x += (image.Width * scale) + Gap;
        }

        return canvas;
    }

    private static void DrawImage(Image canvas, Image image, int left, int top, int scale)
    {
        for (int y = 0; y < image.Height * scale; y++)
        {
            for (int x = 0; x < image.Width * scale; x++)
            {
                int source = (((y / scale) * image.Width) + (x / scale)) * image.Channels;
                int target = (((top + y) * canvas.Width) + left + x) * 3;
                for (int c = 0; c < 3; c++)
                {
                    canvas.Pixels[target + c] = image.Pixels[source + (image.Channels == 3 ? c : 0)];
                }
            }
        }
    }

    private static void DrawText(Image canvas, string text, int left, int top, int right)
    {
        for (int y = 0; y < PixelFont.Height * TextScale; y++)
        {
            // A label wider than its panel is cut off rather than drawn into the next one.
            for (int x = left; x < right; x++)
            {
                if (PixelFont.IsSet(text, (x - left) / TextScale, y / TextScale))
                {
                    canvas.Pixels.AsSpan((((top + y) * canvas.Width) + x) * 3, 3).Fill(255);
                }
            }
        }
    }
}
