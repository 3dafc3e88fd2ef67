using System;
using System.IO;
using ConvGen;
using Samples.Shared;

namespace MriDenoiser;

/// <summary>The data beside the program: brain volumes of 24 x 96 x 128 voxels.</summary>
internal static class Volumes
{
    /// <summary>Reads a volume.</summary>
    /// <param name="name">The file's name in the data folder.</param>
    /// <returns>The voxels, slice after slice.</returns>
    /// <exception cref="InvalidDataException">The volume has another shape.</exception>
    public static float[] Read(string name)
    {
        NpyArray array = NpyFile.Read(PathOf(name));
        if (array.Shape is not [HeadLayer.InputDepth, HeadLayer.InputHeight, HeadLayer.InputWidth])
        {
            throw new InvalidDataException($"{name}: expected 24 x 96 x 128, got {string.Join(" x ", array.Shape)}.");
        }

        return array.Data;
    }

    /// <summary>Gives the path of a data file.</summary>
    /// <param name="name">The file's name in the data folder.</param>
    /// <returns>The path.</returns>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    /// <summary>Draws the middle axial slice, the front of the head at the top.</summary>
    /// <param name="volume">The voxels.</param>
    /// <returns>A gray image of 128 x 96 pixels.</returns>
    public static Image MiddleSlice(ReadOnlySpan<float> volume)
    {
        const int Height = HeadLayer.InputHeight;
        const int Width = HeadLayer.InputWidth;
        ReadOnlySpan<float> slice = volume.Slice(HeadLayer.InputDepth / 2 * Height * Width, Height * Width);
        float[] rows = new float[slice.Length];
        for (int y = 0; y < Height; y++)
        {
            // Rows run from the back of the head to the front.
            slice.Slice((Height - 1 - y) * Width, Width).CopyTo(rows.AsSpan(y * Width));
        }

        return Image.FromFloats(rows, Width, Height, 1);
    }
}
