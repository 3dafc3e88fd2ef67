using System;

namespace VerifyTests;

/// <summary>Makes generator drivers and diagnostics known to Verify, as Verify.SourceGenerators does.</summary>
public static class VerifySourceGenerators
{
    /// <summary>Gets a value indicating whether <see cref="Initialize"/> has been called.</summary>
    public static bool Initialized { get; private set; }

    /// <summary>To be called once, in a module initializer of the test assembly.</summary>
    /// <exception cref="InvalidOperationException">It has been called before.</exception>
    public static void Initialize()
    {
        if (Initialized)
        {
            throw new InvalidOperationException("Already Initialized");
        }

        Initialized = true;
    }
}
