using System;
using System.Diagnostics;
using System.IO;
using ConvGen;
using MriDenoiser;
using Samples.Shared;

const string Usage = """
    Usage: MriDenoiser [--output PATH]
    Denoises a brain volume with generated 3D convolutions and writes a PNG (artifacts/mri-denoised.png).
    Exit code: 0, 1 if the result is not PyTorch's, 2 for a bad argument or file.
    """;
const double ExpectedPsnr = 29.57;
const double PsnrTolerance = 0.01;
const float DifferenceLimit = 1e-4f;
const int Runs = 20;

return CommandLine.Run(args, Usage, takesInput: false, Path.Combine("artifacts", "mri-denoised.png"), Denoise);

static int Denoise(CommandLine commandLine)
{
    float[] clean = Volumes.Read("mri_clean.npy");
    float[] noisy = Volumes.Read("mri_noisy.npy");
    float[] pyTorch = Volumes.Read("mri_denoised.npy");
    SafetensorsFile weights = SafetensorsFile.Read(Volumes.PathOf("mri_denoiser.safetensors"));
    Console.WriteLine($"""
        Denoising a brain volume of 24 x 96 x 128 voxels with x - tail(body(head(x))),
        3D convolutions 3x3x3, channels 1 -> 16 -> 16 -> 1, {Denoiser.ParameterCount:N0} parameters

        """);

    float[] denoised = new float[noisy.Length];
    Denoiser network = new(weights);
    int cores = Environment.ProcessorCount;
    double onOneCore = BestTime(network, 1, noisy, denoised);
    double onAllCores = BestTime(network, cores, noisy, denoised);
    float[] plain = new float[noisy.Length];
    double plainTime = TimePlainLoop(new PlainDenoiser(weights), noisy, plain);

    double psnr = Metrics.Psnr(denoised, clean);
    float difference = Metrics.MaxDifference(denoised, pyTorch);
    bool passed = Math.Abs(psnr - ExpectedPsnr) <= PsnrTolerance && difference <= DifferenceLimit;
    Console.WriteLine($"""
        Quality
          PSNR, noisy volume           {Metrics.Psnr(noisy, clean),10:F2} dB
          PSNR, denoised volume        {psnr,10:F2} dB
          max |ours - PyTorch|         {difference,10:0.0E+0}
          max |ours - plain C# loop|   {Metrics.MaxDifference(denoised, plain),10:0.0E+0}

        Time                                    ms   speed-up
          plain C# loop, 1 core        {plainTime,10:N1} {1,10:F1}
          generated, 1 core            {onOneCore,10:N1} {plainTime / onOneCore,10:F1}
          {$"generated, all cores ({cores})",-28} {onAllCores,10:N1} {plainTime / onAllCores,10:F1}

        """);

    Image image = Panels.SideBySide(3, [
        ($"Noisy {Metrics.Psnr(noisy, clean):F2} dB", Volumes.MiddleSlice(noisy)),
        ($"Denoised {psnr:F2} dB", Volumes.MiddleSlice(denoised)),
        ("Clean", Volumes.MiddleSlice(clean))]);
    PngWriter.Write(commandLine.Output, image);
    Console.WriteLine($"Wrote {commandLine.Output} ({image.Width} x {image.Height})");
    if (!passed)
    {
        Console.Error.WriteLine(
            $"FAILED: expected {ExpectedPsnr} +/- {PsnrTolerance} dB and a difference of at most {DifferenceLimit:0E+0}.");
    }

    return passed ? 0 : 1;
}

// The best of several runs; the first ones also give the runtime time to optimise.
static double BestTime(Denoiser network, int cores, float[] noisy, float[] denoised)
{
    network.MaxDegreeOfParallelism = cores;
    using ProgressLine progress = new($"Generated code, {cores} core(s)");
    double best = double.PositiveInfinity;
    for (int run = 0; run < Runs; run++)
    {
        long start = Stopwatch.GetTimestamp();
        network.Forward(noisy, denoised);
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        progress.Report((run + 1.0) / Runs);
    }

    return best;
}

static double TimePlainLoop(PlainDenoiser network, float[] noisy, float[] denoised)
{
    using ProgressLine progress = new("Plain C# loop");
    long start = Stopwatch.GetTimestamp();
    network.Forward(noisy, denoised, progress.Report);
    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
}
