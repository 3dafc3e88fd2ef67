using System;
using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Attributes;

namespace ConvGen.Benchmarks.DotNet;

/// <summary>One image through a layer of each kind. A call allocates nothing with one thread.</summary>
[MemoryDiagnoser]
public class LayerBenchmarks
{
    private readonly Square _square = new(Values(Square.WeightCount), Values(Square.BiasCount));
    private readonly Cube _cube = new(Values(Cube.WeightCount), Values(Cube.BiasCount));
    private readonly Pointwise _pointwise = new(Values(Pointwise.WeightCount), Values(Pointwise.BiasCount));
    private readonly Stem _stem = new(Values(Stem.WeightCount), Values(Stem.BiasCount));
    private readonly Depthwise _depthwise = new(Values(Depthwise.WeightCount), Values(Depthwise.BiasCount));

    private readonly float[] _input = Values(MostFloats);
    private readonly float[] _output = new float[MostFloats];

    /// <summary>Gets the threads to measure with: one, and all the machine has.</summary>
    public static IEnumerable<int> ThreadCounts => new[] { 1, Environment.ProcessorCount }.Distinct();

    /// <summary>Gets or sets the most threads a call may use.</summary>
    [ParamsSource(nameof(ThreadCounts))]
    public int Threads { get; set; }

    /// <summary>The floats of the largest input or output.</summary>
    private static int MostFloats => new[]
    {
        Square.InputLength, Cube.InputLength, Pointwise.InputLength, Stem.OutputLength, Depthwise.InputLength,
    }.Max();

    /// <summary>Passes the number of threads on.</summary>
    [GlobalSetup]
    public void SetThreads()
    {
        _square.MaxDegreeOfParallelism = Threads;
        _cube.MaxDegreeOfParallelism = Threads;
        _pointwise.MaxDegreeOfParallelism = Threads;
        _stem.MaxDegreeOfParallelism = Threads;
        _depthwise.MaxDegreeOfParallelism = Threads;
    }

    /// <summary>3x3, 64 channels to 64 filters, 56x56: 231 million floating-point operations.</summary>
    [Benchmark(Description = "3x3, 64 to 64, 56x56")]
    public void RunSquare() => _square.Forward(Input(Square.InputLength), Output(Square.OutputLength));

    /// <summary>3x3x3, 64 channels to 64 filters, 8x56x56: 5,549 million floating-point operations.</summary>
    [Benchmark(Description = "3x3x3, 64 to 64, 8x56x56")]
    public void RunCube() => _cube.Forward(Input(Cube.InputLength), Output(Cube.OutputLength));

    /// <summary>1x1, 256 channels to 64 filters, 56x56: 103 million floating-point operations.</summary>
    [Benchmark(Description = "1x1, 256 to 64, 56x56")]
    public void RunPointwise() => _pointwise.Forward(Input(Pointwise.InputLength), Output(Pointwise.OutputLength));

    /// <summary>7x7 with stride 2, 3 channels to 64 filters, 224x224: 236 million floating-point operations.</summary>
    [Benchmark(Description = "7x7 stride 2, 3 to 64, 224x224")]
    public void RunStem() => _stem.Forward(Input(Stem.InputLength), Output(Stem.OutputLength));

    /// <summary>Depthwise 3x3, 96 channels, 112x112: 22 million floating-point operations.</summary>
    [Benchmark(Description = "depthwise 3x3, 96, 112x112")]
    public void RunDepthwise() => _depthwise.Forward(Input(Depthwise.InputLength), Output(Depthwise.OutputLength));

    private ReadOnlySpan<float> Input(int length) => _input.AsSpan(0, length);

    private Span<float> Output(int length) => _output.AsSpan(0, length);

    private static float[] Values(int count)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }
}
