using System;

namespace ConvGen.Benchmarks.Measuring;

/// <summary>One implementation of one layer, ready to run: everything that is done once has been done.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>Computes the layer once.</summary>
    void Run();

    /// <summary>The largest error of the last run's output, over the outputs' root mean square.</summary>
    double MaxErrorOverRms(SampledCheck check);
}
