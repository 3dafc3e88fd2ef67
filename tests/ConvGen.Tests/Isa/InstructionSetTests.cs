using System;
using System.Reflection;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Isa;

/// <summary>Holds a child process to the path it was started for.</summary>
[Trait("Isa", "Every")]
[Trait("Caches", "Every")]
public sealed class InstructionSetTests
{
    [Fact]
    public void The_path_in_force_is_the_one_expected()
    {
        string? child = Environment.GetEnvironmentVariable("CONVGEN_EXPECT_ISA");
        string expected = child ?? InstructionSet.Current;

        Assert.Equal(expected, InstructionSet.Current);
        Assert.True(child is null || !Avx512F.IsSupported);
        Assert.Equal(StandInLibrary.IsLoaded, expected == InstructionSet.Avx512 && !Avx512F.IsSupported);
        Assert.True(expected is InstructionSet.Avx512 or InstructionSet.Avx2 || !Fma.IsSupported);
        Assert.True(expected != InstructionSet.Scalar || !Vector128.IsHardwareAccelerated);
    }

    /// <summary>Compiled layers choose by this condition; they would take another path in silence.</summary>
    [Fact]
    public void Compiled_code_takes_the_path_in_force()
    {
        Assembly compiled = CompilationCache.Load(
            """
            using ConvGen.Runtime;
            using System.Runtime.Intrinsics.X86;
            public static class Layer { public static bool IsWide() => Avx512F.IsSupported && Processor.PrefersAvx512; }
            """);
        bool isWide = compiled.GetType("Layer", throwOnError: true)!.GetMethod("IsWide")!.CreateDelegate<Func<bool>>()();

        Assert.Equal(InstructionSet.Current == InstructionSet.Avx512, isWide);
    }
}
