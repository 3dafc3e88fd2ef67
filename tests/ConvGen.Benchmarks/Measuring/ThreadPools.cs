using System.Threading;

namespace ConvGen.Benchmarks.Measuring;

/// <summary>Keeps the thread pools of the contestants out of each other's way.</summary>
internal static class ThreadPools
{
    private const int Milliseconds = 20;

    /// <summary>
    /// Waits until the threads of OpenMP and ONNX Runtime sleep: for some milliseconds after a call they spin for the
    /// next one and hold the cores that another contestant is to be measured on.
    /// </summary>
    public static void LetRest()
    {
        Thread.Sleep(Milliseconds);
    }
}
