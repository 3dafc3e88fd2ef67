using System;
using System.Linq;
using Xunit;

namespace ConvGen.Generator.Tests.Specs;

/// <summary>The generator's copies of the public enums have their names and values.</summary>
public sealed class EnumParityTests
{
    [Theory]
    [InlineData(typeof(Activation), typeof(Models.Activation))]
    [InlineData(typeof(PaddingMode), typeof(Models.PaddingMode))]
    [InlineData(typeof(Layout), typeof(Models.Layout))]
    [InlineData(typeof(WeightLayout), typeof(Models.WeightLayout))]
    [InlineData(typeof(Algorithm), typeof(Models.Algorithm))]
    public void CopiesAreEqual(Type published, Type copy)
    {
        Assert.NotEqual(published, copy);
        Assert.Equal(Members(published), Members(copy));
    }

    private static (string Name, int Value)[] Members(Type type)
    {
        return [.. Enum.GetValues(type).Cast<object>().Select(value => (value.ToString()!, Convert.ToInt32(value, null)))];
    }
}
