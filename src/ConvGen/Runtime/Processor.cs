using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>Which of the vectors that the processor has are the faster ones for kernels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Processor
{
    /// <summary>
    /// Gets a value indicating whether kernels use AVX-512. The runtime reports <see cref="Vector512"/> as not accelerated
    /// on Intel's Skylake, Cascade Lake and Cooper Lake servers, because code with few wide vectors is not worth the lower
    /// clock. Kernels are: with two units for wide multiply-adds they are 1.4 to 1.8 times as fast. Those of one unit keep to AVX2.
    /// Who sets DOTNET_PreferredVectorBitWidth has chosen, and the runtime's answer counts.
    /// </summary>
    public static bool PrefersAvx512 { get; } = Avx512F.IsSupported
        && (Vector512.IsHardwareAccelerated || (!IsWidthChosen && !HasOneWideUnit(Name())));

    private static bool IsWidthChosen => Environment.GetEnvironmentVariable("DOTNET_PreferredVectorBitWidth") is { Length: > 0 };

    /// <summary>
    /// Says by the name of a processor of those generations whether it has a single unit for multiply-adds of 512 bits, as those sold as
    /// Xeon Bronze, Silver, Gold 5000 and D-2100 do. Clouds shorten the name; theirs have two.
    /// </summary>
    internal static bool HasOneWideUnit(string name)
    {
        ReadOnlySpan<string> families = ["Bronze", "Silver", "Gold 5", "D-21"];

        foreach (string family in families)
        {
            if (name.Contains(family, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The processor's name as it tells it itself; empty where it does not.</summary>
    private static string Name()
    {
        const int FirstPart = unchecked((int)0x80000002);
        const int Parts = 3;

        if (!X86Base.IsSupported || X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < FirstPart + Parts - 1)
        {
            return string.Empty;
        }

        Span<int> registers = stackalloc int[4 * Parts];

        for (int part = 0; part < Parts; part++)
        {
            (registers[4 * part], registers[(4 * part) + 1], registers[(4 * part) + 2], registers[(4 * part) + 3]) = X86Base.CpuId(FirstPart + part, 0);
        }

        return System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers)).TrimEnd('\0').Trim();
    }
}
