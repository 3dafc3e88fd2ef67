using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace ConvGen.Benchmarks.Measuring;

/// <summary>
/// Times contestants side by side: a sample of each in turn, so that a disturbance of the machine meets all of them,
/// and the best sample of each counts.
/// </summary>
internal static class Race
{
    private const double MinimumSampleSeconds = 0.002;

    private const double WarmUpSeconds = 0.02;

    private const int MinimumRounds = 3;

    /// <summary>Returns the milliseconds of one call of each contestant.</summary>
    /// <param name="contestants">At least one.</param>
    /// <param name="threads">How many threads they use.</param>
    /// <param name="seconds">The time to spend on each of them; it is exceeded if a call is long.</param>
    /// <param name="sampleMachine">Is called in turn with them, and once more at the end, to sample what they are judged by.</param>
    public static double[] Run(IReadOnlyList<IContestant> contestants, int threads, double seconds, Action sampleMachine)
    {
        int[] calls = [.. contestants.Select(CallsPerSample)];
        double[] best = new double[contestants.Count];
        Array.Fill(best, double.PositiveInfinity);
        Stopwatch watch = Stopwatch.StartNew();

        for (int round = 0; round < MinimumRounds || watch.Elapsed.TotalSeconds < seconds * best.Length; round++)
        {
            sampleMachine();

            for (int i = 0; i < best.Length; i++)
            {
                if (threads > 1)
                {
                    ThreadPools.LetRest();
                    WarmUp(contestants[i]);
                }

                best[i] = Math.Min(best[i], Time(contestants[i], calls[i]) * 1000 / calls[i]);
            }
        }

        sampleMachine();
        return best;
    }

    /// <summary>
    /// Calls a contestant until its threads have spread over the cores: some milliseconds long, one that has just been
    /// woken may share its core with the caller while another is idle.
    /// </summary>
    private static void WarmUp(IContestant contestant)
    {
        long begin = Stopwatch.GetTimestamp();

        do
        {
            contestant.Run();
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < WarmUpSeconds);
    }

    /// <summary>Doubles the calls until they last long enough for the clock; this also warms the contestant up.</summary>
    private static int CallsPerSample(IContestant contestant)
    {
        int calls = 1;
        Time(contestant, calls);

        while (Time(contestant, calls) < MinimumSampleSeconds)
        {
            calls *= 2;
        }

        return calls;
    }

    private static double Time(IContestant contestant, int calls)
    {
        long begin = Stopwatch.GetTimestamp();

        for (int i = 0; i < calls; i++)
        {
            contestant.Run();
        }

        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
