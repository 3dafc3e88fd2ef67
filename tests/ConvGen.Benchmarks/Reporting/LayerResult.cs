using System;
using System.Collections.Generic;
using System.Linq;
using ConvGen.Benchmarks.Cases;

namespace ConvGen.Benchmarks.Reporting;

/// <summary>What came out for one layer. The numbers are NaN if <see cref="Failure"/> says why there are none.</summary>
internal sealed record LayerResult
{
    public required string Name { get; init; }

    /// <summary>The layer; null if its line could not be read.</summary>
    public ConvCase? Case { get; init; }

    /// <summary>The algorithm the generator chose.</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>The register tile the generator chose for the instruction set in force.</summary>
    public string Tile { get; init; } = "";

    public required string Isa { get; init; }

    public required int Threads { get; init; }

    public double Milliseconds { get; init; } = double.NaN;

    /// <summary>The floating-point operations of direct summation over the time, whatever the algorithm.</summary>
    public double Gflops { get; init; } = double.NaN;

    /// <summary>The FMA peak in GFLOP/s, sampled in turn with the layer: the clock of a shared machine differs from minute to minute.</summary>
    public double PeakGflops { get; init; } = double.NaN;

    /// <summary>The speed of direct summation's operations over the FMA peak.</summary>
    public double FractionOfPeak => Gflops / PeakGflops;

    /// <summary>The largest error of the sampled outputs over their root mean square.</summary>
    public double MaxErrorOverRms { get; init; } = double.NaN;

    /// <summary>Milliseconds by peer, of the peers that ran.</summary>
    public IReadOnlyDictionary<string, double> Peers { get; init; } = new Dictionary<string, double>();

    /// <summary>Fractions of the FMA peak that others are recorded to have reached, by the name of the record.</summary>
    public IReadOnlyDictionary<string, double> Recorded { get; init; } = new Dictionary<string, double>();

    /// <summary>Why there is no time, or what is wrong with the output; null if all went well.</summary>
    public string? Failure { get; init; }

    /// <summary>What was left out, such as a peer that refused the layer; null if nothing was.</summary>
    public string? Note { get; init; }

    /// <summary>The best times of two measurements of the layer, the fraction of the peak that of the faster one; a failure of either is one of both.</summary>
    public LayerResult BestWith(LayerResult again)
    {
        LayerResult fastest = again.Milliseconds < Milliseconds ? again : this;
        return fastest with
        {
            MaxErrorOverRms = Math.Max(MaxErrorOverRms, again.MaxErrorOverRms),
            Peers = Peers.Concat(again.Peers).GroupBy(peer => peer.Key).ToDictionary(peer => peer.Key, peer => peer.Min(time => time.Value)),
            Failure = Failure ?? again.Failure,
            Note = Note ?? again.Note,
        };
    }

    /// <summary>How much faster than the peer the layer ran; NaN if either is missing.</summary>
    public double SpeedupOver(string peer)
    {
        return Peers.TryGetValue(peer, out double milliseconds) ? milliseconds / Milliseconds : double.NaN;
    }

    /// <summary>Our fraction of the peak over a recorded one; NaN if either is missing.</summary>
    public double RatioToRecorded(string record)
    {
        return Recorded.TryGetValue(record, out double fraction) ? FractionOfPeak / fraction : double.NaN;
    }

    /// <summary>Our fraction of the peak over the best that is recorded; NaN if none is.</summary>
    public double RatioToBestRecorded()
    {
        return Recorded.Count > 0 ? FractionOfPeak / Recorded.Values.Max() : double.NaN;
    }
}
