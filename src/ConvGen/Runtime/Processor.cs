using System;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ConvGen.Runtime;

/// <summary>Which of the vectors that the processor has, and which of the kernels for them, are the faster ones.</summary>
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

    /// <summary>
    /// Gets a value indicating whether the processor multiplies two vectors of 512 bits a cycle, as Intel's servers and Zen 5 do, where the
    /// others take two cycles. Some layers have a kernel for each. CONVGEN_WIDE_UNITS set to 1 or 2 decides instead.
    /// </summary>
    public static bool HasTwoWideUnits { get; } = Environment.GetEnvironmentVariable("CONVGEN_WIDE_UNITS") switch
    {
        "1" => false,
        "2" => true,
        _ => Avx512F.IsSupported && HasTwoUnits(),
    };

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

    /// <summary>
    /// Says by its vendor, family and model, and by its name where models of both kinds are sold, whether a processor with AVX-512
    /// multiplies two of its vectors a cycle. Of models to come, Intel's and AMD's are taken for such.
    /// </summary>
    internal static bool HasTwoUnits(string vendor, int family, int model, string name)
    {
        const int Zen4 = 0x19;
        const int Zen5 = 0x1A;

        return vendor switch
        {
            // Strix Point and Krackan Point, the mobile ones, keep to halves of 256 bits.
            "AuthenticAMD" => family != Zen4 && !(family == Zen5 && model is (>= 0x20 and < 0x30) or (>= 0x60 and < 0x70)),

            // Skylake, Cascade Lake and Cooper Lake; then Cannon, Ice, Tiger and Rocket Lake of desktops and laptops.
            "GenuineIntel" => model switch
            {
                0x55 => !HasOneWideUnit(name),
                0x66 or 0x7D or 0x7E or 0x8C or 0x8D or 0xA7 => false,
                _ => true,
            },
            _ => false,
        };
    }

    private static bool HasTwoUnits()
    {
        (_, int ebx, int ecx, int edx) = X86Base.CpuId(0, 0);
        Span<int> vendor = [ebx, edx, ecx];
        int signature = X86Base.CpuId(1, 0).Eax;

        // Families from 15 on are a sum of two fields, models have their upper four bits elsewhere.
        int family = (signature >> 8 & 0xF) + (signature >> 20 & 0xFF);
        int model = (signature >> 4 & 0xF) | (signature >> 12 & 0xF0);
        return HasTwoUnits(System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(vendor)), family, model, Name());
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
