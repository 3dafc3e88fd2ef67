using System;
using System.Diagnostics;
using ConvGen.Benchmarks.Measuring;

namespace ConvGen.Benchmarks.Cli;

/// <summary>
/// Runs the program again as a child whose JIT is held to a lower instruction set: the runtime reads that choice from
/// the environment, and only when it starts.
/// </summary>
internal static class IsaRestart
{
    private const string ChildMark = "CONVGEN_BENCHMARKS_CHILD";

    /// <summary>
    /// Returns null if this process already runs on <paramref name="isa"/>; otherwise runs the child to its end and
    /// returns its exit code.
    /// </summary>
    /// <exception cref="UsageException">The machine cannot run on it.</exception>
    public static int? RunIfNeeded(InstructionSet isa, ReadOnlySpan<string> arguments)
    {
        if (InstructionSets.InForce == isa)
        {
            return null;
        }

        if (InstructionSets.InForce < isa || Environment.GetEnvironmentVariable(ChildMark) is not null)
        {
            throw new UsageException(
                $"--isa {isa.Name()}: this machine's runtime offers {InstructionSets.InForce.Name()} instead.");
        }

        ProcessStartInfo start = OwnProgram.With(arguments);
        Restrict(start, isa);
        return OwnProgram.Run(start);
    }

    private static void Restrict(ProcessStartInfo start, InstructionSet isa)
    {
        start.Environment[ChildMark] = "1";
        start.Environment["DOTNET_EnableAVX512"] = "0";

        if (isa < InstructionSet.Avx2)
        {
            start.Environment["DOTNET_EnableAVX2"] = "0";
        }

        if (isa < InstructionSet.V128)
        {
            start.Environment["DOTNET_EnableHWIntrinsic"] = "0";
        }

        // oneDNN can be held to the same level; ONNX Runtime has no such switch. Neither has a scalar level.
        start.Environment["ONEDNN_MAX_CPU_ISA"] = isa == InstructionSet.Avx2 ? "AVX2" : "SSE41";
    }
}
