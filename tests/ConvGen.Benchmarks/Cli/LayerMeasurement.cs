using System;
using System.Collections.Generic;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Measuring;
using ConvGen.Benchmarks.Peers;
using ConvGen.Benchmarks.Reporting;

namespace ConvGen.Benchmarks.Cli;

/// <summary>Checks and times one layer beside its peers.</summary>
internal static class LayerMeasurement
{
    /// <summary>Above this the output is wrong, not rounded: float32 sums of these layers stay well below it.</summary>
    private const double WrongAbove = 1e-4;

    /// <summary>Fills in the numbers of <paramref name="result"/>; its layer must be given.</summary>
    /// <param name="result">The layer's row.</param>
    /// <param name="measured">The layer as it is compiled and run.</param>
    /// <param name="peers">What it is timed beside.</param>
    /// <param name="threads">The most threads that any of them uses.</param>
    /// <param name="seconds">The time to spend on each of them.</param>
    public static LayerResult Run(
        LayerResult result, VariantPeer measured, IReadOnlyList<IPeer> peers, int threads, double seconds)
    {
        ConvCase layer = result.Case!;
        using LayerData data = new(layer);
        SampledCheck check = new(data);
        using IContestant ours = measured.Prepare(data);
        List<IContestant> contestants = [ours];
        List<string> names = [];

        try
        {
            result = Check(result, ours, check);

            foreach (IPeer peer in peers)
            {
                (IContestant? contestant, string? refusal) = Prepare(peer, data, check);
                result = refusal is null ? result : result with { Note = $"{peer.Name} {refusal}" };

                if (contestant is not null)
                {
                    contestants.Add(contestant);
                    names.Add(peer.Name);
                }
            }

            FmaPeak peak = new(result.Threads);
            double[] milliseconds = Race.Run(contestants, threads, seconds, peak.Sample);
            Dictionary<string, double> times = [];

            for (int i = 0; i < names.Count; i++)
            {
                times.Add(names[i], milliseconds[i + 1]);
            }

            return result with
            {
                Milliseconds = milliseconds[0],
                Gflops = layer.Flops / milliseconds[0] / 1e6,
                PeakGflops = peak.Gflops,
                Peers = times,
            };
        }
        finally
        {
            contestants.ForEach(contestant => contestant.Dispose());
        }
    }

    private static LayerResult Check(LayerResult result, IContestant ours, SampledCheck check)
    {
        ours.Run();
        double error = ours.MaxErrorOverRms(check);
        return result with
        {
            MaxErrorOverRms = error,
            Failure = error <= WrongAbove ? null : FormattableString.Invariant($"wrong output: error / rms is {error:g3}"),
        };
    }

    /// <summary>Prepares a peer and checks its output too: a time of another computation would be worth nothing.</summary>
    private static (IContestant? Contestant, string? Refusal) Prepare(IPeer peer, LayerData data, SampledCheck check)
    {
        try
        {
            IContestant contestant = peer.Prepare(data);
            contestant.Run();
            double error = contestant.MaxErrorOverRms(check);

            if (error <= WrongAbove)
            {
                return (contestant, null);
            }

            contestant.Dispose();
            return (null, FormattableString.Invariant($"gave a wrong output: error / rms is {error:g3}"));
        }
        catch (PeerException exception)
        {
            return (null, exception.Message);
        }
    }
}
