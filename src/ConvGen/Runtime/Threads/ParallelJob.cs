using System;
using System.Threading;

namespace ConvGen.Runtime;

/// <summary>
/// Work in numbered items that several threads of the pool share; the caller is one of them. Each has a range of items
/// of its own, the same in every run, so that it finds in its caches what it left there; who is done helps the others.
/// An object serves one run after the other, so that a run allocates nothing.
/// </summary>
internal abstract class ParallelJob : IThreadPoolWorkItem
{
    /// <summary>The requests to the pool, of all jobs, that no thread has taken up yet.</summary>
    private static int _waiting;

    /// <summary>The integers between two threads' next items: a cache line, which they would else take from each other.</summary>
    private const int Apart = 16;

    /// <summary>The next item of each thread's range.</summary>
    private int[] _next = [];
    private int _items;
    private int _ranges;
    private int _helpers;
    private int _finished;
    private int _references;

    /// <summary>Runs all items on at most <paramref name="threads"/> threads and returns when they are done.</summary>
    protected void RunAll(int items, int threads)
    {
        if (threads == 1)
        {
            RunAlone(items);
            return;
        }

        // A pool with requests waiting has no thread to spare: one more would not help, and would keep this object from
        // the next call until it is taken up, so that calls from many threads would need ever more objects.
        int spare = Math.Max(0, Environment.ProcessorCount - Volatile.Read(ref _waiting));
        int helpers = Math.Min(Math.Min(threads, items) - 1, spare);
        _items = items;
        _finished = 0;
        _helpers = 0;
        _references = helpers + 1;
        _ranges = threads;

        if (_next.Length < threads * Apart)
        {
            _next = new int[threads * Apart];
        }

        for (int range = 0; range < threads; range++)
        {
            Volatile.Write(ref _next[range * Apart], Start(range));
        }

        for (int i = 0; i < helpers; i++)
        {
            if (!WaitingHelpers.TryGive(this))
            {
                Interlocked.Increment(ref _waiting);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        Work(0);

        // Only items in progress are waited for: a helper that the busy pool has not started finds nothing left.
        SpinWait wait = default;

        while (Volatile.Read(ref _finished) < items)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        Release();
    }

    private void RunAlone(int items)
    {
        for (int item = 0; item < items; item++)
        {
            Run(item, worker: 0);
        }

        Recycle();
    }

    /// <summary>Computes an item; must not throw.</summary>
    /// <param name="item">The item's number.</param>
    /// <param name="worker">The number of the thread within this run, below the threads asked for.</param>
    protected abstract void Run(int item, int worker);

    /// <summary>Called once nobody refers to the run any more: the object may serve the next.</summary>
    protected abstract void Recycle();

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _waiting);

        for (ParallelJob? job = this; job is not null; job = WaitingHelpers.Wait())
        {
            job.Work(Interlocked.Increment(ref job._helpers));
            job.Release();
        }
    }

    private void Work(int worker)
    {
        int done = 0;

        for (int i = 0; i < _ranges; i++)
        {
            int range = worker + i < _ranges ? worker + i : worker + i - _ranges;
            int end = Start(range + 1);
            ref int next = ref _next[range * Apart];

            // A range that is done is left alone, lest many runs over it overflow.
            while (Volatile.Read(ref next) < end)
            {
                int item = Interlocked.Increment(ref next) - 1;

                if (item < end)
                {
                    Run(item, worker);
                    done++;
                }
            }
        }

        Interlocked.Add(ref _finished, done);
    }

    /// <summary>The first item of a thread's range, which is the end of the one before.</summary>
    private int Start(int range)
    {
        return (int)((long)_items * range / _ranges);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Recycle();
        }
    }
}
