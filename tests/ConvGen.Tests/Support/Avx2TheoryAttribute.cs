using System;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace ConvGen.Tests.Support;

/// <summary>A theory that calls AVX2 and FMA; skipped where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class Avx2TheoryAttribute : TheoryAttribute
{
    public Avx2TheoryAttribute()
    {
        if (!Avx2.IsSupported || !Fma.IsSupported)
        {
            Skip = "This process has no AVX2.";
        }
    }
}
