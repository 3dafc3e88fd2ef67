using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConvGen.Runtime;
using ConvGen.Tests.Support;
using Xunit;

namespace ConvGen.Tests.Isa;

/// <summary>Which processors run the kernels of AVX-512.</summary>
public sealed class ProcessorTests
{
    [Theory]
    [InlineData("Intel(R) Xeon(R) Silver 4114 CPU @ 2.20GHz", true)]
    [InlineData("Intel(R) Xeon(R) Bronze 3106 CPU @ 1.70GHz", true)]
    [InlineData("Intel(R) Xeon(R) Gold 5218 CPU @ 2.30GHz", true)]
    [InlineData("Intel(R) Xeon(R) D-2141I CPU @ 2.20GHz", true)]
    [InlineData("Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", false)]
    [InlineData("Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", false)]
    [InlineData("Intel(R) Core(TM) i9-7900X CPU @ 3.30GHz", false)]
    [InlineData("Intel(R) Xeon(R) Processor @ 2.50GHz", false)]
    [InlineData("", false)]
    public void A_name_tells_whether_there_is_one_unit_for_wide_multiply_adds(string name, bool expected)
    {
        Assert.Equal(expected, Processor.HasOneWideUnit(name));
    }

    [Theory]
    [InlineData("AuthenticAMD", 0x19, 0x11, "AMD EPYC 9654 96-Core Processor", false)]
    [InlineData("AuthenticAMD", 0x1A, 0x02, "AMD EPYC 9755 128-Core Processor", false)]
    [InlineData("GenuineIntel", 6, 0x55, "Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", true)]
    [InlineData("GenuineIntel", 6, 0x55, "Intel(R) Xeon(R) Silver 4114 CPU @ 2.20GHz", false)]
    [InlineData("GenuineIntel", 6, 0x6A, "Intel(R) Xeon(R) Silver 4310 CPU @ 2.10GHz", true)]
    [InlineData("GenuineIntel", 6, 0x8F, "Intel(R) Xeon(R) Platinum 8488C", true)]
    [InlineData("GenuineIntel", 6, 0x8C, "11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz", false)]
    [InlineData("GenuineIntel", 6, 0xA7, "11th Gen Intel(R) Core(TM) i9-11900K @ 3.50GHz", false)]
    [InlineData("CentaurHauls", 7, 0x3B, "", false)]
    public void Vendor_family_model_and_name_tell_whether_the_last_cache_is_slow(string vendor, int family, int model, string name, bool expected)
    {
        Assert.Equal(expected, Processor.IsMeshOfTwoUnits(vendor, family, model, name));
    }

    [Theory]
    [InlineData("256")]
    [InlineData("512")]
    public void A_width_that_was_chosen_counts(string width)
    {
        Dictionary<string, string> environment = new() { ["DOTNET_PreferredVectorBitWidth"] = width };
        (int exitCode, string output) = ChildProcess.Run([typeof(ProcessorTests).Assembly.Location, "path"], environment, TimeSpan.FromMinutes(1));

        Assert.Equal(0, exitCode);
        Assert.Equal(width == "512" && Avx512F.IsSupported, output.Trim() == InstructionSet.Avx512);
    }

    [Fact]
    public void What_the_runtime_accelerates_is_preferred_and_nothing_that_is_missing()
    {
        Assert.True(Processor.PrefersAvx512 || !Vector512.IsHardwareAccelerated);
        Assert.True(Avx512F.IsSupported || !Processor.PrefersAvx512);
    }
}
