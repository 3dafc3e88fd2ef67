using ConvGen.Benchmarks.Cases;
using ConvGen.Benchmarks.Cli;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Layers;

/// <summary>One of the ways in which a layer of a list can be compiled and run.</summary>
/// <param name="Name">What it is called on the command line and in the tables.</param>
/// <param name="Algorithm">The algorithm asked for.</param>
/// <param name="Layout">The layout of its input and output.</param>
/// <param name="Threads">The threads it may use.</param>
internal sealed record LayerVariant(string Name, Algorithm Algorithm, Layout Layout, int Threads)
{
    private const string ThreadsPrefix = "threads-";

    /// <summary>The floats between a cache line and the elements of an array that begins with one, which its length comes before.</summary>
    private const int FloatsBeforeElements = 4;

    /// <summary>What it is, for the report.</summary>
    public string Description => Name switch
    {
        "direct" => "ConvGen with Algorithm.Direct",
        "channels-first" => "ConvGen, channels first in and out",
        "arrays" => "ConvGen, tensors as far from a cache line as an array's elements",
        _ => $"ConvGen on {Threads} thread{(Threads == 1 ? "" : "s")}",
    };

    /// <summary>The floats between a cache line and the first of a tensor.</summary>
    public int BehindLine { get; init; }

    /// <summary>Reads a name of <c>--variants</c>: the layer as it is measured but for what the name says.</summary>
    /// <exception cref="UsageException">There is no such variant.</exception>
    public static LayerVariant Parse(string name, Algorithm algorithm, int threads)
    {
        LayerVariant measured = new(name, algorithm, Layout.ChannelsLast, threads);

        return name switch
        {
            "direct" => measured with { Algorithm = Algorithm.Direct },
            "channels-first" => measured with { Layout = Layout.ChannelsFirst },
            "arrays" => measured with { BehindLine = FloatsBeforeElements },
            _ when name.StartsWith(ThreadsPrefix, System.StringComparison.Ordinal) => measured with
            {
                Threads = OptionValue.PositiveInt("--variants threads-N", name[ThreadsPrefix.Length..]),
            },
            _ => throw new UsageException($"--variants knows direct, channels-first, arrays and threads-N, not '{name}'."),
        };
    }

    /// <summary>The layer as the attribute that is compiled.</summary>
    public LayerSource Source(ConvCase layer)
    {
        return CaseSource.Create(layer, Algorithm, Layout);
    }
}
