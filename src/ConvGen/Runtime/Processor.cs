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
    /// Gets a value indicating whether the last cache is slow beside the multiply-adds of AVX-512, as it is on Intel's servers, which multiply
    /// two vectors a cycle and read a sixth of one. Zen 4 multiplies one and reads half of one; Zen 5, which nobody
    /// measured, is taken for like it. Some layers have a kernel for either kind. CONVGEN_SLOW_CACHE set to 0 or 1 decides instead.
    /// </summary>
    public static bool HasSlowCache { get; } = Environment.GetEnvironmentVariable("CONVGEN_SLOW_CACHE") switch
    {
        "0" => false,
        "1" => true,
        _ => Avx512F.IsSupported && IsMeshOfTwoUnits(),
    };

    private static bool IsWidthChosen => Environment.GetEnvironmentVariable("DOTNET_PreferredVectorBitWidth") is { Length: > 0 };

    /// <summary>
    /// Says by the name of a processor of those generations whether it has a single unit for multiply-adds of 512 bits, as those sold as
    /// Xeon Bronze, Silver, Gold 5000 and D-2100 do. Clouds shorten the name; theirs have two.
    /// </summary>
    internal static bool HasOneWideUnit(string name)
    {
        return name.Contains("Bronze", StringComparison.Ordinal)
            || name.Contains("Silver", StringComparison.Ordinal)
            || name.Contains("Gold 5", StringComparison.Ordinal)
            || name.Contains("D-21", StringComparison.Ordinal);
    }

    /// <summary>
    /// Says by its vendor, family and model, and by its name where both kinds are sold, whether a processor with AVX-512 has two units for its
    /// multiply-adds and a last cache behind a mesh: Intel's servers from Skylake on. Models to come are taken for such.
    /// </summary>
    internal static bool IsMeshOfTwoUnits(string vendor, int family, int model, string name)
    {
        const int Core = 6;

        return vendor == "GenuineIntel" && family >= Core && model switch
        {
            // Skylake, Cascade Lake and Cooper Lake; then Cannon, Ice, Tiger and Rocket Lake of desktops and laptops, which have one unit and a ring.
            0x55 => !HasOneWideUnit(name),
            0x66 or 0x7D or 0x7E or 0x8C or 0x8D or 0xA7 => false,
            _ => true,
        };
    }

    private static bool IsMeshOfTwoUnits()
    {
        (_, int ebx, int ecx, int edx) = X86Base.CpuId(0, 0);
        int[] vendor = [ebx, edx, ecx];
        int signature = X86Base.CpuId(1, 0).Eax;

        // Families from 15 on are a sum of two fields, models have their upper four bits elsewhere.
        int family = (signature >> 8 & 0xF) + (signature >> 20 & 0xFF);
        int model = (signature >> 4 & 0xF) | (signature >> 12 & 0xF0);
        return IsMeshOfTwoUnits(System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(vendor.AsSpan())), family, model, Name());
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

        int[] registers = new int[4 * Parts];

        for (int part = 0; part < Parts; part++)
        {
            (registers[4 * part], registers[(4 * part) + 1], registers[(4 * part) + 2], registers[(4 * part) + 3]) = X86Base.CpuId(FirstPart + part, 0);
        }

        return System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(registers.AsSpan())).TrimEnd('\0').Trim();
    }
}
