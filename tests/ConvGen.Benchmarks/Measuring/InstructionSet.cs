using System;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGen.Runtime;

namespace ConvGen.Benchmarks.Measuring;

/// <summary>The levels the generated code is written for.</summary>
internal enum InstructionSet
{
    /// <summary>No vectors.</summary>
    Scalar,

    /// <summary>Vectors of four floats, a multiplication and an addition each.</summary>
    V128,

    /// <summary>AVX2 with FMA.</summary>
    Avx2,

    /// <summary>AVX-512 F.</summary>
    Avx512,
}

/// <summary>Names of the levels, and which one this process runs on.</summary>
internal static class InstructionSets
{
    /// <summary>The level that kernels use in this process.</summary>
    public static InstructionSet InForce =>
        Processor.PrefersAvx512 ? InstructionSet.Avx512
        : Avx2.IsSupported && Fma.IsSupported ? InstructionSet.Avx2
        : Vector128.IsHardwareAccelerated ? InstructionSet.V128
        : InstructionSet.Scalar;

    /// <summary>The name used on the command line and in the results.</summary>
    public static string Name(this InstructionSet isa)
    {
        return isa switch
        {
            InstructionSet.Avx512 => "avx512",
            InstructionSet.Avx2 => "avx2",
            InstructionSet.V128 => "v128",
            _ => "scalar",
        };
    }

    public static bool TryParse(string text, out InstructionSet isa)
    {
        foreach (InstructionSet candidate in Enum.GetValues<InstructionSet>())
        {
            if (candidate.Name() == text)
            {
                isa = candidate;
                return true;
            }
        }

        isa = default;
        return false;
    }
}
