using System;
using System.Diagnostics;
using System.Threading;

namespace ConvGen.Runtime;

/// <summary>
/// The threads of the pool that have just finished their part of a job and wait a moment for the next: waking a thread
/// that sleeps takes as long as many a layer, and the layers of a network follow each other closely.
/// </summary>
internal static class WaitingHelpers
{
    /// <summary>How long a helper waits: about what waking it would cost. Longer would burn power for little.</summary>
    private const long Microseconds = 100;

    /// <summary>What stands in the place of a helper that waits.</summary>
    private static readonly object Waiting = new();

    /// <summary>A place for each helper: null when nobody waits there, the job it has been given otherwise.</summary>
    private static readonly object?[] Places = new object?[Environment.ProcessorCount - 1];

    /// <summary>Gives a job to a helper that waits; false when there is none.</summary>
    public static bool TryGive(ParallelJob job)
    {
        for (int place = 0; place < Places.Length; place++)
        {
            if (ReferenceEquals(Volatile.Read(ref Places[place]), Waiting)
                && ReferenceEquals(Interlocked.CompareExchange(ref Places[place], job, Waiting), Waiting))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Waits for a job; null when none came in time or the pool has other work.</summary>
    public static ParallelJob? Wait()
    {
        for (int place = 0; place < Places.Length && ThreadPool.PendingWorkItemCount == 0; place++)
        {
            if (Interlocked.CompareExchange(ref Places[place], Waiting, null) is null)
            {
                return WaitAt(place);
            }
        }

        return null;
    }

    private static ParallelJob? WaitAt(int place)
    {
        long end = Stopwatch.GetTimestamp() + (Microseconds * Stopwatch.Frequency / 1_000_000);

        // Other work of the pool comes first.
        while (ReferenceEquals(Volatile.Read(ref Places[place]), Waiting)
            && Stopwatch.GetTimestamp() < end
            && ThreadPool.PendingWorkItemCount == 0)
        {
            Thread.SpinWait(8);
        }

        // Whoever gives a job at the last moment finds the helper gone, or the helper finds the job.
        if (ReferenceEquals(Interlocked.CompareExchange(ref Places[place], null, Waiting), Waiting))
        {
            return null;
        }

        return (ParallelJob)Interlocked.Exchange(ref Places[place], null)!;
    }
}
