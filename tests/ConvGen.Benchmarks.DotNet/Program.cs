using BenchmarkDotNet.Running;
using ConvGen.Benchmarks.DotNet;

BenchmarkSwitcher.FromAssembly(typeof(LayerBenchmarks).Assembly).Run(args);
