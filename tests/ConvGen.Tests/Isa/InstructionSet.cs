using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGen.Runtime;

namespace ConvGen.Tests.Isa;

/// <summary>The paths that generated code has, widest first.</summary>
public static class InstructionSet
{
    public const string Avx512 = "Avx512";

    public const string Avx2 = "Avx2";

    public const string Vector128Only = "Vector128";

    public const string Scalar = "Scalar";

    /// <summary>Gets the path that this process takes.</summary>
    public static string Current =>
        Processor.PrefersAvx512 ? Avx512
        : System.Runtime.Intrinsics.X86.Avx2.IsSupported && Fma.IsSupported ? Avx2
        : Vector128.IsHardwareAccelerated ? Vector128Only
        : Scalar;

    /// <summary>Says whether <paramref name="path"/> is narrower than the one of this process, so that a child can take it.</summary>
    public static bool IsNarrower(string path)
    {
        string[] all = [Avx512, Avx2, Vector128Only, Scalar];
        return System.Array.IndexOf(all, path) > System.Array.IndexOf(all, Current);
    }
}
