using System;
using System.Threading;

namespace ConvGen.Runtime;

/// <summary>
/// Work in numbered items that several threads of the pool take one after the other; the caller is one of them. An
/// object serves one run after the other, so that a run allocates nothing.
/// </summary>
internal abstract class ParallelJob : IThreadPoolWorkItem
{
    /// <summary>The requests to the pool, of all jobs, that no thread has taken up yet.</summary>
    private static int _waiting;

    private int _items;
    private int _next;
    private int _workers;
    private int _finished;
    private int _references;

    /// <summary>Runs all items on at most <paramref name="threads"/> threads and returns when they are done.</summary>
    protected void RunAll(int items, int threads)
    {
        // A pool with requests waiting has no thread to spare: one more would not help, and would keep this object from
        // the next call until it is taken up, so that calls from many threads would need ever more objects.
        int spare = Math.Max(0, Environment.ProcessorCount - Volatile.Read(ref _waiting));
        int helpers = Math.Min(Math.Min(threads, items) - 1, spare);
        _items = items;
        _finished = 0;
        _workers = 0;
        _references = helpers + 1;
        Volatile.Write(ref _next, 0);

        for (int i = 0; i < helpers; i++)
        {
            if (!WaitingHelpers.TryGive(this))
            {
                Interlocked.Increment(ref _waiting);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        Work();

        // Only items in progress are waited for: a helper that the busy pool has not started finds nothing left.
        SpinWait wait = default;

        while (Volatile.Read(ref _finished) < items)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }

        Release();
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
            job.Work();
            job.Release();
        }
    }

    private void Work()
    {
        int item = Interlocked.Increment(ref _next) - 1;

        if (item >= _items)
        {
            return;
        }

        int worker = Interlocked.Increment(ref _workers) - 1;
        int done = 0;

        do
        {
            Run(item, worker);
            done++;
            item = Interlocked.Increment(ref _next) - 1;
        }
        while (item < _items);

        Interlocked.Add(ref _finished, done);
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Recycle();
        }
    }
}
