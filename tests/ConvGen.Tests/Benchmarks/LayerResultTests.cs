using System.Collections.Generic;
using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Reporting;
using Xunit;

namespace ConvGen.Tests.Benchmarks;

/// <summary>A layer that is measured again because it missed a bar.</summary>
public sealed class LayerResultTests
{
    private const double PeakGflops = 100;

    [Fact]
    public void The_best_of_two_counts_each_contestant_by_itself()
    {
        LayerResult first = Result(gflops: 80) with { Milliseconds = 2, MaxErrorOverRms = 3e-7, Peers = Times(copy: 1) };
        LayerResult again = Result(gflops: 96) with { PeakGflops = 120, Milliseconds = 1.5, MaxErrorOverRms = 2e-7, Peers = Times(copy: 1.2) };

        LayerResult best = first.BestWith(again);

        Assert.Equal((1.5, 96, 3e-7, 1.0), (best.Milliseconds, best.Gflops, best.MaxErrorOverRms, best.Peers["copy"]));
        Assert.Equal(0.8, best.FractionOfPeak);
        Assert.Equal(best.Milliseconds, again.BestWith(first).Milliseconds);
    }

    [Fact]
    public void A_failure_stays()
    {
        LayerResult failed = Result(gflops: 80) with { Milliseconds = 2, Failure = "wrong output" };
        Assert.Equal("wrong output", Result(gflops: 90).BestWith(failed).Failure);
        Assert.Equal("wrong output", failed.BestWith(Result(gflops: 90)).Failure);
    }

    /// <summary>1x1 layers of 64 channels are to reach 0.95 of the peak.</summary>
    [Theory]
    [InlineData(94, true)]
    [InlineData(96, false)]
    [InlineData(double.NaN, false)]
    public void Only_layers_below_a_bar_miss_it(double gflops, bool misses)
    {
        Assert.Equal(misses, LayerBars.Misses(Result(gflops)));
    }

    private static LayerResult Result(double gflops)
    {
        return new LayerResult
        {
            Name = "layer",
            Isa = "avx512",
            Threads = 1,
            Gflops = gflops,
            PeakGflops = PeakGflops,
            Milliseconds = 1,
            MaxErrorOverRms = 1e-7,
            Case = new ConvCase
            {
                Name = "layer",
                Groups = 1,
                InChannels = 64,
                Filters = 64,
                Input = [56, 56],
                Kernel = [1, 1],
                Stride = [1, 1],
                Dilation = [1, 1],
                PadBegin = [0, 0],
                PadEnd = [0, 0],
            },
        };
    }

    private static Dictionary<string, double> Times(double copy)
    {
        return new() { ["copy"] = copy };
    }
}
