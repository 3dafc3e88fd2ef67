using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Allocation;

/// <summary>Forward allocates nothing once it is warm, on one thread and on several, and threads do not disturb each other.</summary>
[Trait("Isa", "Every")]
[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
    private const int WarmUp = 60;
    private const int Calls = 40;

    // The first rounds warm up.
    private const int Rounds = 12;

    // The test host waits in steps of Task.Delay(100): 72 bytes of a task and 96 of its timer. Rounds of up to 28 seconds had this
    // and nothing else.
    private const int HostStepBytes = 168;
    private static readonly TimeSpan HostStep = TimeSpan.FromMilliseconds(100);

    private static readonly LayerSource[] Sources =
    [
        new("3x3", 8, 16) { Input = "20x20", Padding = "same" },
        new("3x3", 8, 16) { Padding = "same", Layout = Layout.ChannelsFirst, Activation = Activation.Relu },
        new("5", 4, 12) { Stride = "2", Padding = "2", PaddingMode = PaddingMode.Reflect },
        new("3x3x3", 3, 16) { Input = "6x12x12", Padding = "same", Layout = Layout.FramesFirst },
        new("3x3x3", 4, 9) { Layout = Layout.ChannelsFirst, PaddingMode = PaddingMode.Circular, Padding = "1" },
        new("3x3", 16, 16) { Groups = 16, Input = "20x20", Padding = "same", Activation = Activation.Silu },
        new("1x1", 16, 24) { Input = "20x20" },
    ];

    private static readonly Lazy<CompiledLayers> Layers = new(() => CompiledLayers.Compile(Sources));

    public static IEnumerable<object[]> Indices => Enumerable.Range(0, Sources.Length).Select(index => new object[] { index });

    [Theory]
    [MemberData(nameof(Indices))]
    public void One_thread_allocates_nothing(int index)
    {
        LayerTrial trial = Trial(index);
        CompiledLayer layer = Create(trial, degree: 1);
        float[] input = trial.Input();
        float[] output = new float[trial.OutputLength()];

        for (int i = 0; i < WarmUp; i++)
        {
            layer.Forward(input, output, trial.Extent, trial.Batch);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < Calls; i++)
        {
            layer.Forward(input, output, trial.Extent, trial.Batch);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Indices))]
    public void Several_threads_on_one_instance_allocate_nothing_and_are_right(int index)
    {
        LayerTrial trial = Trial(index);
        CompiledLayer layer = Create(trial, degree: 2);
        float[][] inputs = [.. Enumerable.Range(1, 3).Select(seed => (trial with { Seed = seed }).Input())];
        float[][] outputs = [.. inputs.Select(_ => new float[trial.OutputLength()])];

        // Only spinning: what waits on an event may allocate.
        int round = 0;
        int finished = 0;
        int failures = 0;
        long[] byCallers = new long[Rounds];
        Thread[] threads = [.. inputs.Select((input, i) => new Thread(() =>
        {
            for (int mine = 1; mine <= Rounds; mine++)
            {
                SpinUntil(ref round, mine);
                long before = GC.GetAllocatedBytesForCurrentThread();

                try
                {
                    for (int call = 0; call < Calls; call++)
                    {
                        layer.Forward(input, outputs[i], trial.Extent, trial.Batch);
                    }
                }
                catch (ArgumentException)
                {
                    Interlocked.Increment(ref failures);
                }

                Interlocked.Add(ref byCallers[mine - 1], GC.GetAllocatedBytesForCurrentThread() - before);
                Interlocked.Increment(ref finished);
            }
        }) { IsBackground = true })];

        Array.ForEach(threads, thread => thread.Start());
        long[] allocated = new long[Rounds];

        for (int mine = 1; mine <= Rounds; mine++)
        {
            long start = Stopwatch.GetTimestamp();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            Volatile.Write(ref round, mine);
            SpinUntil(ref finished, mine * threads.Length);
            long bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            allocated[mine - 1] = bytes - AllocatedByHost(Stopwatch.GetElapsedTime(start));
        }

        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, failures);

        for (int i = 0; i < inputs.Length; i++)
        {
            Assert.Null(Tolerance.Compare(trial.Source, trial.Reference(inputs[i]), outputs[i]));
        }

        Assert.True(byCallers.Min() == 0, $"bytes the callers allocated in each round: {string.Join(", ", byCallers)}");

        // What the pool's threads allocate only the whole process's count shows, the test host's apart, which grows with the time
        // that a loaded machine takes for a round. The smallest object in every other call would still show.
        int least = 24 * Calls * inputs.Length / 2;
        Assert.True(allocated.Min() < least, $"bytes allocated in each round beside the host's: {string.Join(", ", allocated)}");
    }

    /// <summary>The most that the test host allocates in a time.</summary>
    private static long AllocatedByHost(TimeSpan time)
    {
        return (long)Math.Ceiling(time / HostStep) * HostStepBytes;
    }

    private static void SpinUntil(ref int counter, int value)
    {
        SpinWait wait = default;

        while (Volatile.Read(ref counter) < value)
        {
            wait.SpinOnce();
        }
    }

    private static LayerTrial Trial(int index)
    {
        LayerSource source = Sources[index];
        int[] extent = source.Input is string given ? Extents.Parse(given, source.Rank) : [.. Enumerable.Repeat(14, source.Rank)];
        return new LayerTrial(index, source, extent, Batch: 2, Degree: 1);
    }

    private static CompiledLayer Create(LayerTrial trial, int degree)
    {
        CompiledLayer layer = Layers.Value.New(trial.Source, trial.Weights(), trial.Bias());
        layer.MaxDegreeOfParallelism = degree;
        return layer;
    }
}
