using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ConvGen.Testing;
using ConvGen.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace ConvGen.Tests.Jit;

/// <summary>
/// Beyond some size RyuJIT compiles a method without optimisation and says nothing. Every emitted method of the
/// largest layers stays at half of that.
/// </summary>
public sealed class MethodBudgetTests(ITestOutputHelper report)
{
    // Of 60,000 bytes, 20,000 instructions, 2,000 blocks and 8,000 references. Beyond 512 locals nothing is inlined;
    // what is inlined brings its own, so that half of them are left for it.
    private static readonly MethodSize Budget = new(30_000, 10_000, 1_000, 256, 4_000);

    public static TheoryData<CaseName> Layers => [.. LargestLayers.All.Select(static layer => new CaseName(layer.ToString()))];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_method_is_well_below_the_limits_of_optimisation(CaseName name)
    {
        LayerSource layer = LargestLayers.All.Single(layer => layer.ToString() == name.Value);
        IReadOnlyList<MethodBase> methods = LargestLayers.MethodsOf(layer);
        (string Name, MethodSize Size)[] sizes =
            [.. methods.Select(static method => ($"{method.DeclaringType!.Name}.{method.Name}", MethodSize.Of(method)))];

        foreach ((string method, MethodSize size) in sizes.OrderByDescending(static entry => entry.Size.Bytes).Take(3))
        {
            report.WriteLine($"{method}: {size}");
        }

        // The surface and four instruction sets of at least an entry, rows and a tile each.
        Assert.True(sizes.Length >= 12, $"Only {sizes.Length} methods were found.");
        Assert.DoesNotContain(sizes, static entry => IsOver(entry.Size));
    }

    [Fact]
    public void Counts_are_those_of_the_compiled_method()
    {
        MethodInfo method = typeof(MethodBudgetTests).GetMethod(nameof(Loop), BindingFlags.NonPublic | BindingFlags.Static)!;
        MethodSize size = MethodSize.Of(method);

        // A start, the loop's body, its condition and what follows it; a debug build keeps one more.
        Assert.InRange(size.Blocks, 4, 6);
        Assert.InRange(size.Locals, 3, 6);
        Assert.InRange(size.Instructions, 15, 40);
        Assert.InRange(size.References, 9, 20);
        Assert.InRange(size.Bytes, size.Instructions, 2 * size.Instructions);
    }

    [Fact]
    public void A_tile_is_counted_with_all_its_sums()
    {
        LayerSource layer = LargestLayers.All.First(static layer => layer.Algorithm == Algorithm.Direct);
        MethodSize largest = LargestLayers.MethodsOf(layer)
            .Where(static method => method.Name.Contains("Tile", System.StringComparison.Ordinal))
            .Select(MethodSize.Of)
            .MaxBy(static size => size.Locals)!;

        // Of the sums and the weights each is a local, named at least three times.
        Assert.InRange(largest.Locals, 24, Budget.Locals);
        Assert.True(largest.References > 3 * 24, $"{largest}");
    }

    private static bool IsOver(MethodSize size)
    {
        return size.Bytes > Budget.Bytes || size.Instructions > Budget.Instructions || size.Blocks > Budget.Blocks
            || size.Locals > Budget.Locals || size.References > Budget.References;
    }

    private static int Loop(int count)
    {
        int sum = 0;

        for (int i = 0; i < count; i++)
        {
            sum += i * i;
        }

        return sum;
    }
}
