using System;
using System.Globalization;
using System.Linq;
using ConvGen.Testing;
using ConvGen.Tests.Isa;
using ConvGen.Tests.Jit;
using ConvGen.Tests.Support;

namespace ConvGen.Tests.Bounds;

/// <summary>What the child process does: every random layer, and those that read planes in place, on memory that ends at an unmapped page.</summary>
internal static class GuardPageRun
{
    /// <summary>What a line begins with that names the trial about to run.</summary>
    public const string Begin = "begin ";

    /// <summary>What a line begins with that names a trial with a wrong result.</summary>
    public const string Wrong = "wrong ";

    public const string Done = "done";

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["trials", string from]:
                Run(int.Parse(from, CultureInfo.InvariantCulture));
                return 0;
            case ["overrun", string where]:
                Overrun(atEnd: where == "behind");
                return 0;
            case ["prepare", string assembly]:
                TileDisassembly.Prepare(assembly);
                return 0;
            case ["stand-in"]:
                Console.WriteLine(StandInFolder.Make());
                return 0;
            case ["path"]:
                Console.WriteLine(InstructionSet.Current);
                return 0;
            default:
                Console.WriteLine("trials <index> | overrun before|behind | prepare <assembly> | stand-in | path");
                return 2;
        }
    }

    private static void Run(int from)
    {
        foreach ((int index, LayerTrial trial) in Trials.All.Index().Skip(from))
        {
            LayerFactory factory = Trials.Layers.Factory(trial.Source);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Begin}{index} {trial}"));
            Console.Out.Flush();

            float[] input = trial.Input();
            ReferenceResult reference = trial.Reference(input);

            foreach (bool atEnd in (ReadOnlySpan<bool>)[true, false])
            {
                if (Run(trial, factory, input, reference, atEnd) is string wrong)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Wrong}{index} {trial} {wrong}"));
                }
            }
        }

        Console.WriteLine(Done);
    }

    private static string? Run(LayerTrial trial, LayerFactory factory, float[] values, ReferenceResult reference, bool atEnd)
    {
        using GuardedMemory weights = Guard(trial.Weights(), atEnd);
        using GuardedMemory bias = Guard(trial.Bias(), atEnd);
        using GuardedMemory input = Guard(values, atEnd);
        using GuardedMemory output = new(trial.OutputLength(), atEnd);
        output.GetSpan().Fill(float.NaN);

        CompiledLayer layer = factory.Create(weights.GetSpan(), bias.GetSpan());
        layer.MaxDegreeOfParallelism = trial.Degree;
        layer.Forward(input.GetSpan(), output.GetSpan(), trial.Extent, trial.Batch);

        return Tolerance.Compare(trial.Source, reference, output.GetSpan());
    }

    private static GuardedMemory Guard(float[] values, bool atEnd)
    {
        GuardedMemory memory = new(values.Length, atEnd);
        values.CopyTo(memory.GetSpan());
        return memory;
    }

    private static unsafe void Overrun(bool atEnd)
    {
        using GuardedMemory memory = new(1000, atEnd);

        fixed (float* data = memory.GetSpan())
        {
            Console.WriteLine(Begin + data[atEnd ? 999 : 0]);
            Console.Out.Flush();
            Console.WriteLine(data[atEnd ? 1000 : -1]);
        }
    }
}
