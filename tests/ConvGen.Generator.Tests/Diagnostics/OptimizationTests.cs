using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Diagnostics;

/// <summary>A project that is not optimized is told so once, if it has a layer.</summary>
public sealed class OptimizationTests
{
    [Theory]
    [InlineData("[Conv(\"3x3\", 3, 16)] public partial class A; [Conv(\"3x3\", 3, 32)] public partial class B;", OptimizationLevel.Debug, 1)]
    [InlineData("[Conv(\"3x3\", 3, 16)] public partial class A;", OptimizationLevel.Release, 0)]
    [InlineData("public partial class A;", OptimizationLevel.Debug, 0)]
    public void LayersWithoutOptimizationAreReportedOnce(string source, OptimizationLevel optimization, int times)
    {
        AnalyzerRun run = AnalyzerRun.Of(source, optimization: optimization);

        Assert.Equal(times, run.Diagnostics.Length);
        Assert.All(run.Diagnostics, static diagnostic => Assert.Equal(("CONV029", Location.None), (diagnostic.Id, diagnostic.Location)));
    }
}
