using System;
using System.Diagnostics;
using System.Globalization;
using ConvGen.Benchmarks.Cli;
using ConvGen.Testing;

namespace ConvGen.Benchmarks.Building;

/// <summary>The first calls of one layer in a process.</summary>
/// <param name="Construct">Milliseconds of the constructor, which packs the weights.</param>
/// <param name="First">Milliseconds of the first call.</param>
/// <param name="Steady">Milliseconds of a later call, the median of many.</param>
internal sealed record StartupRun(double Construct, double First, double Steady)
{
    /// <summary>The command of the child process; its arguments are the number of the layer and that of threads.</summary>
    public const string Command = "startup-child";

    private const int Calls = 60;

    /// <summary>The layers: a small one, of which the time is the JIT's, and one with many weights to pack.</summary>
    public static readonly LayerSource[] Sources =
    [
        new("3x3", 64, 64) { Input = "56x56", Padding = "same" },
        new("3x3", 512, 512) { Input = "14x14", Padding = "same" },
    ];

    /// <summary>Compiles the layers, so that the children only load theirs.</summary>
    public static void Prepare()
    {
        foreach (LayerSource source in Sources)
        {
            CompiledLayers.Compile([source]).Factory(source);
        }
    }

    /// <summary>Starts a child with the runtime's own defaults and reads what it measured.</summary>
    /// <exception cref="InvalidOperationException">The child failed; the message holds what it said.</exception>
    public static StartupRun Start(int layer, int threads)
    {
        ProcessStartInfo start = OwnProgram.With(Command, layer.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture));
        start.RedirectStandardOutput = true;
        start.Environment["CONVGEN_COMPILED_DIR"] = CompilationCache.Folder;

        // This program's settings are made for `compare`; a user's program has the defaults.
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "1";

        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        string[] numbers = output.Split(' ', StringSplitOptions.TrimEntries);

        return child.ExitCode == 0 && numbers.Length == 3
            ? new StartupRun(Number(numbers[0]), Number(numbers[1]), Number(numbers[2]))
            : throw new InvalidOperationException($"The child ended with exit code {child.ExitCode}: {output}");
    }

    /// <summary>What the child does.</summary>
    public static void RunChild(string layerNumber, string threads)
    {
        LayerSource source = Sources[int.Parse(layerNumber, CultureInfo.InvariantCulture)];
        LayerFactory factory = CompiledLayers.Compile([source]).Factory(source);
        float[] weights = Values(source.WeightCount);
        float[] bias = Values(source.Filters);
        int[] extent = Extents.Parse(source.Input!, source.Rank);
        float[] input = Values(Extents.Product(extent) * source.InChannels);
        float[] output = new float[Extents.Product(extent) * source.Filters];
        output.AsSpan().Fill(1);

        long start = Stopwatch.GetTimestamp();
        CompiledLayer layer = factory.Create(weights, bias);
        layer.MaxDegreeOfParallelism = int.Parse(threads, CultureInfo.InvariantCulture);
        double construct = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

        double first = Call(layer, input, output, extent);
        double[] later = new double[Calls];

        for (int i = 0; i < Calls; i++)
        {
            later[i] = Call(layer, input, output, extent);
        }

        Console.Write(string.Create(CultureInfo.InvariantCulture, $"{construct} {first} {GeneratorTimes.Median(later)}"));
    }

    private static double Call(CompiledLayer layer, float[] input, float[] output, int[] extent)
    {
        long start = Stopwatch.GetTimestamp();
        layer.Forward(input, output, extent, batch: 1);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static float[] Values(int count)
    {
        float[] values = new float[count];

        for (int i = 0; i < count; i++)
        {
            values[i] = (i % 17 / 16f) - 0.5f;
        }

        return values;
    }

    private static double Number(string text)
    {
        return double.Parse(text, CultureInfo.InvariantCulture);
    }
}
