using System;
using System.Collections.Generic;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Layers;
using ConvGen.Benchmarks.Measuring;
using ConvGen.Benchmarks.Peers;
using ConvGen.Benchmarks.Reporting;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Cli;

/// <summary>Checks and times one layer beside its peers.</summary>
internal static class LayerMeasurement
{
    /// <summary>Above this the output is wrong, not rounded: float32 sums of these layers stay well below it.</summary>
    private const double WrongAbove = 1e-4;

    /// <summary>Fills in the numbers of <paramref name="result"/>; its layer must be given.</summary>
    public static LayerResult Run(
        LayerResult result, LayerFactory factory, IReadOnlyList<IPeer> peers, FmaPeak peak, double seconds)
    {
        ConvCase layer = result.Case!;
        using LayerData data = new(layer);
        SampledCheck check = new(data);
        using GeneratedLayer ours = new(factory, data, result.Threads);
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

            peak.Sample(milliseconds: 10);
            double[] milliseconds = Race.Run(contestants, result.Threads, seconds);
            peak.Sample(milliseconds: 10);
            Dictionary<string, double> times = [];

            for (int i = 0; i < names.Count; i++)
            {
                times.Add(names[i], milliseconds[i + 1]);
            }

            return result with
            {
                Milliseconds = milliseconds[0],
                Gflops = layer.Flops / milliseconds[0] / 1e6,
                Peers = times,
            };
        }
        finally
        {
            contestants.ForEach(contestant => contestant.Dispose());
        }
    }

    private static LayerResult Check(LayerResult result, GeneratedLayer ours, SampledCheck check)
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
