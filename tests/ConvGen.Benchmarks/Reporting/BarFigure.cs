using System;
using System.Linq;
using ConvGen.Benchmarks.Measuring;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>A figure of a layer that a bar is set for.</summary>
/// <param name="Unit">What one of it is.</param>
/// <param name="Of">The figure of a result; NaN if the run has not measured it.</param>
internal sealed record BarFigure(string Unit, Func<LayerResult, double> Of)
{
    private const string OnnxRuntime = "onnxruntime";

    private const string OneDnn = "onednn";

    /// <summary>Vectors of 256 bits may stay this much of the peak behind those of 512.</summary>
    private const double NarrowerVectors = 0.05;

    /// <summary>The speed of direct summation's operations over the FMA peak.</summary>
    public static readonly BarFigure Peak = new(
        "of the peak",
        result => result.FractionOfPeak + (result.Isa == InstructionSet.Avx2.Name() ? NarrowerVectors : 0));

    /// <summary>The fraction of the peak over the best recorded one.</summary>
    public static readonly BarFigure BestRecord = new("x the best record", result => result.RatioToBestRecorded());

    /// <summary>How much faster than ONNX Runtime, beside it or else as it was recorded.</summary>
    public static readonly BarFigure OverOnnxRuntime = new(
        "x ONNX Runtime",
        result => result.Recorded.Keys.FirstOrDefault(name => name.StartsWith(OnnxRuntime, StringComparison.Ordinal)) is string record
            && !result.Peers.ContainsKey(OnnxRuntime)
            ? result.RatioToRecorded(record)
            : result.SpeedupOver(OnnxRuntime));

    /// <summary>How much faster than the faster of the two libraries beside it.</summary>
    public static readonly BarFigure BetterPeer = new(
        "x the better peer",
        static result => new[] { OnnxRuntime, OneDnn }.Select(result.SpeedupOver).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min());

    /// <summary>The speed with channels first over that with channels last.</summary>
    public static readonly BarFigure ChannelsFirst = new("x channels last", result => 1 / result.SpeedupOver("channels-first"));

    /// <summary>The speed on two threads over that on one, for layers of a millisecond and more.</summary>
    public static readonly BarFigure TwoThreads = new(
        "x one thread",
        result => result.Threads == 1 && result.Milliseconds >= 1 ? 1 / result.SpeedupOver("threads-2") : double.NaN);
}
