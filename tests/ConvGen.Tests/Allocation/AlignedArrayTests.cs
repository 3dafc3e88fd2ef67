using System;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace ConvGen.Tests.Allocation;

/// <summary>Memory that begins on a cache line.</summary>
public sealed unsafe class AlignedArrayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_003)]
    public void Begins_on_a_line_and_stays_there(int length)
    {
        ArraySegment<float>[] all = [.. new int[20].Select(_ => AlignedArray.Allocate(length))];
        nuint[] addresses = [.. all.Select(Address)];

        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);

        Assert.All(addresses, static address => Assert.Equal(0u, (uint)(address % 64)));
        Assert.Equal(addresses, all.Select(Address));
        Assert.All(all, floats => Assert.Equal(new float[length], floats.ToArray()));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Refuses_what_no_array_holds(int length)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => AlignedArray.Allocate(length));

        Assert.Equal("length", exception.ParamName);
        Assert.Equal(length, exception.ActualValue);
    }

    private static nuint Address(ArraySegment<float> floats)
    {
        return (nuint)Unsafe.AsPointer(ref floats.Array![floats.Offset]);
    }
}
