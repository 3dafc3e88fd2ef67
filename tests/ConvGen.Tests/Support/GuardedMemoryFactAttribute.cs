using System;
using ConvGen.Testing;
using Xunit;

namespace ConvGen.Tests.Support;

/// <summary>A test that needs guarded memory; skipped on systems where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GuardedMemoryFactAttribute : FactAttribute
{
    public GuardedMemoryFactAttribute()
    {
        if (!GuardedMemory.IsSupported)
        {
            Skip = "Guard pages are mapped through Linux's libc, and this is another system.";
        }
    }
}
