using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;

namespace ConvGen.Benchmarks.Measuring;

/// <summary>
/// The most multiply-adds the machine does on the instruction set in force: independent accumulators that stay in
/// registers. Other programs and the clock disturb it, so it is sampled in turn with the layer that is set beside it, and the best counts.
/// </summary>
/// <param name="threads">How many threads run at once.</param>
internal sealed class FmaPeak(int threads)
{
    private const int Accumulators = 12;

    // Threads that have just started may share a core for a moment.
    private readonly double _minimumMilliseconds = threads == 1 ? 2 : 4;

    private long _iterations = 1 << 14;

    private float _sink;

    /// <summary>The best sample so far in GFLOP/s, of all threads together; 0 before the first.</summary>
    public double Gflops { get; private set; }

    /// <summary>Takes a sample, the first time as many as it takes to find how often the loop has to run.</summary>
    public void Sample()
    {
        if (threads > 1)
        {
            ThreadPools.LetRest();
        }

        TimeSpan elapsed = RunOnce();

        while (elapsed.TotalMilliseconds < _minimumMilliseconds)
        {
            _iterations *= 2;
            elapsed = RunOnce();
        }

        double flops = 2.0 * Accumulators * Lanes * _iterations * threads;
        Gflops = Math.Max(Gflops, flops / elapsed.TotalSeconds / 1e9);
    }

    private static int Lanes => InstructionSets.InForce switch
    {
        InstructionSet.Avx512 => Vector512<float>.Count,
        InstructionSet.Avx2 => Vector256<float>.Count,
        InstructionSet.V128 => Vector128<float>.Count,
        _ => 1,
    };

    /// <summary>Runs the loop on every thread and returns the time from the common start to the last end.</summary>
    private TimeSpan RunOnce()
    {
        if (threads == 1)
        {
            long begin = Stopwatch.GetTimestamp();
            _sink += RunLoop(_iterations);
            return Stopwatch.GetElapsedTime(begin);
        }

        long start = 0;
        using Barrier barrier = new(threads, _ => start = Stopwatch.GetTimestamp());
        Thread[] workers = new Thread[threads];

        for (int i = 0; i < threads; i++)
        {
            workers[i] = new Thread(() =>
            {
                barrier.SignalAndWait();
                float sum = RunLoop(_iterations);
                Interlocked.Exchange(ref _sink, sum);
            });
            workers[i].Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static float RunLoop(long iterations)
    {
        return InstructionSets.InForce switch
        {
            InstructionSet.Avx512 => Vector512.Sum(Loop<Vector512<float>, Ops512>(
                iterations, Vector512.Create(0.5f))),
            InstructionSet.Avx2 => Vector256.Sum(Loop<Vector256<float>, Ops256>(
                iterations, Vector256.Create(0.5f))),
            InstructionSet.V128 => Vector128.Sum(Loop<Vector128<float>, Ops128>(
                iterations, Vector128.Create(0.5f))),
            _ => Loop<float, OpsScalar>(iterations, 0.5f),
        };
    }

    // Twelve chains cover the latency of two FMA units and still fit sixteen registers; x * 1/2 + 1/2 tends to 1, so
    // that no value overflows or becomes denormal.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static T Loop<T, TOps>(long iterations, T half)
        where T : struct
        where TOps : struct, IMultiplyAdd<T>
    {
        T acc0 = half, acc1 = half, acc2 = half, acc3 = half, acc4 = half, acc5 = half;
        T acc6 = half, acc7 = half, acc8 = half, acc9 = half, acc10 = half, acc11 = half;

        for (long i = 0; i < iterations; i++)
        {
            acc0 = TOps.MultiplyAdd(acc0, half, half);
            acc1 = TOps.MultiplyAdd(acc1, half, half);
            acc2 = TOps.MultiplyAdd(acc2, half, half);
            acc3 = TOps.MultiplyAdd(acc3, half, half);
            acc4 = TOps.MultiplyAdd(acc4, half, half);
            acc5 = TOps.MultiplyAdd(acc5, half, half);
            acc6 = TOps.MultiplyAdd(acc6, half, half);
            acc7 = TOps.MultiplyAdd(acc7, half, half);
            acc8 = TOps.MultiplyAdd(acc8, half, half);
            acc9 = TOps.MultiplyAdd(acc9, half, half);
            acc10 = TOps.MultiplyAdd(acc10, half, half);
            acc11 = TOps.MultiplyAdd(acc11, half, half);
        }

        // Every chain flows into the result, or the compiler could drop it.
        T sum = TOps.MultiplyAdd(acc0, acc1, TOps.MultiplyAdd(acc2, acc3, acc4));
        sum = TOps.MultiplyAdd(acc5, acc6, TOps.MultiplyAdd(acc7, acc8, sum));
        return TOps.MultiplyAdd(acc9, acc10, TOps.MultiplyAdd(acc11, half, sum));
    }

    private interface IMultiplyAdd<T>
    {
        /// <summary>x * y + z, fused where the hardware can.</summary>
        static abstract T MultiplyAdd(T x, T y, T z);
    }

    private readonly struct Ops512 : IMultiplyAdd<Vector512<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAdd(Vector512<float> x, Vector512<float> y, Vector512<float> z)
        {
            return Vector512.MultiplyAddEstimate(x, y, z);
        }
    }

    private readonly struct Ops256 : IMultiplyAdd<Vector256<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MultiplyAdd(Vector256<float> x, Vector256<float> y, Vector256<float> z)
        {
            return Vector256.MultiplyAddEstimate(x, y, z);
        }
    }

    private readonly struct Ops128 : IMultiplyAdd<Vector128<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> MultiplyAdd(Vector128<float> x, Vector128<float> y, Vector128<float> z)
        {
            return Vector128.MultiplyAddEstimate(x, y, z);
        }
    }

    private readonly struct OpsScalar : IMultiplyAdd<float>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static float MultiplyAdd(float x, float y, float z)
        {
            return (x * y) + z;
        }
    }
}
