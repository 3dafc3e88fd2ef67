using System;

namespace EdgeDetection;

/// <summary>Blurs a photograph and measures how steep its brightness is at every pixel.</summary>
internal sealed class EdgeDetector
{
    // The weights lie filter x channel of the group x height x width.
    private readonly GaussianBlur _blur = new(RepeatForEachColor(Binomial5X5()));
    private readonly Luminance _luminance = new([0.2126f, 0.7152f, 0.0722f]);
    private readonly Sobel _sobel = new(
    [
        -1, 0, 1,
        -2, 0, 2,
        -1, 0, 1,

        -1, -2, -1,
        0, 0, 0,
        1, 2, 1,
    ]);

    /// <summary>Finds the edges of a photograph.</summary>
    /// <param name="photo">The photograph, height x width x 3, values 0 to 1.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="width">The width in pixels.</param>
    /// <returns>The blurred photograph, height x width x 3, and the edges, height x width, values 0 to 1.</returns>
    public (float[] Blurred, float[] Edges) Detect(ReadOnlySpan<float> photo, int height, int width)
    {
        int pixels = height * width;
        float[] blurred = new float[pixels * 3];
        float[] brightness = new float[pixels];
        float[] slopes = new float[pixels * 2];
        float[] edges = new float[pixels];
        _blur.Forward(photo, blurred, height, width);
        _luminance.Forward(blurred, brightness, height, width);
        _sobel.Forward(brightness, slopes, height, width);
        for (int i = 0; i < pixels; i++)
        {
            // A step from black to white would give 4; photographs have gentler ones, so white begins at 1.
            float across = slopes[2 * i];
            float down = slopes[(2 * i) + 1];
            edges[i] = MathF.Min(MathF.Sqrt((across * across) + (down * down)), 1);
        }

        return (blurred, edges);
    }

    private static float[] Binomial5X5()
    {
        ReadOnlySpan<float> row = [1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f];
        float[] kernel = new float[25];
        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] = row[i / 5] * row[i % 5];
        }

        return kernel;
    }

    private static float[] RepeatForEachColor(float[] kernel) => [.. kernel, .. kernel, .. kernel];
}
