using System.Linq;
using ConvGen.Generator.Planning;
using ConvGen.Generator.Tests.Specs;
using Xunit;

namespace ConvGen.Generator.Tests.Planning;

/// <summary>Tiles of 1x1 layers fetch weights ahead where these come from memory and are met by more than one tile.</summary>
public sealed class FarWeightsTests
{
    [Theory]
    [InlineData("1x1", "10x10", 1536, 2048, true)]
    [InlineData("1x1", "14x14", 1024, 2048, true)]
    [InlineData("1x1", "14x14", 1024, 1024, false)]
    [InlineData("1x1", "2x2", 2048, 2048, false)]
    [InlineData("3x3", "9x3", 2048, 2048, false)]
    public void Are_fetched_ahead(string kernel, string input, int channels, int filters, bool avx2)
    {
        ConvPlan plan = Planner.Plan(SpecOf.Conv(kernel, channels, filters, input: input) with { Algorithm = Models.Algorithm.Direct });

        Assert.Equal([false, avx2, false], plan.Kernels.Take(3).Select(static kernel => kernel.PrefetchesWeights));
    }
}
