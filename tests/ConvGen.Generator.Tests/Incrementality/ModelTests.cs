using System.Collections.Generic;
using System.Linq;
using ConvGen.Generator.Models;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ConvGen.Generator.Tests.Incrementality;

/// <summary>What passes from step to step is plain data that compares by value.</summary>
public sealed class ModelTests
{
    private const string Layer =
        """
        namespace Demo
        {
            public partial class Outer
            {
                /// <summary>Stem.</summary>
                [ConvGen.Conv("3x3", 4, 8, Input = "8x8", Padding = "0:1x1:0", Activation = ConvGen.Activation.LeakyRelu)]
                public partial class Layer;
            }
        }
        """;

    [Fact]
    public void NothingOfTheCompilationIsHeld()
    {
        List<object> outputs = Outputs();

        Assert.Contains(outputs, static output => output is ConvTarget);
        Assert.Equal(StepReasons.AllSteps.Length, outputs.Count);
        Assert.All(outputs, static output => Assert.Empty(HeldTypes.Find(output)));
    }

    [Fact]
    public void TwoRunsGiveEqualModels()
    {
        List<object> first = Outputs();
        List<object> second = Outputs();

        Assert.Equal(first.Count, second.Count);
        Assert.All(first.Zip(second), static pair =>
        {
            Assert.NotSame(pair.First, pair.Second);
            Assert.True(pair.First.Equals(pair.Second), pair.First.ToString());
            Assert.Equal(pair.First.GetHashCode(), pair.Second.GetHashCode());
        });
    }

    [Fact]
    public void SearchFindsWhatIsHidden()
    {
        Compilation compilation = UserProject.Create([("Layer.cs", Layer)]);

        Assert.Single(HeldTypes.Find(new Model<object>([compilation.Assembly], 1)));
        Assert.Single(HeldTypes.Find(new Model<SyntaxTree?>([null], 1)));
        Assert.Single(HeldTypes.Find(new Derived(compilation)));
        Assert.Empty(HeldTypes.Find(new Model<string>(["text", null!], 1)));
    }

    private static List<object> Outputs()
    {
        GeneratorDriver driver = UserProject.CreateDriver().RunGenerators(UserProject.Create([("Layer.cs", Layer)]));
        GeneratorRunResult result = Assert.Single(driver.GetRunResult().Results);

        return
        [
            .. StepReasons.AllSteps
                .SelectMany(step => result.TrackedSteps[step])
                .SelectMany(static run => run.Outputs)
                .Select(static output => output.Value),
        ];
    }

    private sealed record Model<T>(T[] Items, int Number);

    private class Base(Compilation held)
    {
        public string Name => held.AssemblyName!;
    }

    private sealed class Derived(Compilation held) : Base(held);
}
