using System;
using System.Diagnostics;
using System.IO;
using EdgeDetection;
using Samples.Shared;

const string Usage = """
    Usage: EdgeDetection [PHOTO.png] [--output PATH]
    Blurs a photograph and draws its edges with generated 2D convolutions (artifacts/edges.png).
    Exit code: 0, 2 for a bad argument or file.
    """;
const int Runs = 10;

return CommandLine.Run(args, Usage, takesInput: true, Path.Combine("artifacts", "edges.png"), DrawEdges);

static int DrawEdges(CommandLine commandLine)
{
    string path = commandLine.Input ?? Path.Combine(AppContext.BaseDirectory, "data", "chelsea.png");
    Image photo = PngReader.Read(path);
    Console.WriteLine($"Read {Path.GetFileName(path)}: {photo.Width} x {photo.Height}, {photo.Channels} channel(s)");

    float[] values = photo.ToRgbFloats();
    EdgeDetector detector = new();
    (float[] blurred, float[] edges) = detector.Detect(values, photo.Height, photo.Width);
    double best = BestTime(detector, values, photo);
    double megapixels = photo.Width * photo.Height / 1e6;
    Console.WriteLine($"Blur 5x5, luminance 1x1, Sobel 3x3: {best:F2} ms ({megapixels / best * 1000:N0} megapixels/s)");

    Image image = Panels.SideBySide(1, [
        ("Photo", photo),
        ("Blurred", Image.FromFloats(blurred, photo.Width, photo.Height, 3)),
        ("Edges", Image.FromFloats(edges, photo.Width, photo.Height, 1))]);
    PngWriter.Write(commandLine.Output, image);
    Console.WriteLine($"Wrote {commandLine.Output} ({image.Width} x {image.Height})");
    return 0;
}

static double BestTime(EdgeDetector detector, float[] values, Image photo)
{
    using ProgressLine progress = new("Timing");
    double best = double.PositiveInfinity;
    for (int run = 0; run < Runs; run++)
    {
        long start = Stopwatch.GetTimestamp();
        detector.Detect(values, photo.Height, photo.Width);
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        progress.Report((run + 1.0) / Runs);
    }

    return best;
}
